import type { Failure } from '../../contract/outcome.ts';
import type { Admission, Call, DestinationParts, Failed } from './destination.ts';
import {
  createHttpClient,
  createHttpDownload,
  type HttpBody,
  type HttpCall,
  type HttpContent,
  type HttpEnd,
  readJson,
} from './http-client.ts';
import { createServiceClock } from './service-clock.ts';
import { failureOfReading, outcomeWithoutAnswer, type ServiceAnswer } from './service-failure.ts';
import { admissionBy, type GrantedToken } from './shared-token.ts';
import { anyNumberOfCalls, type Entry } from './sharing.ts';
import { createZohoToken, type ZohoCredentials } from './zoho-token.ts';

/** A REST interface of Zoho's, whatever the product. */
export interface ZohoApiSettings {
  /** The product's name, for messages. */
  readonly service: string;
  readonly credentials: ZohoCredentials;
  readonly accountsUrl: string;
  /** Every address that the interface may have. */
  readonly addresses: readonly string[];
  /** @param apiDomain what the token's answer names */
  readonly baseUrl: (apiDomain: string | undefined) => string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What a failed call means. */
  readonly failureOf: (answer: ServiceAnswer, method: HttpCall['method']) => Failure;
  /** Whether an answer with a status of success tells of a failure all the same. */
  readonly isFailure?: (body: unknown) => boolean;
  readonly silenceMs: number;
  /** What tells the organisation, and the product, from all others: their calls in flight are counted together. */
  readonly organisation: readonly string[];
  /** How many calls in flight the organisation may have, of which at most half, but at least one, may be downloads. */
  readonly concurrentCalls?: number | undefined;
}

/** Calls with an access token in force; a refused one is renewed, once, where the body can be sent again. */
export interface ZohoApi {
  /** As a destination's own. */
  checkAccess(): Promise<Admission>;
  /** As a destination's own. */
  clockAheadMs(): number;
  call(call: ZohoCall): Promise<ZohoEnd>;
  /** As `call`, but hands on the body of an answer with status 200 as it comes. */
  download(call: ZohoCall): Promise<HttpContent | ZohoEnd>;
}

export interface ZohoCall extends Call, Pick<HttpCall, 'method'> {
  /** Below the base address. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Makes the body, for each attempt anew; `undefined` where that cannot be done once more. */
  readonly body?: () => HttpBody | undefined;
}

export type ZohoEnd =
  /** `body` is the parsed JSON; `undefined` where it is none. */
  { readonly kind: 'answer'; readonly status: number; readonly body: unknown } | Failed;

/** A list of two hundred attachments with all their fields is longer than other answers. */
const answerBytes = 4 * 1024 * 1024;

/** Desk's Express and Standard editions; other editions and products have 5 to 25 (facts of Zoho's documentation). */
const usualConcurrentCalls = 10;

