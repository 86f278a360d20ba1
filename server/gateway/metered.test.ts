import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { crmLimits } from '../../contract/limits.ts';
import type { Destination, IncomingFile, UploadEnd } from '../destinations/destination.ts';
import { meter } from './metered.ts';
import { createMetrics } from './metrics.ts';

const call = { signal: new AbortController().signal };

function setUp(destination: Partial<Destination>) {
  let nowMs = 0;
  const metrics = createMetrics({ destinations: ['one'], inFlight: () => 0, now: () => nowMs, ofProcess: false });
  const plain: Destination = {
    kind: 'oms',
    limits: crmLimits,
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async () => ({ kind: 'delivered' }),
    ...destination,
  };
  return {
    metered: meter('one', plain, metrics),
    advance: (ms: number) => {
      nowMs += ms;
    },
    read: async (line: string) => {
      const { text } = await metrics.read();
      return text
        .split('\n')
        .find((one) => one.startsWith(`${line} `))
        ?.slice(line.length + 1);
    },
  };
}

function file(again?: () => Readable): IncomingFile {
  const bytes = { name: 'a.pdf', mimeType: 'application/pdf', size: 1, stream: Readable.from(['x']) };
  return { ...bytes, ...(again && { again }) };
}

it('times a call, and tells while it is under way', async () => {
  let end = (_: UploadEnd): void => undefined;
  const { metered, advance, read } = setUp({
    upload: () =>
      new Promise((resolve) => {
        end = resolve;
      }),
  });
  const under = metered.upload('1', file(), call);
  expect(await read('anexo_destination_calls_in_flight{destination="one"}')).toBe('1');
  advance(2000);
  end({ kind: 'unavailable', message: 'gone' });
  expect(await under).toEqual({ kind: 'unavailable', message: 'gone' });
  expect(await read('anexo_destination_calls_in_flight{destination="one"}')).toBe('0');
  const labels = '{destination="one",purpose="upload",end="unavailable"}';
  expect(await read(`anexo_destination_call_seconds_sum${labels}`)).toBe('2');
});

it('counts a file that is sent once more, and only where it can be', async () => {
  const sent: string[] = [];
  const { metered, read } = setUp({
    async upload(_, { stream, again }) {
      for (const one of [stream, again?.()]) for await (const piece of one ?? []) sent.push(String(piece));
      return { kind: 'delivered' };
    },
  });
  await metered.upload(
    '1',
    file(() => Readable.from(['y'])),
    call,
  );
  await metered.upload('1', file(), call);
  expect(sent).toEqual(['x', 'y', 'x']);
  expect(await read('anexo_destination_retries_total{destination="one"}')).toBe('1');
});

it('can do what the destination can, and no more', async () => {
  const { metered, read } = setUp({
    list: async () => ({ kind: 'failed', outcome: { kind: 'busy', message: 'later' } }),
    remove: async () => ({ kind: 'removed' }),
    checkAccess: async () => ({ kind: 'admitted' }),
  });
  expect(metered.read).toBeUndefined();
  expect(await metered.checkAccess?.()).toEqual({ kind: 'admitted' });
  await metered.list?.('1', { offset: 0, limit: 1 }, call);
  await metered.remove?.('1', '2', call);
  await metered.findTicket({}, call);
  const count = (purpose: string, end: string) =>
    read(`anexo_destination_call_seconds_count{destination="one",purpose="${purpose}",end="${end}"}`);
  expect(await count('list', 'busy')).toBe('1');
  expect(await count('remove', 'ok')).toBe('1');
  expect(await count('findTicket', 'not-found')).toBe('1');
});
