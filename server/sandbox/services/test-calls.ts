import * as z from 'zod';
import { omsPaths } from '../../../contract/oms.ts';
import { sandboxOAuth, sandboxOmsClient } from './credentials.ts';
import type { Services } from './services.ts';
import type { SandboxTicket } from './tickets.ts';

/** Calls of the stand-ins as their callers make them, for tests. */

/** The first of the sandbox's tickets. */
export function firstTicket(services: Services): SandboxTicket {
  const [ticket] = services.tickets;
  if (!ticket) throw new Error('The sandbox has no tickets');
  return ticket;
}

/** @param path below `/desk/api/v1/tickets` */
export function callDesk(services: Services, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has('authorization')) headers.set('authorization', `Zoho-oauthtoken ${services.connectorToken}`);
  return fetch(`${services.deskUrl}/api/v1/tickets${path}`, { ...init, headers });
}

export function uploadToDesk(
  services: Services,
  file: File,
  { ticketId = firstTicket(services).id, query = '', signal }: UploadOptions = {},
): Promise<Response> {
  const body = new FormData();
  body.append('file', file);
  return callDesk(services, `/${ticketId}/attachments${query}`, { method: 'POST', body, ...(signal && { signal }) });
}

interface UploadOptions {
  readonly ticketId?: string;
  readonly query?: string;
  readonly signal?: AbortSignal;
}

/** Asks the accounts stand-in for an access token, with some fields in place of the right ones. */
export function refreshToken(services: Services, fields: Readonly<Record<string, string>> = {}): Promise<Response> {
  const { clientId, clientSecret, refreshToken } = sandboxOAuth;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  };
  const body = new URLSearchParams({ ...form, ...fields });
  return fetch(`${services.accountsUrl}/oauth/v2/token`, { method: 'POST', body });
}

/** @param fields in place of the right ones */
export function logInToOms(services: Services, fields: Readonly<Record<string, unknown>> = {}): Promise<Response> {
  const { apikey, token, email } = sandboxOmsClient;
  return postJson(`${services.omsUrl}${omsPaths.auth}`, { apikey, token, email, ...fields });
}

export function putToOms(services: Services, body: unknown, method = 'PUT'): Promise<Response> {
  return postJson(`${services.omsUrl}${omsPaths.put}`, body, method);
}

/** Logs in and takes the token. */
export async function omsToken(services: Services): Promise<string> {
  const answer = await logInToOms(services);
  return z.object({ auth: z.string() }).parse(await answer.json()).auth;
}

/** Sets faults over HTTP, as the page's switches do. */
export function setFaults(services: Services, ...faults: readonly unknown[]): Promise<Response> {
  return postJson(`${services.url}/sandbox/faults`, { faults }, 'PUT');
}

function postJson(url: string, body: unknown, method = 'POST'): Promise<Response> {
  return fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}