export function createZohoApi(settings: ZohoApiSettings, { now = Date.now, sharing }: DestinationParts): ZohoApi {
  const { service, silenceMs } = settings;
  const clock = createServiceClock(now);
  const connection = { addresses: [...settings.addresses, settings.accountsUrl], silenceMs, clock };
  const http = createHttpClient(connection);
  const download = createHttpDownload(connection);
  const token = createZohoToken(settings.accountsUrl, settings.credentials, http, { now, sharing });
  const mostCalls = settings.concurrentCalls ?? usualConcurrentCalls;
  const calls = sharing?.calls(settings.organisation, mostCalls) ?? anyNumberOfCalls;
  const mostDownloads = Math.max(1, Math.floor(mostCalls / 2));
  const downloads = sharing?.calls([...settings.organisation, 'downloads'], mostDownloads) ?? anyNumberOfCalls;

  /** @returns `undefined` where the body cannot be made once more */
  function requestFor({ path, query, body, method, signal }: ZohoCall, granted: GrantedToken): HttpCall | undefined {
    const made = body?.();
    if (body && !made) return undefined;
    const url = new URL(`${settings.baseUrl(granted.apiDomain)}${path}`);
    url.search = new URLSearchParams(query).toString();
    const headers = { authorization: `Zoho-oauthtoken ${granted.value}`, ...settings.headers };
    return { method, signal, url, headers, answerBytes, ...(made && { body: made }) };
  }

  function read(end: HttpEnd, { method, signal }: ZohoCall): ZohoEnd {
    if (end.kind === 'answer') {
      const { status, retryAfter } = end;
      const body = readJson(end.text);
      const good = status >= 200 && status < 300 && !settings.isFailure?.(body);
      if (good) return { kind: 'answer', status, body };
      return fail(settings.failureOf({ status, body, retryAfter, nowMs: now() }, method));
    }
    return fail(outcomeWithoutAnswer(end, service));

    function fail(failure: Failure): Failed {
      return { kind: 'failed', outcome: method === 'GET' ? failureOfReading(failure, signal) : failure };
    }
  }

  /** A download is a call in flight too, for as long as its caller reads: half of the places are left to all else. */
  async function enterDownload(call: Call): Promise<Entry> {
    const download = await downloads.enter(call);
    if (download.kind === 'refused') return download;
    const entry = await calls.enter(call);
    if (entry.kind === 'refused') {
      download.leave();
      return entry;
    }
    const leave = (): void => {
      entry.leave();
      download.leave();
    };
    return { kind: 'entered', leave };
  }

  /** @param send gives `undefined` where it cannot be done once more */
  async function once<End extends HttpContent | ZohoEnd>(
    send: Send<End>,
    enter: () => Promise<Entry>,
  ): Promise<End | Failed | undefined> {
    const granted = await token.get();
    if (granted.kind === 'failed') return granted;
    const entry = await enter();
    if (entry.kind === 'refused') return { kind: 'failed', outcome: entry.outcome };
    const end = await send(granted);
    // To the service a download is in flight until its last byte has left.
    if (end?.kind === 'content' && !end.stream.destroyed) end.stream.once('close', entry.leave);
    else entry.leave();
    if (end?.kind !== 'failed') return end;
    const { outcome } = end;
    if (outcome.kind === 'busy' && outcome.waitMs !== undefined) calls.pause(outcome.waitMs);
    if (isTokenRefused(end)) token.drop(granted.value);
    return end;
  }

  async function withToken<End extends HttpContent | ZohoEnd>(
    enter: () => Promise<Entry>,
    send: Send<End>,
  ): Promise<End | Failed> {
    const first = await once(send, enter);
    if (!first) return noBody;
    return isTokenRefused(first) ? ((await once(send, enter)) ?? first) : first;
  }

  return {
    checkAccess: () => admissionBy(token),
    clockAheadMs: clock.aheadMs,
    call: (call) =>
      withToken(
        () => calls.enter(call),
        async (granted) => {
          const request = requestFor(call, granted);
          return request && read(await http(request), call);
        },
      ),
    download: (call) =>
      withToken<HttpContent | ZohoEnd>(
        () => enterDownload(call),
        async (granted) => {
          const request = requestFor(call, granted);
          const headers = { ...request?.headers, accept: '*/*' };
          const end = request && (await download({ ...request, headers }));
          return end && (end.kind === 'content' ? end : read(end, call));
        },
      ),
  };
}

type Send<End> = (granted: GrantedToken) => Promise<End | undefined>;

const noBody: Failed = { kind: 'failed', outcome: { kind: 'unavailable', message: 'The file could not be opened' } };

/** A token that lacks a right is as good as it ever was: another would lack it too. */
function isTokenRefused(end: HttpContent | ZohoEnd): boolean {
  if (end.kind !== 'failed' || end.outcome.kind !== 'unauthorized') return false;
  return end.outcome.status === 401 && end.outcome.code !== 'OAUTH_SCOPE_MISMATCH';
}
