import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';

/** What a token stands for: a client, and for a pass also the one ticket that it opens. */
export interface Grant {
  readonly clientId: number;
  readonly ticketId?: string;
}

/** Issues and reads the gateway's own tokens. */
export interface Tokens {
  /** @param seconds how long the token lives */
  issue(grant: Grant, seconds: number): Promise<string>;
  /** @returns `undefined` for a token that is forged, expired, or none of ours */
  read(token: string): Promise<Grant | undefined>;
}

const issuer = 'anexo';
const algorithm = 'HS256';

const Claims = z.object({ sub: z.string().regex(/^\d+$/), ticket: z.string().optional(), exp: z.number() });

/** How many tokens are remembered as good. */
const mostKnown = 1000;

/**
 * Tokens signed with the configuration's key: any gateway with the same key reads them.
 * @param now the present, in milliseconds since 1970
 */
export function createTokens(signingKey: string, now: () => number): Tokens {
  const key = new TextEncoder().encode(signingKey);
  const known = new Map<string, { readonly grant: Grant; readonly endsMs: number }>();

  /** A client sends the same token with each of its files: its signature need not be reckoned anew each time. */
  function remember(token: string, grant: Grant, endsMs: number): void {
    const [oldest] = known.keys();
    if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
    known.set(token, { grant, endsMs });
  }

  return {
    issue({ clientId, ticketId }, seconds) {
      const issuedAt = Math.floor(now() / 1000);
      return new SignJWT(ticketId === undefined ? {} : { ticket: ticketId })
        .setProtectedHeader({ alg: algorithm })
        .setIssuer(issuer)
        .setSubject(String(clientId))
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + seconds)
        .sign(key);
    },
    async read(token) {
      const earlier = known.get(token);
      if (earlier && now() < earlier.endsMs) return earlier.grant;
      known.delete(token);
      try {
        const options = { algorithms: [algorithm], issuer, requiredClaims: ['exp'], currentDate: new Date(now()) };
        const { sub, ticket, exp } = Claims.parse((await jwtVerify(token, key, options)).payload);
        const grant = { clientId: Number(sub), ...(ticket !== undefined && { ticketId: ticket }) };
        remember(token, grant, exp * 1000);
        return grant;
      } catch {
        return undefined;
      }
    },
  };
}
