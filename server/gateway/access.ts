import { omsMessages } from '../../contract/oms.ts';
import type { Client, Clients } from './clients.ts';
import type { Scope } from './configuration-schema.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Tokens } from './tokens.ts';

/** Whether a caller may do what it asks for. */
export type Access =
  /** `ticketId` is the only ticket that a pass opens; absent for a client's own token. */
  { readonly kind: 'granted'; readonly client: Client; readonly ticketId: string | undefined } | Denied;

/** To be answered with `failAsSpoken`. */
export interface Denied {
  readonly kind: 'denied';
  readonly status: 401 | 403 | 429;
  readonly message: string;
  /** When to come back, where the client has used up its allowance. */
  readonly waitMs?: number;
}

/** Judges the token that a request carries. */
export type Judge = (token: string | undefined, scope: Scope) => Promise<Access>;

export interface JudgeParts {
  readonly tokens: Tokens;
  readonly clients: Clients;
  readonly rateLimits: RateLimits;
}

/** @returns a judge whose words are those of the contract (seed 000), and who counts what each client asks for */
export function createJudge({ tokens, clients, rateLimits }: JudgeParts): Judge {
  return async (token, scope) => {
    if (!token) return denied(401, omsMessages.authRequired);
    const grant = await tokens.read(token);
    if (!grant) return denied(401, omsMessages.authInvalid);
    const client = clients.byId(grant.clientId);
    if (!client) return denied(401, omsMessages.credentialsInvalid);
    if (client.blocked) return denied(403, omsMessages.clientBlocked);
    if (!client.scopes.has(scope)) return denied(403, `This client lacks the scope ${scope}`);
    const counted = await rateLimits.take('client', String(client.id));
    if (counted.kind === 'exceeded') {
      return { kind: 'denied', status: 429, message: tooManyRequests, waitMs: counted.waitMs };
    }
    return { kind: 'granted', client, ticketId: grant.ticketId };
  };
}

export const tooManyRequests = 'Too many requests';

function denied(status: 401 | 403, message: string): Denied {
  return { kind: 'denied', status, message };
}

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? '')?.[1];
}
