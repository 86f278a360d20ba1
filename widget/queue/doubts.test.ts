import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { Arrival } from '../../contract/outcome.ts';
import { createManualClock } from '../manual-clock.ts';
import { doubtMs, followDoubts } from './doubts.ts';
import { createQueue } from './queue.ts';
import { countIds, createErrands, deskRoute } from './testing.ts';

const unconfirmed = { kind: 'unconfirmed', route: 'connector', message: 'silence' } as const;
const untold: Arrival = { kind: 'untold', message: 'down' };

/** A queue with one upload that has ended unconfirmed. */
async function setUp(cancelled = false) {
  const clock = createManualClock();
  const held = signal(false);
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, held, newId: countIds() });
  const asked: number[] = [];
  const scene = {
    answer: untold,
    clock,
    held,
    queue,
    errands,
    /** When the ticket was asked, in seconds since the beginning. */
    asked,
    kind: () => queue.uploads.peek()[0]?.peek().state.kind,
  };
  const beganMs = clock.now();
  followDoubts({
    queue,
    clock,
    held,
    async lookAgain({ uploadId }) {
      expect(uploadId).toBe('u1');
      asked.push((clock.now() - beganMs) / 1000);
      return scene.answer;
    },
  });
  await queue.add([new File(['x'], 'a.txt')], { id: '7' });
  if (cancelled) queue.cancel('u1');
  await errands[0]?.end(unconfirmed);
  expect(scene.kind()).toBe('unconfirmed');
  return scene;
}

it('asks now and then, ever more seldom', async () => {
  const { clock, asked, kind } = await setUp();
  await clock.advance(4 * doubtMs.longest);
  expect(asked).toEqual([30, 90, 210, 450, 930, 1890, 2850, 3810]);
  expect(kind()).toBe('unconfirmed');
});

it('calls one delivered that is found on the ticket', async () => {
  const scene = await setUp();
  scene.answer = { kind: 'arrived', attachmentId: '9' };
  await scene.clock.advance(doubtMs.first);
  expect(scene.queue.uploads.peek()[0]?.peek().state).toEqual({
    kind: 'delivered',
    route: 'connector',
    attachmentId: '9',
  });
  await scene.clock.advance(doubtMs.longest);
  expect(scene.asked).toEqual([30]);
});

it('sends one again by itself that surely did not arrive', async () => {
  const scene = await setUp();
  scene.answer = { kind: 'absent' };
  await scene.clock.advance(doubtMs.first);
  expect(scene.kind()).toBe('starting');
  expect(scene.errands.map(({ watch }) => watch.byItself)).toEqual([true, true]);
});

it('does not send one that the agent had cancelled', async () => {
  const scene = await setUp(true);
  scene.answer = { kind: 'absent' };
  await scene.clock.advance(doubtMs.first);
  expect(scene.kind()).toBe('cancelled');
  expect(scene.errands).toHaveLength(1);
});

it('does not send one that the agent had cancelled in an earlier page', async () => {
  const before = await setUp(true);
  const [kept] = before.queue.uploads.peek().map((entry) => entry.peek());
  if (!kept) throw new Error('there is no upload');
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver });
  await queue.restore([kept], 'first');
  await queue.learn('u1', { kind: 'absent' });
  expect(queue.uploads.peek()[0]?.peek().state.kind).toBe('cancelled');
  await queue.retry('u1');
  expect(errands).toHaveLength(1);
});

it('leaves alone what the agent has decided', async () => {
  const scene = await setUp();
  scene.queue.confirm('u1');
  await scene.clock.advance(doubtMs.longest);
  const removed = await setUp();
  removed.queue.remove('u1');
  await removed.clock.advance(doubtMs.longest);
  expect([scene.asked, removed.asked]).toEqual([[], []]);
});

it('asks nobody without a connection', async () => {
  const scene = await setUp();
  scene.held.value = true;
  await scene.clock.advance(5 * doubtMs.first);
  expect(scene.asked).toEqual([]);
  scene.held.value = false;
  await scene.clock.advance(doubtMs.first);
  expect(scene.asked).toHaveLength(1);
});

it('follows those of an earlier page', async () => {
  const clock = createManualClock();
  const { deliver } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver });
  let asked = 0;
  followDoubts({
    queue,
    clock,
    async lookAgain() {
      asked += 1;
      return { kind: 'arrived', attachmentId: '9' };
    },
  });
  const file = new File(['x'], 'a.txt');
  const ticket = { id: '7' };
  await queue.restore(
    [{ id: 'k', ticket, file, mimeType: 'text/plain', remark: undefined, state: unconfirmed }],
    'first',
  );
  await clock.advance(doubtMs.first);
  expect([asked, queue.uploads.peek()[0]?.peek().state.kind]).toEqual([1, 'delivered']);
});
