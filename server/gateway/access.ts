import { omsMessages } from '../../contract/oms.ts';
import type { Client, Clients } from './clients.ts';
import type { Scope } from './configuration-schema.ts';
import type { Tokens } from './tokens.ts';

/** Whether a caller may do what it asks for. */
export type Access =
  /** `ticketId` is the only ticket that a pass opens; absent for a client's own token. */
  | { readonly kind: 'granted'; readonly client: Client; readonly ticketId: string | undefined }
  | { readonly kind: 'denied'; readonly status: 401 | 403; readonly message: string };

/** Judges the token that a request carries. */
export type Judge = (token: string | undefined, scope: Scope) => Promise<Access>;

/** @returns a judge whose words are those of the contract (seed 000) */
export function createJudge(tokens: Tokens, clients: Clients): Judge {
  return async (token, scope) => {
    if (!token) return denied(401, omsMessages.authRequired);
    const grant = await tokens.read(token);
    if (!grant) return denied(401, omsMessages.authInvalid);
    const client = clients.byId(grant.clientId);
    if (!client) return denied(401, omsMessages.credentialsInvalid);
    if (client.blocked) return denied(403, omsMessages.clientBlocked);
    if (!client.scopes.has(scope)) return denied(403, `This client lacks the scope ${scope}`);
    return { kind: 'granted', client, ticketId: grant.ticketId };
  };
}

function denied(status: 401 | 403, message: string): Access {
  return { kind: 'denied', status, message };
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
