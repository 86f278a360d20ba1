import { expect, it } from 'vitest';
import { type Limits, omsLimits } from '../../contract/limits.ts';
import type { Destination } from '../destinations/destination.ts';
import { createArrivals } from './arrival.ts';
import { createIdempotency } from './idempotency.ts';
import { createRelay } from './relay.ts';
import type { ArrivedFile } from './upload-request.ts';

const file = (bytes: string): ArrivedFile => ({
  name: 'a.txt',
  contentType: '',
  content: { kind: 'bytes', bytes: Buffer.from(bytes) },
});

/** Sends through a destination that takes all. @returns the kinds and messages of the ends, and what it was given */
async function send(files: readonly ArrivedFile[], limits: Partial<Limits>) {
  const taken: string[] = [];
  const destination: Destination = {
    kind: 'oms',
    limits: { ...omsLimits, ...limits },
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async (_ticketId, { stream, mimeType, size }) => {
      const chunks: Buffer[] = await stream.toArray();
      taken.push(`${Buffer.concat(chunks)} ${mimeType} ${size}`);
      return { kind: 'delivered' };
    },
  };
  const now = (): number => 0;
  const arrivals = createArrivals({ wait: () => Promise.resolve() });
  const relay = createRelay({ arrivals, idempotency: createIdempotency({ now }), now });
  const client = { id: 1, blocked: false, scopes: new Set<never>(), destination };
  const { signal } = new AbortController();
  const ends = await relay({ client, ticketId: '42', files, idempotencyKey: undefined, signal });
  return { taken, ends: ends.map((end) => ('message' in end ? end.message : end.kind)) };
}

it('gives the destination each file as a stream, with the type that its name tells', async () => {
  expect(await send([file('one'), file('three')], {})).toEqual({
    taken: ['one text/plain 3', 'three text/plain 5'],
    ends: ['delivered', 'delivered'],
  });
});

it('takes the first files of a request that has too many', async () => {
  const { taken, ends } = await send([file('one'), file(''), file('two'), file('three')], { files: 2 });
  expect(taken).toHaveLength(2);
  expect(ends).toEqual([
    'delivered',
    'The file is empty',
    'delivered',
    'Too many files in one request: at most 2 are accepted',
  ]);
});

it('takes what fits into the total', async () => {
  const { taken, ends } = await send([file('1234'), file('12345'), file('12')], { totalBytes: 7 });
  expect(taken).toHaveLength(2);
  expect(ends[1]).toBe('The files of this request are more than 7 bytes together');
});
