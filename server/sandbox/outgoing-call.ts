import { type Parameters, replacePlaceholders } from './parameters.ts';
import type { SdkCall } from './sdk-call.ts';
import type { ServiceAnswer } from './zoho-answers.ts';

/** A call as Zoho's servers make it. */
export interface OutgoingCall {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: FormData | string | undefined;
}

export interface Placeholders {
  /** Secure ones too. */
  readonly parameters: Parameters;
  /** Whether those in a body are replaced as well. */
  readonly inBody: boolean;
}

/**
 * Turns the options of a `ZOHODESK.request` into a call.
 * @returns `undefined` where its address is none
 */
export function prepareCall(call: SdkCall, { parameters, inBody }: Placeholders): OutgoingCall | undefined {
  // Placeholders beside a file are not confirmed to be replaced, so here they are not: nothing may build on it.
  const fillIn = (text: string): string => (call.files.length > 0 ? text : replacePlaceholders(text, parameters));
  const address = fillIn(call.options.url);
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  for (const [name, value] of Object.entries(call.options.data)) url.searchParams.set(name, value);
  const body = bodyOf(call);
  const isJson = typeof body === 'string';
  return {
    method: call.options.type,
    url,
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headersOf(call, fillIn) },
    body: isJson && inBody ? replacePlaceholders(body, parameters) : body,
  };
}

/** The files of a call; with a `responseType` they are ignored, and so is the body (Zoho's guide). */
export function filesOf({ options, files }: SdkCall): SdkCall['files'] {
  return options.responseType === undefined ? files : [];
}

// What hangs for good would pile up.
const longestQueryMs = 60_000;

/** @returns `undefined` where the service could not be reached, or did not answer a call without a file in a minute */
export async function makeCall({ method, url, headers, body }: OutgoingCall): Promise<ServiceAnswer | undefined> {
  const signal = body instanceof FormData ? undefined : AbortSignal.timeout(longestQueryMs);
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
    const retryAfter = response.headers.get('retry-after');
    return { status: response.status, body: await response.text(), ...(retryAfter !== null && { retryAfter }) };
  } catch {
    return undefined;
  }
}

const notForwarded = new Set(['host', 'connection', 'content-length']);

function headersOf({ options }: SdkCall, fillIn: (text: string) => string): Record<string, string> {
  const lower = Object.entries(options.headers).map(([name, value]) => [name.toLowerCase(), fillIn(value)] as const);
  return Object.fromEntries(lower.filter(([name]) => !notForwarded.has(name)));
}

function bodyOf(call: SdkCall): FormData | string | undefined {
  const { type, responseType, postBody } = call.options;
  if (type === 'GET' || responseType !== undefined) return undefined;
  if (call.files.length > 0) {
    const form = new FormData();
    for (const file of call.files) form.append(file.key, new File([file.content], file.name, { type: file.mimeType }));
    return form;
  }
  if (postBody === undefined || postBody === null) return undefined;
  return typeof postBody === 'string' ? postBody : JSON.stringify(postBody);
}
