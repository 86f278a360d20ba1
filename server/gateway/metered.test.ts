import { Readable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
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

describe('a download', () => {
  const inFlight = 'anexo_destination_calls_in_flight{destination="one"}';
  const seconds = (end: string) =>
    `anexo_destination_call_seconds_sum{destination="one",purpose="content",end="${end}"}`;

  /** Begins one, of which a byte is there. */
  async function begin(by = call) {
    const stream = new Readable({ read: () => undefined });
    stream.push('x');
    stream.on('error', () => undefined);
    const content = { kind: 'content', stream, size: undefined, mimeType: undefined } as const;
    const setting = setUp({ content: async () => content });
    expect(await setting.metered.content?.('1', '2', by)).toBe(content);
    expect(await setting.read(inFlight)).toBe('1');
    setting.advance(3000);
    return { ...setting, stream };
  }

  it('is under way until its last byte has come', async () => {
    const { stream, read } = await begin();
    stream.push(null);
    await stream.toArray();
    await vi.waitFor(async () => expect(await read(inFlight)).toBe('0'));
    expect(await read(seconds('ok'))).toBe('3');
  });

  it('tells a service that broke off from a caller who went away', async () => {
    const broken = await begin();
    broken.stream.destroy(new Error('broke off'));
    await vi.waitFor(async () => expect(await broken.read(seconds('unavailable'))).toBe('3'));
    const unwanted = await begin();
    unwanted.stream.destroy();
    await vi.waitFor(async () => expect(await unwanted.read(seconds('cancelled'))).toBe('3'));
    const caller = new AbortController();
    const gone = await begin(caller);
    caller.abort();
    gone.stream.destroy(new Error('aborted'));
    await vi.waitFor(async () => expect(await gone.read(seconds('cancelled'))).toBe('3'));
    expect(await gone.read(inFlight)).toBe('0');
  });

  it('that does not begin is over at once', async () => {
    const { metered, read } = setUp({ content: async () => ({ kind: 'not-found' }) });
    await metered.content?.('1', '2', call);
    expect(await read(inFlight)).toBe('0');
    expect(await read(seconds('not-found'))).toBe('0');
  });
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

it('names each call by what it is for', async () => {
  const failed = async () => ({ kind: 'failed', outcome: { kind: 'busy', message: 'later' } }) as const;
  const uploadLink = async () => ({ kind: 'busy', message: 'later' }) as const;
  const { metered, read } = setUp({ read: failed, setVisibility: failed, uploadLink });
  await metered.read?.('1', '2', call);
  await metered.setVisibility?.('1', '2', true, call);
  await metered.uploadLink?.('1', 'https://example.com', call);
  for (const purpose of ['read', 'setVisibility', 'uploadLink']) {
    const labels = `{destination="one",purpose="${purpose}",end="busy"}`;
    expect(await read(`anexo_destination_call_seconds_count${labels}`)).toBe('1');
  }
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
