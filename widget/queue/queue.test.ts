import { effect } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { deskLimits, megabyte } from '../../contract/limits.ts';
import type { RouteName } from '../routes/route.ts';
import { createQueue, type Queue, type QueueOptions } from './queue.ts';
import { countIds, createErrands, deskRoute } from './testing.ts';

const ticket = { id: '7', number: '1042' };
const route: RouteName = 'connector';
const delivered = { kind: 'delivered', route } as const;
const failed = { kind: 'failed', trials: [] } as const;

function setUp(options: Partial<QueueOptions> = {}) {
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, newId: countIds(), ...options });
  return { queue, errands };
}

function filesOf(...names: string[]): File[] {
  return names.map((name) => new File(['x'], name));
}

function kindsOf(queue: Queue): string[] {
  return queue.uploads.peek().map((entry) => entry.peek().state.kind);
}

describe('createQueue', () => {
  it.each([failed, { kind: 'unconfirmed', route, message: 'lost' }] as const)(
    'corrects that it is $kind when late word comes that it arrived',
    async (end) => {
      const { queue, errands } = setUp();
      await queue.add(filesOf('a.txt'), ticket);
      await errands[0]?.end(end);
      errands[0]?.watch.onLateArrival?.({ ...delivered, attachmentId: '5' });
      expect(queue.uploads.peek()[0]?.peek().state).toEqual({ ...delivered, attachmentId: '5' });
    },
  );

  it('shows files at once, before they are checked', async () => {
    const { queue } = setUp();
    const added = queue.add(filesOf('a.txt', 'b.txt'), ticket);
    expect(kindsOf(queue)).toEqual(['checking', 'checking']);
    await added;
  });

  it('sends the good files of a selection and none of the others', async () => {
    const { queue, errands } = setUp();
    const program = new File([new Uint8Array([0x4d, 0x5a, 0, 0])], 'invoice.pdf');
    await queue.add([program, new File([], 'empty.txt'), ...filesOf('b.csv')], ticket);
    expect(kindsOf(queue)).toEqual(['rejected', 'rejected', 'starting']);
    expect(errands.map(({ consignment }) => consignment.file.name)).toEqual(['b.csv']);
  });

  it('hands over file, ticket, MIME type and the id that stays', async () => {
    const { queue, errands } = setUp();
    const [file] = filesOf('b.csv');
    if (file) await queue.add([file], ticket);
    expect(errands[0]?.consignment).toEqual({ uploadId: 'u1', ticket, file, mimeType: 'text/csv' });
    expect(errands[0]?.consignment.file).toBe(file);
  });

  it('has two under way together and goes on in the order of picking', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt', 'b.txt', 'c.txt', 'd.txt'), ticket);
    expect(kindsOf(queue)).toEqual(['starting', 'starting', 'queued', 'queued']);
    await errands[1]?.end(delivered);
    expect(kindsOf(queue)).toEqual(['starting', 'delivered', 'starting', 'queued']);
    await errands[0]?.end(failed);
    expect(kindsOf(queue)).toEqual(['failed', 'delivered', 'starting', 'starting']);
  });

  it('has as many under way as it is told', async () => {
    const { queue } = setUp({ atOnce: 3 });
    await queue.add(filesOf('a.txt', 'b.txt', 'c.txt', 'd.txt'), ticket);
    expect(kindsOf(queue)).toEqual(['starting', 'starting', 'starting', 'queued']);
  });

  it('keeps each upload on the ticket it was picked for', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    await queue.add(filesOf('b.txt'), { id: '8' });
    expect(errands.map(({ consignment }) => consignment.ticket.id)).toEqual(['7', '8']);
  });

  it.each([failed, { kind: 'unconfirmed', route, message: 'silence' }] as const)(
    'shows one that had $kind and has arrived after all',
    async (end) => {
      const { queue, errands } = setUp();
      await queue.add(filesOf('a.txt'), ticket);
      await errands[0]?.end(end);
      errands[0]?.watch.onLateArrival?.({ ...delivered, attachmentId: '9' });
      expect(queue.uploads.peek()[0]?.peek().state).toEqual({ ...delivered, attachmentId: '9' });
    },
  );

  it('shows each step', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    const step = { kind: 'sending', route, attempt: 1, sentBytes: 1 } as const;
    errands[0]?.watch.onStep(step);
    expect(queue.uploads.peek()[0]?.peek().state).toEqual(step);
  });

  it('tells of the progress of one upload to those who watch that one alone', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt', 'b.txt'), ticket);
    const seen: string[] = [];
    effect(() => {
      seen.push(`list of ${queue.uploads.value.length}`);
    });
    effect(() => {
      seen.push(`second ${queue.uploads.peek()[1]?.value.state.kind}`);
    });
    errands[0]?.watch.onStep({ kind: 'sending', route, attempt: 1, sentBytes: 1 });
    expect(seen).toEqual(['list of 2', 'second starting']);
  });

  it('cancels one under way, and frees its place only when it has ended', async () => {
    const { queue, errands } = setUp({ atOnce: 1 });
    await queue.add(filesOf('a.txt', 'b.txt'), ticket);
    queue.cancel('u1');
    expect(errands[0]?.watch.signal.aborted).toBe(true);
    expect(kindsOf(queue)).toEqual(['cancelling', 'queued']);
    await errands[0]?.end({ kind: 'cancelled' });
    expect(kindsOf(queue)).toEqual(['cancelled', 'starting']);
  });

  it('calls one delivered that arrived long after it was cancelled, and stays', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    queue.cancel('u1');
    await errands[0]?.end({ kind: 'cancelled' });
    errands[0]?.watch.onLateArrival?.(delivered);
    expect(kindsOf(queue)).toEqual(['delivered']);
  });

  it('calls one that arrived all the same delivered', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    queue.cancel('u1');
    await errands[0]?.end(delivered);
    expect(kindsOf(queue)).toEqual(['delivered']);
  });

  it('never sends one that was cancelled before its turn', async () => {
    const { queue, errands } = setUp({ atOnce: 1 });
    await queue.add(filesOf('a.txt', 'b.txt'), ticket);
    queue.cancel('u2');
    await errands[0]?.end(delivered);
    expect(kindsOf(queue)).toEqual(['delivered', 'cancelled']);
    expect(errands).toHaveLength(1);
  });

  it('retries with the same id, after checking the file again', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    await errands[0]?.end(failed);
    const retried = queue.retry('u1');
    expect(kindsOf(queue)).toEqual(['checking']);
    await retried;
    expect(kindsOf(queue)).toEqual(['starting']);
    expect(errands.map(({ consignment }) => consignment.uploadId)).toEqual(['u1', 'u1']);
  });

  it('retries all that failed, and not those of unknown end', async () => {
    const { queue, errands } = setUp({ atOnce: 3 });
    await queue.add(filesOf('a.txt', 'b.txt', 'c.txt'), ticket);
    await errands[0]?.end(failed);
    await errands[1]?.end({ kind: 'unconfirmed', route, message: 'lost' });
    await errands[2]?.end(failed);
    await queue.retryAll();
    expect(kindsOf(queue)).toEqual(['starting', 'unconfirmed', 'starting']);
  });

  it('never retries what was refused for good', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    await errands[0]?.end({ kind: 'refused', route, outcome: { kind: 'refused', reason: 'type', message: 'no' } });
    await queue.retry('u1');
    await queue.retryAll();
    expect(kindsOf(queue)).toEqual(['refused']);
  });

  it('takes the agent’s word that an unconfirmed file is there', async () => {
    const { queue, errands } = setUp();
    await queue.add(filesOf('a.txt'), ticket);
    await errands[0]?.end({ kind: 'unconfirmed', route, message: 'lost' });
    queue.confirm('u1');
    expect(kindsOf(queue)).toEqual(['delivered']);
  });

  it('removes one that waits, but none under way', async () => {
    const { queue } = setUp({ atOnce: 1 });
    await queue.add(filesOf('a.txt', 'b.txt'), ticket);
    queue.remove('u1');
    queue.remove('u2');
    expect(kindsOf(queue)).toEqual(['starting']);
    queue.cancel('u1');
    queue.remove('u1');
    expect(kindsOf(queue)).toEqual(['cancelling']);
  });

  it('knows no more of one that was removed while it was checked', async () => {
    const { queue, errands } = setUp();
    const told: string[] = [];
    queue.onChange(({ file, state }) => told.push(`${file.name} ${state.kind}`));
    const added = queue.add([...filesOf('a.txt', 'b.txt'), new File([], 'empty.txt')], ticket);
    queue.remove('u1');
    queue.remove('u3');
    await added;
    expect(errands.map(({ consignment }) => consignment.file.name)).toEqual(['b.txt']);
    expect(told).toEqual(['b.txt queued', 'b.txt starting']);
  });

  it('clears what ended and keeps what asks for the agent', async () => {
    const { queue, errands } = setUp({ atOnce: 3 });
    await queue.add([...filesOf('a.txt', 'b.txt', 'c.txt'), new File([], 'empty.txt')], ticket);
    await errands[0]?.end(delivered);
    await errands[1]?.end(failed);
    queue.clearFinished();
    expect(kindsOf(queue)).toEqual(['failed', 'starting']);
  });

  it('does nothing for an id that it does not know', async () => {
    const { queue } = setUp();
    queue.cancel('u9');
    queue.confirm('u9');
    await queue.retry('u9');
    expect(kindsOf(queue)).toEqual([]);
  });

  it('tells of each new state once, and not of progress', async () => {
    const { queue, errands } = setUp();
    const told: string[] = [];
    const stop = queue.onChange(({ state }) => told.push(state.kind));
    await queue.add(filesOf('a.txt'), ticket);
    errands[0]?.watch.onStep({ kind: 'sending', route, attempt: 1, sentBytes: 0 });
    errands[0]?.watch.onStep({ kind: 'sending', route, attempt: 1, sentBytes: 1 });
    await errands[0]?.end(delivered);
    expect(told).toEqual(['queued', 'starting', 'sending', 'delivered']);
    stop();
    await queue.add(filesOf('b.txt'), ticket);
    expect(told).toHaveLength(4);
  });

  it('uses the limits in force at each selection and shows them', async () => {
    let fileBytes = 20 * megabyte;
    const { queue } = setUp({ routes: [{ name: 'connector', limits: () => ({ ...deskLimits, fileBytes }) }] });
    await queue.add(filesOf('a.txt'), ticket);
    fileBytes = 10;
    await queue.add([new File(['x'.repeat(11)], 'b.txt')], ticket);
    expect(kindsOf(queue)).toEqual(['starting', 'rejected']);
    expect(queue.limits.peek()[0]?.limits.fileBytes).toBe(10);
  });

  it('takes several hundred files', async () => {
    const { queue, errands } = setUp();
    const names = Array.from({ length: 500 }, (_, index) => `${index}.txt`);
    await queue.add(filesOf(...names), ticket);
    for (let index = 0; index < names.length; index += 1) await errands[index]?.end(delivered);
    expect(kindsOf(queue).every((kind) => kind === 'delivered')).toBe(true);
    expect(errands.map(({ consignment }) => consignment.file.name)).toEqual(names);
  });
});
