import { createHash, randomUUID } from 'node:crypto';
import type { Order } from './upload.ts';

/** How one upload of an order is told from all others. */
export interface UploadName {
  /** The same when it is repeated; `undefined` where the caller gave no key. */
  readonly key: string | undefined;
  /** The key, or one that is never repeated. */
  readonly upload: string;
}

/** Names the uploads of an order by what is sent. Two of one order never share a name. */
export function uploadNames({
  idempotencyKey,
  client,
  ticketId,
  knownBy = ticketId,
}: Pick<Order, 'idempotencyKey' | 'client' | 'ticketId' | 'knownBy'>): (what: readonly string[]) => UploadName {
  const seen = new Map<string, number>();
  return (what) => {
    if (idempotencyKey === undefined) return { key: undefined, upload: randomUUID() };
    const text = JSON.stringify(what);
    const repetition = seen.get(text) ?? 0;
    seen.set(text, repetition + 1);
    const parts = JSON.stringify([client.id, idempotencyKey, knownBy, ...what, repetition]);
    const key = createHash('sha256').update(parts).digest('base64');
    return { key, upload: key };
  };
}
