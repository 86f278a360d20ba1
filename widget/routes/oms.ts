import type { Limits } from '../../contract/limits.ts';
import { omsLimits } from '../../contract/limits.ts';
import { OmsAuthGrant, omsAliases, omsAuthCodes, omsPaths, omsTokenMs } from '../../contract/oms.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { encodeBase64 } from './base64-parts.ts';
import { blockEndings } from './blocked-endings.ts';
import { checkBeforeSending } from './checked-file.ts';
import { denialOf, type Explanations } from './grant-denial.ts';
import { createGrantKeeper, type Grant } from './grant-keeper.ts';
import type { HttpSender } from './http-sender.ts';
import { outcomeOfPut } from './oms-outcome.ts';
import { patienceFor, queryMs } from './patience.ts';
import type { Attempt, Consignment, Route, Watch } from './route.ts';
import { attemptWithoutAnswer } from './sent-outcome.ts';

export interface OmsOptions {
  readonly host: Pick<Host, 'request'>;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly sender: HttpSender;
  readonly limits?: Limits;
  /** Endings that the administrator keeps off the tickets. */
  readonly blockedEndings?: readonly string[];
  readonly clock?: Clock;
}

/** What to do about the codes of OMS's `get/auth`, where its own words do not say. */
const explanations: Explanations = {
  [omsAuthCodes.unidentified]:
    'OMS does not know the credentials. Zoho may not replace placeholders in a request body, which is not documented: use the Anexo gateway, which keeps the credentials itself',
  [omsAuthCodes.inUse]:
    'Somebody else holds the only token that OMS gives in an hour. Wait until it ends, or use the Anexo gateway, which shares one token among all agents',
};

/** A plain OMS in the gateway's place: its own contract, JSON with base64, no pass and no list of what is there. */
export function createOmsRoute(options: OmsOptions): Route {
  const { host, baseUrl, sender, clock = systemClock } = options;
  const limits = blockEndings(options.limits ?? omsLimits, options.blockedEndings ?? []);
  // OMS refuses another token while the last one is in force.
  const tokens = createGrantKeeper({ clock, ask: askForToken, livesMs: () => omsTokenMs, earlyMs: 0 });

  async function askForToken(): Promise<Grant<string>> {
    const answer = await host.request({
      method: 'POST',
      url: `${baseUrl}${omsPaths.auth}`,
      headers: { 'Content-Type': 'application/json' },
      body: { apikey: '{{omsapikey}}', token: '{{omstoken}}', email: '{{omsemail}}' },
      connection: false,
      timeoutMs: queryMs,
    });
    const granted = answer.kind === 'answer' ? OmsAuthGrant.safeParse(answer.body).data : undefined;
    if (granted) return { kind: 'granted', grant: granted.auth };
    return { kind: 'denied', outcome: denialOf(answer, explanations, clock.now()) };
  }

  async function attempt(consignment: Consignment, watch: Watch, renewed: boolean): Promise<Attempt> {
    const { file } = consignment;
    const findings = await checkBeforeSending(file, limits);
    if (findings.length > 0) return { outcome: { kind: 'limits', findings } };
    const token = await unlessAborted(watch.signal, tokens.get(baseUrl));
    if (token === aborted) return { outcome: { kind: 'cancelled' } };
    if (token.kind === 'denied') return { outcome: token.outcome };
    const body = await encodeRequest(consignment, token.grant);
    if (!body) return { outcome: { kind: 'limits', findings: [{ kind: 'unreadable' }] } };
    if (watch.signal.aborted) return { outcome: { kind: 'cancelled' } };
    const end = await sender({
      method: 'POST',
      url: `${baseUrl}${omsPaths.put}`,
      headers: { 'Content-Type': 'application/json' },
      body,
      signal: watch.signal,
      patience: patienceFor(body.size),
      onProgress: (sent) => watch.onProgress(Math.min(file.size, Math.round((sent / body.size) * file.size))),
    });
    if (end.kind !== 'answer') return attemptWithoutAnswer(end);
    if (end.status === 401) {
      tokens.forget(baseUrl, token.grant);
      if (!renewed) return attempt(consignment, watch, true);
    }
    return { outcome: outcomeOfPut(end, clock.now()) };
  }

  return {
    name: 'gateway',
    leadsTo: `OMS ${baseUrl}`,
    limits: () => limits,
    send: (consignment, watch) => attempt(consignment, watch, false),
    findArrival: async () => ({ kind: 'untold', message: 'OMS has no list of the files of a ticket' }),
  };
}

/** @returns the request as a Blob of parts; `undefined` where the file cannot be read */
async function encodeRequest({ ticket, file, mimeType }: Consignment, auth: string): Promise<Blob | undefined> {
  const attachment = { [omsAliases.name[0]]: file.name, [omsAliases.contentType[0]]: mimeType };
  const head = JSON.stringify({ auth, zoho_id: ticket.id });
  // Cut open before the closing brace: the file's base64 goes in as parts, never as one string.
  const opened = `${head.slice(0, -1)},"${omsAliases.attachments[0]}":[${JSON.stringify(attachment).slice(0, -1)}`;
  try {
    const base64 = await encodeBase64(file);
    return new Blob([opened, `,"${omsAliases.base64[0]}":"`, ...base64, '"}]}'], { type: 'application/json' });
  } catch {
    return undefined;
  }
}
