import { createHmac, timingSafeEqual } from 'node:crypto';
import { sandboxKayako } from '../credentials.ts';
import { type KayakoRefusal, refusals } from './failure.ts';
import { type Fields, fieldOf } from './form.ts';

/** What a caller signs its salt with: base64 of HMAC-SHA256 by the secret key. */
export function signatureOf(salt: string, secretKey: string): string {
  return createHmac('sha256', secretKey).update(salt).digest('base64');
}

/** Checks key, salt and signature. A salt seen before is as good as a new one. */
export function checkSignature(fields: Fields): KayakoRefusal | undefined {
  const salt = fieldOf(fields, 'salt');
  if (salt === undefined) return refusals.noSalt;
  const given = Buffer.from(fields.get('signature') ?? '');
  const wanted = Buffer.from(signatureOf(salt, sandboxKayako.secretKey));
  const signed = given.length === wanted.length && timingSafeEqual(given, wanted);
  return signed && fields.get('apikey') === sandboxKayako.apikey ? undefined : refusals.notAuthenticated;
}
