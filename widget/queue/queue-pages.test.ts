import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { deskLimits } from '../../contract/limits.ts';
import { createQueue, type Queue, type QueueOptions } from './queue.ts';
import { countIds, createErrands, deskRoute } from './testing.ts';
import type { Upload, UploadState } from './upload.ts';

const ticket = { id: '7', number: '1042' };
const route = 'connector';
const delivered = { kind: 'delivered', route } as const;
const failed = { kind: 'failed', trials: [] } as const;

function setUp(options: Partial<QueueOptions> = {}) {
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, newId: countIds(), ...options });
  return { queue, errands };
}

const filesOf = (...names: string[]): File[] => names.map((name) => new File(['x'], name));

function uploadIn(id: string, state: UploadState): Upload {
  return { id, ticket, file: new File(['x'], `${id}.txt`), mimeType: 'text/plain', remark: undefined, state };
}

const rowsOf = (queue: Queue): string[] =>
  queue.uploads.peek().map((entry) => `${entry.peek().file.name} ${entry.peek().state.kind}`);

describe('a queue without a connection', () => {
  it('begins nothing until there is one', async () => {
    const held = signal(true);
    const { queue, errands } = setUp({ held });
    await queue.add(filesOf('a.txt'), ticket);
    expect([rowsOf(queue), errands.length]).toEqual([['a.txt queued'], 0]);
    held.value = false;
    expect(rowsOf(queue)).toEqual(['a.txt starting']);
  });

  it.each([failed, { kind: 'unconfirmed', route, message: 'lost' }] as const)(
    'goes on by itself with what was under way and then $kind',
    async (end) => {
      const held = signal(false);
      const { queue, errands } = setUp({ held });
      await queue.add(filesOf('a.txt'), ticket);
      held.value = true;
      await errands[0]?.end(end);
      expect(rowsOf(queue)).toEqual(['a.txt queued']);
      held.value = false;
      expect(rowsOf(queue)).toEqual(['a.txt starting']);
      expect(errands[1]?.watch.byItself).toBe(true);
      await errands[1]?.end(end);
      expect(rowsOf(queue)).toEqual([`a.txt ${end.kind}`]);
    },
  );

  it('goes on by itself too where the connection was back before the attempt ended', async () => {
    const held = signal(false);
    const { queue, errands } = setUp({ held });
    await queue.add(filesOf('a.txt'), ticket);
    held.value = true;
    held.value = false;
    await errands[0]?.end(failed);
    expect([rowsOf(queue), errands.length]).toEqual([['a.txt starting'], 2]);
  });

  it.each([
    delivered,
    { kind: 'refused', route, outcome: { kind: 'refused', reason: 'type', message: 'no' } },
  ] as const)('takes a word that came for what it is: $kind', async (end) => {
    const held = signal(false);
    const { queue, errands } = setUp({ held });
    await queue.add(filesOf('a.txt'), ticket);
    held.value = true;
    await errands[0]?.end(end);
    expect(rowsOf(queue)).toEqual([`a.txt ${end.kind}`]);
  });

  it.each([
    ['cancelled', failed],
    ['unconfirmed', { kind: 'unconfirmed', route, message: 'lost' }],
  ] as const)('does not go on with what was cancelled, and calls it %s where it is', async (kind, end) => {
    const held = signal(false);
    const { queue, errands } = setUp({ held });
    await queue.add(filesOf('a.txt'), ticket);
    held.value = true;
    queue.cancel('u1');
    await errands[0]?.end(end);
    held.value = false;
    expect(rowsOf(queue)).toEqual([`a.txt ${kind}`]);
  });
});

