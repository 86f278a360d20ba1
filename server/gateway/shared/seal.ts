import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/** What goes into a store that others may read: names that tell nothing, and values that only our gateways can open. */
export interface Seal {
  /** What the keys of all gateways with this signing key begin with: others may use the same Redis. */
  readonly prefix: string;
  /** The same name for the same parts, from which they cannot be told. */
  name(...parts: readonly string[]): string;
  close(text: string): string;
  /** @returns `undefined` for what was not closed with the same signing key */
  open(sealed: string): string | undefined;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** @param signingKey of the configuration: every instance has the same */
export function createSeal(signingKey: string): Seal {
  const derive = (use: string): Buffer => Buffer.from(hkdfSync('sha256', signingKey, '', `anexo ${use}`, 32));
  const namingKey = derive('names');
  const sealingKey = derive('values');
  const hmac = (text: string): string => createHmac('sha256', namingKey).update(text).digest('base64url');

  return {
    prefix: `anexo:${hmac('prefix').slice(0, 8)}:`,
    name: (...parts) => hmac(JSON.stringify(parts)),
    close(text) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, sealingKey, iv);
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64');
      if (bytes.length < ivBytes + tagBytes) return undefined;
      const decipher = createDecipheriv(algorithm, sealingKey, bytes.subarray(0, ivBytes), { authTagLength: tagBytes });
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
      } catch {
        return undefined;
      }
    },
  };
}
