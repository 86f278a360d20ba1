import { randomBytes } from 'node:crypto';

/** Life of an access token, in milliseconds. */
export const accessTokenMs = 60 * 60 * 1000;

/** Zoho's bounds for one refresh token: ten new access tokens in ten minutes, fifteen alive. */
const windowMs = 10 * 60 * 1000;
const grantsInWindow = 10;
const mostAlive = 15;

/** The access tokens issued for the sandbox's one refresh token. */
export interface OAuthTokens {
  grant(): { readonly kind: 'granted'; readonly accessToken: string } | { readonly kind: 'throttled' };
  isAlive(accessToken: string): boolean;
  /** As when an administrator revokes them: a caller that holds one has to refresh. */
  revokeAll(): void;
  reset(): void;
}

/** @param now milliseconds since 1970 */
export function createOAuthTokens(now: () => number): OAuthTokens {
  let issued: readonly { readonly accessToken: string; readonly atMs: number }[] = [];
  let grantTimes: readonly number[] = [];
  return {
    grant() {
      const atMs = now();
      grantTimes = grantTimes.filter((time) => atMs - time < windowMs);
      if (grantTimes.length >= grantsInWindow) return { kind: 'throttled' };
      const accessToken = `1000.${randomBytes(16).toString('hex')}.${randomBytes(16).toString('hex')}`;
      grantTimes = [...grantTimes, atMs];
      issued = [...issued, { accessToken, atMs }].slice(-mostAlive);
      return { kind: 'granted', accessToken };
    },
    isAlive: (accessToken) =>
      issued.some((token) => token.accessToken === accessToken && now() - token.atMs < accessTokenMs),
    revokeAll() {
      issued = [];
    },
    reset() {
      issued = [];
      grantTimes = [];
    },
  };
}
