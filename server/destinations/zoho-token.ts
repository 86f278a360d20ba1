import * as z from 'zod';
import type { DestinationParts } from './destination.ts';
import { cut, formBody, type HttpClient, readJson } from './http-client.ts';
import { createSharedToken, type SharedToken } from './shared-token.ts';

/** What Zoho's OAuth needs of a server. */
export interface ZohoCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly refreshToken: string;
}

/** A granted access token; `expires_in` in seconds. */
const Grant = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().default(3600),
  api_domain: z.string().optional().catch(undefined),
});
/** A refusal, which comes with HTTP status 200. */
const Refusal = z.object({ error: z.string().min(1) });

const renewEarlyMs = 5 * 60 * 1000;
/** Zoho gives at most ten tokens in ten minutes for a refresh token. */
const holdMs = 60 * 1000;

/**
 * Access tokens by a refresh token: one held and shared, one refresh in flight, renewed five minutes early.
 * @param accountsUrl such as `https://accounts.zoho.eu`
 */
export function createZohoToken(
  accountsUrl: string,
  credentials: ZohoCredentials,
  http: HttpClient,
  { now = Date.now, sharing }: DestinationParts,
): SharedToken {
  const store = sharing?.tokens(['zoho', accountsUrl, credentials.clientId, credentials.refreshToken]);
  return createSharedToken(
    async () => {
      const end = await http({
        method: 'POST',
        url: new URL(`${accountsUrl}/oauth/v2/token`),
        body: formBody({
          grant_type: 'refresh_token',
          refresh_token: credentials.refreshToken,
          client_id: credentials.clientId,
          client_secret: credentials.clientSecret,
        }),
        // Shared by many callers: no single one may stop it.
        signal: new AbortController().signal,
      });
      if (end.kind !== 'answer') {
        const message =
          end.kind === 'failed' ? `Zoho Accounts ${end.message}` : 'The call to Zoho Accounts was stopped';
        return { kind: 'failed', outcome: { kind: 'unavailable', message }, holdMs: 0 };
      }
      const { status } = end;
      const answer = readJson(end.text);
      const grant = Grant.safeParse(answer);
      if (grant.success) {
        const { access_token, expires_in, api_domain } = grant.data;
        const lifeMs = expires_in * 1000;
        const untilMs = now() + Math.max(lifeMs - renewEarlyMs, lifeMs / 2);
        const token = { kind: 'token', value: access_token, ...(api_domain && { apiDomain: api_domain }) } as const;
        return { kind: 'granted', token, untilMs };
      }
      const refusal = Refusal.safeParse(answer);
      const code = refusal.success ? cut(refusal.data.error) : undefined;
      if (status === 429 || code === 'Access Denied') {
        const message = 'Zoho Accounts gives no further access tokens for the moment';
        return { kind: 'failed', outcome: { kind: 'busy', message, waitMs: holdMs, status }, holdMs };
      }
      if (code !== undefined && status < 500) {
        const message = `Zoho Accounts refuses the refresh token: ${code}`;
        return { kind: 'failed', outcome: { kind: 'unauthorized', message, status, code }, holdMs };
      }
      const message = `Zoho Accounts answered with status ${status} and no token`;
      return { kind: 'failed', outcome: { kind: 'unavailable', message, status }, holdMs: 0 };
    },
    { now, store },
  );
}
