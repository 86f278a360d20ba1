import { expect, it } from 'vitest';
import { omsLimits } from '../../contract/limits.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { createAddLink, type LinkOrder } from './add-link.ts';
import { createArrivals } from './arrival.ts';
import { createCallOffs } from './call-off.ts';
import { createIdempotency } from './idempotency.ts';
import { createMemoryState } from './shared/memory-state.ts';
import { createWork } from './work.ts';

it('goes on with a link whose caller goes away: who repeats it gets its end', async () => {
  const now = (): number => 0;
  const wait = (): Promise<void> => Promise.resolve();
  const state = createMemoryState({ now });
  const idempotency = createIdempotency({ now });
  const callOffs = createCallOffs({ idempotency, state, isWhole: () => true, now, wait });
  const arrivals = createArrivals({ wait });
  const metrics = { fileEnded: () => undefined };
  const addLink = createAddLink({ idempotency, callOffs, arrivals, metrics, work: createWork(), now });
  const calls: AbortSignal[] = [];
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  let answer: (end: UploadEnd) => void = () => undefined;
  const destination: LinkOrder['destination'] = {
    kind: 'oms',
    limits: omsLimits,
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async () => ({ kind: 'cancelled' }),
    uploadLink: (_ticketId, _url, { signal }) => {
      calls.push(signal);
      begin();
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  };
  const client = { id: 1, blocked: false, scopes: new Set<never>(), destination, destinationName: 'crm' };
  const order = { client, destination, ticketId: '42', idempotencyKey: 'k', url: 'https://files.example.com/report' };
  const caller = new AbortController();
  const first = addLink({ ...order, signal: caller.signal });
  await begun;
  caller.abort();
  expect(calls.map(({ aborted }) => aborted)).toEqual([false]);
  const second = addLink({ ...order, signal: new AbortController().signal });
  answer({ kind: 'delivered', attachmentId: '7' });
  const ends = await Promise.all([first, second]);
  expect(ends).toEqual(ends.map(() => ({ kind: 'delivered', attachmentId: '7' })));
  expect(calls).toHaveLength(1);
});
