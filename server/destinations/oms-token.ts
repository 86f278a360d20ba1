import { OmsAuthFailure, OmsAuthGrant, omsAuthCodes, omsPaths, omsTokenMs } from '../../contract/oms.ts';
import type { DestinationParts } from './destination.ts';
import { type HttpClient, jsonBody, readJson } from './http-client.ts';
import { createSharedToken, type FetchToken, type SharedToken } from './shared-token.ts';

/** What OMS knows a client by. */
export interface OmsCredentials {
  readonly apikey: string;
  readonly token: string;
  readonly email: string;
}

/** After a refused login OMS is not asked again for so long. */
const holdMs = 60 * 1000;

/**
 * The token of `get/auth`: held and shared for its hour, one login in flight. It is not renewed early: OMS refuses a
 * second login while a token is in force.
 */
export function createOmsToken(
  baseUrl: string,
  { apikey, token, email }: OmsCredentials,
  http: HttpClient,
  { now = Date.now, sharing }: DestinationParts,
): SharedToken {
  const store = sharing?.tokens(['oms', baseUrl, apikey, token, email]);
  return createSharedToken(
    async () => {
      const end = await http({
        method: 'POST',
        url: new URL(`${baseUrl}${omsPaths.auth}`),
        body: jsonBody({ apikey, token, email }),
        // Shared by many callers: no single one may stop it.
        signal: new AbortController().signal,
      });
      if (end.kind !== 'answer') {
        const message = end.kind === 'failed' ? `OMS ${end.message}` : 'The call to OMS was stopped';
        return { kind: 'failed', outcome: { kind: 'unavailable', message }, holdMs: 0 };
      }
      const answer = readJson(end.text);
      const grant = OmsAuthGrant.safeParse(answer);
      if (grant.success) {
        return { kind: 'granted', token: { kind: 'token', value: grant.data.auth }, untilMs: now() + omsTokenMs };
      }
      const failure = OmsAuthFailure.safeParse(answer);
      return outcomeOfCode(failure.success ? failure.data.code : undefined, end.status);
    },
    { now, store },
  );
}

/** The body's code decides, whatever the HTTP status (facts of the contract: no status is published). */
function outcomeOfCode(code: number | undefined, status: number): Awaited<ReturnType<FetchToken>> {
  if (code === omsAuthCodes.inUse) {
    const message = 'OMS refuses a second login within the hour: a token of the last hour is still in force elsewhere';
    return { kind: 'failed', outcome: { kind: 'busy', message, waitMs: holdMs, status }, holdMs };
  }
  const reason =
    code === omsAuthCodes.unidentified
      ? 'does not know the apikey, token or email'
      : code === omsAuthCodes.invalidData
        ? 'finds the login data invalid'
        : code === omsAuthCodes.blocked
          ? 'has blocked this client'
          : undefined;
  if (reason === undefined) {
    const message = `OMS answered the login with status ${status} and no token`;
    return { kind: 'failed', outcome: { kind: 'unavailable', message, status }, holdMs: 0 };
  }
  return { kind: 'failed', outcome: { kind: 'unauthorized', message: `OMS ${reason}`, status }, holdMs };
}
