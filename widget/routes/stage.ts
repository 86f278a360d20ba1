import { deskLimits, type Limits } from '../../contract/limits.ts';
import { startDesk } from '../hosts/desk.ts';
import type { FakeZohoDesk } from '../hosts/fake-zohodesk.ts';
import type { Host } from '../hosts/host.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { HttpEnd, HttpRequest, HttpSender } from './http-sender.ts';
import { limitBytes, type StoredFile } from './route.suite.ts';

/** The limits of every stage. */
export const stageLimits: Limits = { ...deskLimits, fileBytes: limitBytes };

/** The desk host over a stand-in of the SDK. */
export async function startHost(fake: FakeZohoDesk, clock: ManualClock): Promise<Host> {
  const page = { ZOHODESK: fake.ZOHODESK, parent: {} };
  const starting = startDesk(page, { connectionLinkName: 'anexodesk', clock });
  fake.register();
  const started = await starting;
  if (started.kind !== 'ready') throw new Error(`started as ${started.kind}`);
  return started.host;
}

/** A ticket system's attachments. */
export interface Shelf {
  readonly files: StoredFile[];
  put(file: Omit<StoredFile, 'id'>): StoredFile;
  createdTimeOf(file: StoredFile): string;
}

export function createShelf(clock: ManualClock): Shelf {
  const files: StoredFile[] = [];
  const createdTimes = new Map<string, string>();
  return {
    files,
    put(file) {
      const stored = { id: `90000000000000000${files.length + 1}`, ...file };
      files.push(stored);
      createdTimes.set(stored.id, new Date(clock.now()).toISOString());
      return stored;
    },
    createdTimeOf: ({ id }) => createdTimes.get(id) ?? '',
  };
}

/** How a service at the end of the line treats a request: `silence` and `refused-connection` give no answer. */
export type LineEnd = { status: number; body: unknown; retryAfter?: string } | 'silence' | 'refused-connection';

/** A sender without a network: tells half and all of the body, and minds the signal and its patience. */
export function createFakeSender(
  clock: ManualClock,
  serve: (request: HttpRequest, body: Uint8Array, form: FormData | undefined) => Promise<LineEnd>,
): HttpSender {
  return async (request) => {
    const { body, signal, patience } = request;
    const form = body instanceof FormData ? body : undefined;
    const bytes = body instanceof Blob ? new Uint8Array(await body.arrayBuffer()) : new Uint8Array();
    const total = form
      ? [...form.values()].reduce((sum, one) => sum + (one instanceof File ? one.size + 200 : 50), 0)
      : bytes.length;
    const end = await serve(request, bytes, form);
    if (end === 'refused-connection') return { kind: 'network-error', sent: 'none' };
    if (total > 0) request.onProgress?.(Math.floor(total / 2), total);
    if (end !== 'silence') {
      if (total > 0) request.onProgress?.(total, total);
      const text = typeof end.body === 'string' ? end.body : JSON.stringify(end.body);
      return { kind: 'answer', status: end.status, text, retryAfter: end.retryAfter ?? null };
    }
    return new Promise<HttpEnd>((resolve) => {
      const stop = clock.after(patience.totalMs, () => resolve({ kind: 'timeout', sent: 'some' }));
      signal.addEventListener('abort', () => {
        stop();
        resolve({ kind: 'aborted', sent: 'some' });
      });
    });
  };
}
