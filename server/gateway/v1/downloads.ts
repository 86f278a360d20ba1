import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { downloadSeconds } from '../../../contract/v1-messages.ts';

/** Whose content a download URL opens. */
export interface DownloadTarget {
  readonly clientId: number;
  /** The destination's name in the configuration. */
  readonly destination: string;
  /** As the destination's calls take it. */
  readonly ticketId: string;
  readonly attachmentId: string;
  /** The file's name, so that it need not be asked for again. */
  readonly fileName: string;
}

/** A target with the time at which its URL ends and the proof that we made it. */
export interface SignedTarget extends DownloadTarget {
  /** In seconds since 1970. */
  readonly expires: number;
  readonly signature: string;
}

/** Makes and checks what download URLs are made of. */
export interface Downloads {
  sign(target: DownloadTarget): SignedTarget;
  check(signed: SignedTarget): 'good' | 'expired' | 'forged';
}

/**
 * Signs with a key that is derived from the configuration's for this purpose alone: a token is no download URL, nor the
 * other way round.
 * @param now the present, in milliseconds since 1970
 */
export function createDownloads(signingKey: string, now: () => number): Downloads {
  const key = Buffer.from(hkdfSync('sha256', signingKey, '', 'anexo download url 1', 32));

  function signatureOf(target: DownloadTarget, expires: number): string {
    const { clientId, destination, ticketId, attachmentId, fileName } = target;
    // As JSON, so that no value can run over into the next.
    const text = JSON.stringify([clientId, destination, ticketId, attachmentId, fileName, expires]);
    return createHmac('sha256', key).update(text).digest('base64url');
  }

  return {
    sign(target) {
      const expires = Math.floor(now() / 1000) + downloadSeconds;
      return { ...target, expires, signature: signatureOf(target, expires) };
    },
    check(signed) {
      // As texts: several of them decode to the same bytes.
      const wanted = Buffer.from(signatureOf(signed, signed.expires));
      const given = Buffer.from(signed.signature);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'forged';
      return now() < signed.expires * 1000 ? 'good' : 'expired';
    },
  };
}
