import { randomBytes } from 'node:crypto';
import { omsTokenMs } from '../../../../contract/oms.ts';
import { type OmsClient, sandboxBlockedOmsClient, sandboxOmsClient } from '../credentials.ts';

export type OmsLogin =
  | { readonly kind: 'granted'; readonly auth: string; readonly id: number }
  | { readonly kind: 'unidentified' | 'inUse' | 'blocked' };

/** Whom a token belongs to: `unknown` is no token at all, `dead` one that is not in force (any more). */
export type OmsTokenReading = 'good' | 'unknown' | 'dead' | 'blocked';

/** Who is logged in to OMS: one token a client and hour. */
export interface OmsLogins {
  logIn(credentials: Omit<OmsClient, 'id'>): OmsLogin;
  read(auth: string): OmsTokenReading;
  /** Blocks a client, or lets it in again. */
  setBlocked(clientId: number, blocked: boolean): void;
  reset(): void;
}

const clients = [sandboxOmsClient, sandboxBlockedOmsClient];

/** @param now milliseconds since 1970 */
export function createOmsLogins(now: () => number): OmsLogins {
  const granted = new Map<number, { readonly auth: string; readonly atMs: number }>();
  const blocked = new Set([sandboxBlockedOmsClient.id]);

  function alive(clientId: number): string | undefined {
    const grant = granted.get(clientId);
    return grant && now() - grant.atMs < omsTokenMs ? grant.auth : undefined;
  }

  return {
    logIn({ apikey, token, email }) {
      const client = clients.find((one) => one.apikey === apikey && one.token === token && one.email === email);
      if (!client) return { kind: 'unidentified' };
      if (blocked.has(client.id)) return { kind: 'blocked' };
      if (alive(client.id) !== undefined) return { kind: 'inUse' };
      const auth = Buffer.from(`${client.id}:${randomBytes(24).toString('hex')}`).toString('base64');
      granted.set(client.id, { auth, atMs: now() });
      return { kind: 'granted', auth, id: client.id };
    },
    read(auth) {
      const id = /^(\d+):[0-9a-f]{48}$/.exec(Buffer.from(auth, 'base64').toString('latin1'))?.[1];
      if (id === undefined) return 'unknown';
      if (alive(Number(id)) !== auth) return 'dead';
      return blocked.has(Number(id)) ? 'blocked' : 'good';
    },
    setBlocked(clientId, isBlocked) {
      if (isBlocked) blocked.add(clientId);
      else blocked.delete(clientId);
    },
    reset() {
      granted.clear();
      blocked.clear();
      blocked.add(sandboxBlockedOmsClient.id);
    },
  };
}
