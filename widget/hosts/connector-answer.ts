import type { SettledAnswer } from './host.ts';
import { isRecord, own, parseJson } from './records.ts';

/**
 * Reads whatever `ZOHODESK.request` resolved with: strings of JSON within strings of JSON, the envelopes of Zoho's
 * servers (`response`, `statusMessage`, `data.statusMessage`), with or without a status, or a failure in disguise.
 * Never throws.
 */
export function readResolved(value: unknown): SettledAnswer {
  return guarded(() => {
    const { body, status, word, retryAfter } = unwrap(value);
    const said = { body, ...(retryAfter !== undefined && { retryAfter }) };
    if (word === 'failure' || (status === undefined && !hasErrorCode(body) && hasFaultText(body))) {
      return hasErrorCode(body) ? { kind: 'answer', status: failing(status), ...said } : failure(body, status);
    }
    if (word === 'false' && failing(status) === undefined) {
      // The envelope's own 200 says that the connector worked, not that the service did.
      return hasErrorCode(body) ? { kind: 'answer', status: undefined, ...said } : failure(body, undefined);
    }
    if (status === undefined && !isRecord(body) && !Array.isArray(body)) return failure(body, undefined);
    return { kind: 'answer', status, ...said };
  });
}

/**
 * Reads whatever `ZOHODESK.request` rejected with: the service's own error inside strings of JSON, `{ errMsg }`,
 * `{ errMessage }`, or an Error. Never throws.
 */
export function readRejected(value: unknown): SettledAnswer {
  return guarded(() => {
    const { body, status, retryAfter } = unwrap(value instanceof Error ? value.message : value);
    if (hasErrorCode(body) || failing(status) !== undefined) {
      return { kind: 'answer', status: failing(status), body, ...(retryAfter !== undefined && { retryAfter }) };
    }
    return failure(body, undefined);
  });
}

interface Unwrapped {
  readonly body: unknown;
  /** The innermost status code on the way. */
  readonly status: number | undefined;
  readonly word: StatusWord | undefined;
  readonly retryAfter: string | undefined;
}

type StatusWord = 'true' | 'false' | 'failure';

/** More than any answer seen has; a hostile one must not keep the widget busy. */
const maxDepth = 12;

function unwrap(value: unknown): Unwrapped {
  let body = value;
  let status: number | undefined;
  let word: StatusWord | undefined;
  let retryAfter: string | undefined;
  for (let depth = 0; depth < maxDepth; depth += 1) {
    status = statusOf(own(body, 'statusCode')) ?? statusOf(own(body, 'status')) ?? status;
    word = wordOf(own(body, 'status')) ?? word;
    retryAfter = retryAfterOf(own(body, 'responseHeaders')) ?? retryAfter;
    const inner = stepInto(body);
    if (!inner) {
      // What holds itself, throws, or is no data at all would do so to whoever reads it next.
      if (body !== undefined && !JSON.stringify(body)) throw new Error('No data');
      return { body: isBlank(body) ? undefined : body, status, word, retryAfter };
    }
    body = inner.value;
  }
  throw new Error('Too many layers');
}

function isBlank(value: unknown): boolean {
  return value === null || (typeof value === 'string' && value.trim() === '');
}

/** The next layer; `undefined` where this is the innermost. */
function stepInto(value: unknown): { readonly value: unknown } | undefined {
  if (typeof value === 'string') {
    const parsed = parseJson(value);
    return parsed === undefined ? undefined : { value: parsed };
  }
  if (!isRecord(value)) return undefined;
  for (const key of ['response', 'statusMessage']) {
    if (Object.hasOwn(value, key)) return { value: value[key] };
  }
  const data = own(value, 'data');
  if (isRecord(data) && Object.hasOwn(data, 'statusMessage')) return { value: data };
  // Some failures hold the service's error as JSON where others hold a sentence.
  const fault = faultKeys.map((key) => own(value, key)).find((one) => typeof one === 'string' && /^\s*\{/.test(one));
  return fault === undefined ? undefined : { value: fault };
}

function statusOf(value: unknown): number | undefined {
  const status = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  return typeof status === 'number' && Number.isInteger(status) && status >= 100 && status < 600 ? status : undefined;
}

function wordOf(value: unknown): StatusWord | undefined {
  const word = typeof value === 'boolean' || typeof value === 'string' ? String(value).toLowerCase() : undefined;
  return word === 'true' || word === 'false' || word === 'failure' ? word : undefined;
}

function retryAfterOf(headers: unknown): string | undefined {
  const record = typeof headers === 'string' ? parseJson(headers) : headers;
  if (!isRecord(record)) return undefined;
  const found = Object.entries(record).find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  const value = Array.isArray(found) ? found[0] : found;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function failing(status: number | undefined): number | undefined {
  return status !== undefined && status >= 400 ? status : undefined;
}

const faultKeys = ['errorMessage', 'errMessage', 'errMsg'] as const;

function hasFaultText(body: unknown): boolean {
  return faultKeys.some((key) => typeof own(body, key) === 'string');
}

function hasErrorCode(body: unknown): boolean {
  return typeof own(body, 'errorCode') === 'string';
}

const longestMessage = 256;

function failure(body: unknown, innerStatus: number | undefined): SettledAnswer {
  const said = [...faultKeys, 'message', 'error'].map((key) => own(body, key)).find((one) => typeof one === 'string');
  const text = typeof body === 'string' ? body : said;
  const message = typeof text === 'string' && text.trim() ? text.trim().slice(0, longestMessage) : unreadable;
  const status = failing(innerStatus);
  return { kind: 'failure', message, ...(status !== undefined && { status }) };
}

const unreadable = 'The connector gave no answer that can be read';

/** A value from another script may have properties that throw, or contain itself. */
function guarded(read: () => SettledAnswer): SettledAnswer {
  try {
    return read();
  } catch {
    return { kind: 'failure', message: unreadable };
  }
}
