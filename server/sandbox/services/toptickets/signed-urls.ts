import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a signed download URL works, in milliseconds. */
export const signedUrlMs = 60 * 60 * 1000;

/** Tokens that let anyone read one file for an hour. */
export interface SignedUrls {
  sign(fileId: string): { readonly token: string; readonly untilMs: number };
  check(fileId: string, token: string): 'good' | 'invalid' | 'expired';
}

/** @param now milliseconds since 1970 */
export function createSignedUrls(now: () => number): SignedUrls {
  const key = randomBytes(32);
  const seal = (fileId: string, untilMs: string): Buffer =>
    createHmac('sha256', key).update(`${fileId} ${untilMs}`).digest();
  return {
    sign(fileId) {
      const untilMs = now() + signedUrlMs;
      return { token: `${untilMs}.${seal(fileId, String(untilMs)).toString('base64url')}`, untilMs };
    },
    check(fileId, token) {
      const [untilMs = '', seen = ''] = token.split('.');
      const given = Buffer.from(seen, 'base64url');
      const wanted = seal(fileId, untilMs);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'invalid';
      return now() < Number(untilMs) ? 'good' : 'expired';
    },
  };
}
