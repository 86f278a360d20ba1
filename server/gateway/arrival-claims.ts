import { createHash } from 'node:crypto';
import { keepMs } from './idempotency.ts';
import type { KeptPlaces } from './shared/kept-places.ts';
import type { SharedState } from './shared/shared-state.ts';

/** Which upload an attachment came from, so that none is taken for the arrival of two. */
export interface Claims {
  /** Notes that an attachment came from this upload. */
  note(attachment: AttachmentOf, upload: string): Promise<void>;
  /** Notes it unless another upload was first. @returns whether it is this one's */
  claim(attachment: AttachmentOf, upload: string): Promise<boolean>;
}

/** An attachment, unlike any of another ticket or destination. */
export interface AttachmentOf {
  /** As the configuration calls it. */
  readonly destinationName: string;
  readonly ticketId: string;
  readonly attachmentId: string;
}

/** How many are remembered by a gateway alone. */
const mostKnown = 10_000;

/** In the memory of this gateway. */
export function createOwnClaims(): Claims {
  const known = new Map<string, string>();

  function note(attachment: AttachmentOf, upload: string): void {
    known.set(nameOf(attachment), upload);
    const [oldest] = known.keys();
    if (known.size > mostKnown && oldest !== undefined) known.delete(oldest);
  }

  return {
    note: async (attachment, upload) => note(attachment, upload),
    async claim(attachment, upload) {
      const first = known.get(nameOf(attachment)) ?? upload;
      if (first === upload) note(attachment, upload);
      return first === upload;
    },
  };
}

/** For all gateways that share the state. */
export function createSharedClaims(state: Pick<SharedState, 'get' | 'set'>, places: KeptPlaces): Claims {
  return {
    note: (attachment, upload) => state.set(nameOf(attachment), upload, keepMs),
    async claim(attachment, upload) {
      const name = nameOf(attachment);
      const place = await places.take(name, 1);
      // Another gateway is about to claim it.
      if (place.kind !== 'taken') return false;
      try {
        const first = (await state.get(name)) ?? upload;
        if (first === upload) await state.set(name, upload, keepMs);
        return first === upload;
      } finally {
        place.leave();
      }
    },
  };
}

/** Hashed: it is stored where others may read it. */
function nameOf({ destinationName, ticketId, attachmentId }: AttachmentOf): string {
  const parts = JSON.stringify([destinationName, ticketId, attachmentId]);
  return `arrival:${createHash('sha256').update(parts).digest('base64')}`;
}
