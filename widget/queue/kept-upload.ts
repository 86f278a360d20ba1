import * as z from 'zod/mini';
import { refusalReasons } from '../../contract/outcome.ts';
import type { PastAttempts } from '../routes/delivery.ts';
import type { Upload, UploadState } from './upload.ts';

const route = z.enum(['connector', 'gateway']);

/** What a service told of a failure. */
const told = {
  message: z.string(),
  status: z.exactOptional(z.number()),
  code: z.exactOptional(z.string()),
  requestId: z.exactOptional(z.string()),
};

const Trial = z.object({
  route,
  end: z.object({ kind: z.enum(['unauthorized', 'busy', 'unavailable', 'unknown']), ...told }),
});

const Refused = z.object({
  kind: z.literal('refused'),
  reason: z.enum(refusalReasons),
  ...told,
});

const Unconfirmed = z.object({
  kind: z.literal('unconfirmed'),
  route,
  message: z.string(),
  unwanted: z.exactOptional(z.literal(true)),
  end: z.exactOptional(z.object({ kind: z.literal('unknown'), ...told })),
});

/** An end that still asks for the agent. */
const KeptEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('failed'), trials: z.array(Trial).check(z.minLength(1)) }),
  Unconfirmed,
  z.object({ kind: z.literal('refused'), route, outcome: Refused }),
]);

/**
 * What is kept of an upload beside its bytes. Read from a database that other versions, or anybody on this machine,
 * may have written.
 */
export const KeptUpload = z.object({
  version: z.literal(1),
  id: z.string().check(z.minLength(1)),
  /** As it was pinned. */
  ticket: z.object({
    id: z.string().check(z.minLength(1)),
    number: z.exactOptional(z.string()),
    subject: z.exactOptional(z.string()),
  }),
  name: z.string(),
  /** The browser's word for the file's type. */
  type: z.string(),
  /** The type to declare. */
  mimeType: z.string(),
  /** In bytes. */
  size: z.int().check(z.minimum(0)),
  lastModified: z.number(),
  /** Milliseconds since 1970. */
  keptMs: z.number(),
  /** Among those kept in the same millisecond. */
  order: z.number(),
  past: z.exactOptional(
    z.object({
      sinceMs: z.number(),
      earlierIds: z.array(z.string()),
      listedBy: z.exactOptional(route),
      doubtMs: z.exactOptional(z.number()),
      doubtfulBy: z.exactOptional(z.array(route)),
      leadsTo: z.exactOptional(z.string()),
      wishes: z.exactOptional(z.int().check(z.minimum(0))),
    }),
  ),
  /** Absent where it is still to be delivered, or its end cannot be read any more: then it goes on. */
  end: z.catch(z.optional(KeptEnd), undefined),
});
export type KeptUpload = z.infer<typeof KeptUpload>;
export type KeptEnd = z.infer<typeof KeptEnd>;

/** What changes of a kept upload. */
export interface KeptChange {
  readonly past?: PastAttempts | undefined;
  readonly end?: KeptEnd | undefined;
}

/** What to keep of an upload. @param order grows with each upload of this page */
export function keptOf(upload: Upload, keptMs: number, order: number): KeptUpload {
  const { id, ticket, file, mimeType } = upload;
  const { name, type, size, lastModified } = file;
  return { version: 1, id, ticket, name, type, mimeType, size, lastModified, keptMs, order, end: endOf(upload.state) };
}

/** The end of an upload as far as it is worth keeping: findings are found again. */
export function endOf(state: UploadState): KeptEnd | undefined {
  switch (state.kind) {
    case 'failed': {
      const trials = state.trials.flatMap(({ route, end }) => (end.kind === 'limits' ? [] : [{ route, end }]));
      return trials.length > 0 ? { kind: 'failed', trials } : undefined;
    }
    case 'unconfirmed':
    case 'refused':
      return state;
    default:
      return undefined;
  }
}

/** How an upload that was kept begins: one without an end is checked anew. */
export type KeptState = KeptEnd | Extract<UploadState, { kind: 'checking' }>;

/** The upload that was kept. */
export function uploadOf(kept: KeptUpload, bytes: Blob): Upload & { readonly state: KeptState } {
  const { id, ticket, name, type, mimeType, lastModified, end, past } = kept;
  const file = new File([bytes], name, { type, lastModified });
  const route = past?.doubtfulBy?.at(-1) ?? 'connector';
  const doubt = past?.doubtMs !== undefined && { doubt: { kind: 'unconfirmed', route, message: '' } as const };
  return { id, ticket, file, mimeType, remark: undefined, state: end ?? { kind: 'checking', ...doubt } };
}