describe('uploads of another page', () => {
  it('come before those of this one or after them, and go on where they are to', async () => {
    const { queue, errands } = setUp({ atOnce: 5 });
    await queue.add(filesOf('own.txt'), ticket);
    await queue.restore([uploadIn('a', { kind: 'checking' }), uploadIn('b', failed)], 'first');
    await queue.restore([uploadIn('c', { kind: 'elsewhere', doing: 'sending' })], 'last');
    expect(rowsOf(queue)).toEqual(['a.txt starting', 'b.txt failed', 'own.txt starting', 'c.txt elsewhere']);
    expect(errands.map(({ consignment }) => consignment.uploadId)).toEqual(['u1', 'a']);
  });

  const tooMany = Array.from({ length: 600 }, (_, index) => `${index}`);

  it('go on although they were accepted by other limits: their route knows those that hold', async () => {
    const limits = () => ({ ...deskLimits, fileBytes: 2, totalBytes: 10 });
    const { queue, errands } = setUp({ atOnce: 1000, routes: [{ ...deskRoute, limits }] });
    const kept = [...tooMany, 'large'].map((id) => uploadIn(id, { kind: 'checking' }));
    const large = { ...uploadIn('larger', { kind: 'elsewhere', doing: 'sending' }), file: new File(['abc'], 'b.txt') };
    await queue.restore([...kept, large], 'first');
    await queue.hear('larger', { kind: 'taken', state: { kind: 'checking' } });
    expect([new Set(rowsOf(queue).map((row) => row.split(' ')[1])), errands.length]).toEqual([
      new Set(['starting']),
      602,
    ]);
  });

  it('are no selection when all that failed are tried again', async () => {
    const { queue, errands } = setUp({ atOnce: 1000 });
    await queue.restore(
      tooMany.map((id) => uploadIn(id, failed)),
      'first',
    );
    await queue.retryAll();
    expect(errands).toHaveLength(600);
  });

  it('stay unconfirmed where their file cannot go again, whatever is wrong with it', async () => {
    const { queue, errands } = setUp();
    const unconfirmed = { kind: 'unconfirmed', route, message: 'lost' } as const;
    await queue.restore([{ ...uploadIn('a', unconfirmed), file: new File([], 'a.txt') }], 'first');
    await queue.retry('a');
    expect([rowsOf(queue), errands.length]).toEqual([['a.txt unconfirmed'], 0]);
    await queue.restore([{ ...uploadIn('b', failed), file: new File([], 'b.txt') }], 'last');
    await queue.retry('b');
    expect(rowsOf(queue).at(-1)).toBe('b.txt rejected');
  });

  it('come to an end where the ticket has nothing of them, and their file cannot go again', async () => {
    const { queue } = setUp();
    const unconfirmed = { kind: 'unconfirmed', route, message: 'lost' } as const;
    await queue.restore([{ ...uploadIn('a', unconfirmed), file: new File([], 'a.txt') }], 'first');
    await queue.learn('a', { kind: 'absent' });
    expect(rowsOf(queue)).toEqual(['a.txt rejected']);
  });

  it('go on when their tab is gone', async () => {
    const { queue, errands } = setUp();
    await queue.restore([uploadIn('a', { kind: 'elsewhere', doing: 'sending' })], 'first');
    await queue.hear('a', { kind: 'told', state: { kind: 'elsewhere', doing: 'queued' } });
    await queue.hear('a', { kind: 'taken', state: { kind: 'checking' } });
    await queue.hear('strange', { kind: 'taken', state: { kind: 'checking' } });
    expect([rowsOf(queue), errands.length]).toEqual([['a.txt starting'], 1]);
  });

  it('are sent by the agent’s wish when retried, and by themselves otherwise', async () => {
    const { queue, errands } = setUp();
    await queue.restore([uploadIn('a', failed)], 'first');
    await queue.retry('a');
    await errands[0]?.end(failed);
    await queue.restore([uploadIn('b', { kind: 'checking' })], 'last');
    expect(errands.map(({ watch }) => watch.byItself)).toEqual([false, true]);
  });
});

it('asks for the number of uploads under way each time', async () => {
  let atOnce = 1;
  const { queue, errands } = setUp({ atOnce: () => atOnce });
  await queue.add(filesOf('a.txt', 'b.txt', 'c.txt'), ticket);
  expect(errands).toHaveLength(1);
  atOnce = 2;
  await errands[0]?.end(delivered);
  expect(rowsOf(queue)).toEqual(['a.txt delivered', 'b.txt starting', 'c.txt starting']);
});
