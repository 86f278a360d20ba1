import type { Switches, Verdict } from './browser/page-contract.ts';
import type { SdkCall } from './sdk-call.ts';
import type { Fault } from './services/faults.ts';
import { directAnswer, failedAnswer } from './zoho-answers.ts';

export interface SdkFaultParts {
  readonly call: SdkCall;
  /** Serves the call as ever. */
  serve(call: SdkCall): Promise<Verdict>;
  switches(): Pick<Switches, 'failureShape'>;
  wait(ms: number): Promise<void>;
}

/**
 * Makes a `ZOHODESK.request` fail between the widget and the service: what is a broken connection elsewhere is here a
 * rejection by the page, and a half answer is half of a text. Never rejects.
 */
export async function playSdkFault(fault: Fault, { call, serve, switches, wait }: SdkFaultParts): Promise<Verdict> {
  switch (fault.kind) {
    case 'status':
      if (fault.after) await serve(call);
      return verdictOf(fault, switches().failureShape, call.options.connectionLinkName !== undefined);
    case 'delay':
      await wait(fault.ms);
      return serve(call);
    case 'slow':
      await wait((bytesOf(call) / fault.bytesPerSecond) * 1000);
      return serve(call);
    case 'hang-before':
      return { kind: 'silent' };
    case 'hang-after':
      await serve(call);
      return { kind: 'silent' };
    case 'reset-before':
    case 'reset-middle':
      return broken;
    case 'reset-after':
      await serve(call);
      return broken;
    case 'half-answer':
      return halfOf(await serve(call));
  }
}

const broken: Verdict = { kind: 'rejected', value: { errMsg: 'Zoho did not answer' } };

function verdictOf(
  { status, body, headers }: Extract<Fault, { kind: 'status' }>,
  shape: Switches['failureShape'],
  connected: boolean,
): Verdict {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const retryAfter = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const answer = { status, body: text, ...(retryAfter !== undefined && { retryAfter }) };
  if (!connected) return { kind: 'resolved', value: directAnswer(answer) };
  // A success that Zoho's servers did not make has none of their envelopes.
  return status >= 400 ? failedAnswer(answer, shape) : { kind: 'resolved', value: body ?? '' };
}

function bytesOf({ files }: SdkCall): number {
  return files.reduce((sum, { content }) => sum + content.length, 0);
}

function halfOf(verdict: Verdict): Verdict {
  if (verdict.kind === 'silent') return verdict;
  const text = typeof verdict.value === 'string' ? verdict.value : JSON.stringify(verdict.value ?? '');
  return { ...verdict, value: text.slice(0, text.length / 2) };
}
