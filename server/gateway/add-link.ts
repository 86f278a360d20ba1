import type { Capable, UploadEnd } from '../destinations/destination.ts';
import { readLink } from '../destinations/link.ts';
import type { Arrivals } from './arrival.ts';
import type { CallOffs } from './call-off.ts';
import type { Idempotency } from './idempotency.ts';
import type { Metrics } from './metrics.ts';
import type { Order } from './upload.ts';
import { uploadNames } from './upload-names.ts';
import type { Work } from './work.ts';

/** A link on its way to one ticket. */
export interface LinkOrder extends Order {
  readonly destination: Capable<'uploadLink'>;
  readonly url: string;
}

/** Attaches a link; as often as it is repeated with one key, once. */
export type AddLink = (order: LinkOrder) => Promise<UploadEnd>;

export interface LinkParts {
  readonly idempotency: Idempotency;
  readonly callOffs: CallOffs;
  readonly arrivals: Arrivals;
  readonly metrics: Pick<Metrics, 'fileEnded'>;
  readonly work: Pick<Work, 'ending' | 'during'>;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
}

export function createAddLink({ idempotency, callOffs, arrivals, metrics, work, now }: LinkParts): AddLink {
  async function attach(order: LinkOrder): Promise<UploadEnd> {
    const { client, destination, ticketId, url } = order;
    const { key, upload } = uploadNames(order)(['link', url]);
    // As the destination gets it, and lists it.
    const sent = { kind: 'link', url: readLink(url) ?? url } as const;
    const question = (sinceMs: number) => ({ client, ticketId, sent, sinceMs, upload });

    async function send(): Promise<UploadEnd> {
      const sinceMs = now();
      // All of a link is there from the beginning: whether its caller waits makes no difference.
      const end = await destination.uploadLink(ticketId, url, { signal: work.ending });
      return arrivals.settle(end, question(sinceMs));
    }

    const ask = (sinceMs: number) => arrivals.ask(question(sinceMs));
    const sendOnce = (repetition: string) =>
      idempotency.run(repetition, { send: () => callOffs.begin(order, repetition, send), ask });
    const end = key === undefined ? await send() : await sendOnce(key);
    metrics.fileEnded(client.destinationName, end.kind, undefined);
    return end;
  }

  return (order) => work.during(attach(order));
}
