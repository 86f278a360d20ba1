import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createQueue } from '../queue/queue.ts';
import { countIds, createErrands, deskRoute } from '../queue/testing.ts';
import { createIntake, patienceMs } from './intake.ts';
import { createScriptedAttachments, fileOnTicket, otherTicket, settle, ticket } from './testing.ts';
import { createTicketFiles } from './ticket-files.ts';

async function setUp({ atOnce = 20, restored }: { atOnce?: number; restored?: Promise<void> } = {}) {
  const service = createScriptedAttachments();
  const old = fileOnTicket(1, { name: 'report.txt', size: 3 });
  service.put(ticket, old);
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, atOnce, newId: countIds() });
  const clock = createManualClock();
  const files = createTicketFiles({ attachments: service.attachments, clock });
  files.show(ticket);
  await settle();
  const contents = { offers: () => true, read: async (): Promise<Blob | undefined> => new Blob(['old']) };
  const intake = createIntake({ queue, files, contents, restored, clock });
  return {
    ...service,
    intake,
    files,
    queue,
    contents,
    clock,
    errands,
    sent: () => errands.map(({ consignment }) => consignment.file.name),
    held: () => intake.held.value.map(({ file, twin }) => `${file.name}: ${twin.place}, ${twin.same}`),
    take: (...given: File[]) => intake.take(given, ticket),
    ids: () => intake.held.value.map(({ id }) => id),
  };
}

const text = (name: string, content = 'new') => new File([content], name, { type: 'text/plain' });
const delivered = { kind: 'delivered', route: 'connector', attachmentId: 'f9' } as const;

describe('the intake', () => {
  it('lets new files through and holds back those that are already there', async () => {
    const { take, sent, held } = await setUp();
    await take(text('a.txt'), text('report.txt'), text('b.txt', 'other'), text('b.txt', 'another'));
    expect(sent()).toEqual(['a.txt', 'b.txt']);
    expect(held()).toEqual(['report.txt: ticket, both', 'b.txt: queue, name']);
  });

  it('waits for what an earlier page left, and holds new files against that', async () => {
    let restore = () => {};
    const restored = new Promise<void>((resolve) => {
      restore = resolve;
    });
    const { take, queue, held, sent } = await setUp({ restored });
    const taking = take(text('a.txt'));
    await settle();
    const kept = { id: 'kept', ticket, file: text('a.txt'), mimeType: 'text/plain', remark: undefined } as const;
    await queue.restore([{ ...kept, state: { kind: 'checking' } }], 'first');
    restore();
    await taking;
    expect([sent(), held()]).toEqual([['a.txt'], ['a.txt: queue, name']]);
  });

  it('waits for it no longer than for the list', async () => {
    const { take, clock, sent } = await setUp({ restored: new Promise(() => {}) });
    const taking = take(text('a.txt'));
    await clock.advance(patienceMs.list);
    await taking;
    expect(sent()).toEqual(['a.txt']);
  });

  it('sends nothing of what is skipped', async () => {
    const { take, intake, ids, sent, held } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'skip');
    await settle();
    expect(held()).toEqual([]);
    expect(sent()).toEqual([]);
  });

  it('keeps both: sends the new one and leaves the old one', async () => {
    const { take, intake, ids, errands, calls } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'keep');
    await settle();
    await errands[0]?.end(delivered);
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual([]);
  });

  it('replaces: the old one goes only after the new one is there', async () => {
    const { take, intake, ids, errands, sent, calls } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    expect(sent()).toEqual(['report.txt']);
    expect(calls).not.toContain('remove 7 f1');
    await errands[0]?.end(delivered);
    await settle();
    expect(calls).toContain('remove 7 f1');
    expect(intake.leftOver.value).toEqual([]);
  });

  it.each([
    { kind: 'failed', trials: [] },
    { kind: 'cancelled' },
    { kind: 'unconfirmed', route: 'connector', message: 'lost' },
  ] as const)('leaves the old one where the new one is $kind', async (end) => {
    const { take, intake, ids, errands, calls } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    await errands[0]?.end(end);
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual([]);
  });

  it('leaves the old one, and tells of it, where only the agent says that the new one is there', async () => {
    const { take, intake, ids, errands, calls, queue } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    await errands[0]?.end({ kind: 'unconfirmed', route: 'connector', message: 'lost' });
    queue.confirm('u1');
    await settle();
    expect(calls).not.toContain('remove 7 f1');
    expect(intake.leftOver.value).toEqual([{ ticket, id: 'f1', name: 'report.txt' }]);
  });

  it.each([
    ['that could not be stopped', delivered],
    ['whose end was unknown', { kind: 'unconfirmed', route: 'connector', message: 'lost' }],
    ['that came late', { kind: 'cancelled' }],
  ] as const)('leaves the old one, and tells of it, where the new one was cancelled, %s', async (_, end) => {
    const { take, intake, ids, errands, calls, queue } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    queue.cancel('u1');
    await errands[0]?.end(end);
    await queue.learn('u1', { kind: 'arrived', attachmentId: 'f9' });
    errands[0]?.watch.onLateArrival?.(delivered);
    await settle();
    expect(queue.uploads.value.map((entry) => entry.value.state.kind)).toEqual(['delivered']);
    expect(calls).not.toContain('remove 7 f1');
    expect(intake.leftOver.value).toEqual([{ ticket, id: 'f1', name: 'report.txt' }]);
  });

  it('takes the old one off where the new one was cancelled, and then sent again', async () => {
    const { take, intake, ids, errands, calls, queue } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    queue.cancel('u1');
    await errands[0]?.end({ kind: 'cancelled' });
    await queue.retry('u1');
    await errands[1]?.end(delivered);
    await settle();
    expect(calls).toContain('remove 7 f1');
  });

  it('takes the old one off where the ticket itself has told of the new one', async () => {
    const { take, intake, ids, errands, calls, queue } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    await errands[0]?.end({ kind: 'unconfirmed', route: 'connector', message: 'lost' });
    await queue.learn('u1', { kind: 'arrived', attachmentId: 'f9' });
    await settle();
    expect(calls).toContain('remove 7 f1');
    expect(intake.leftOver.value).toEqual([]);
  });

  it('tells which old one could not be deleted', async () => {
    const { take, intake, ids, errands, script } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    script.trouble = { kind: 'unauthorized', message: 'no' };
    await errands[0]?.end(delivered);
    await settle();
    expect(intake.leftOver.value).toEqual([{ ticket, id: 'f1', name: 'report.txt' }]);
    intake.forget('f1');
    expect(intake.leftOver.value).toEqual([]);
  });

  it('holds back a content that is on the ticket under another name', async () => {
    const { take, held, sent } = await setUp();
    await take(text('copy.txt', 'old'), text('other.txt', 'new'));
    expect(held()).toEqual(['copy.txt: ticket, content']);
    expect(sent()).toEqual(['other.txt']);
  });

  it('holds back what was picked a moment before, while the list is read', async () => {
    const { intake, sent, held, holdBack } = await setUp();
    const release = holdBack();
    const takings = [1, 2].map(() => intake.take([text('a.txt')], otherTicket));
    await settle();
    expect(sent()).toEqual([]);
    expect(intake.taking.value).toBe(2);
    await release();
    await Promise.all(takings);
    expect(intake.taking.value).toBe(0);
    expect(sent()).toEqual(['a.txt']);
    expect(held()).toEqual(['a.txt: queue, name']);
  });

  it('goes on after files that could not be taken in', async () => {
    const { take, intake, files, sent } = await setUp();
    const { known } = files;
    files.known = () => Promise.reject(new Error('broken'));
    const first = take(text('a.txt'));
    files.known = known;
    const second = take(text('b.txt'));
    await expect(first).rejects.toThrow('broken');
    await second;
    expect(sent()).toEqual(['b.txt']);
    expect(intake.taking.value).toBe(0);
  });

  it('does not wait long for the contents on the ticket', async () => {
    const { intake, contents, clock, sent, held } = await setUp();
    contents.read = () => new Promise(() => {});
    const taking = intake.take([text('copy.txt', 'old')], ticket);
    await settle();
    expect(sent()).toEqual([]);
    await clock.advance(patienceMs.contents);
    await taking;
    expect(held()).toEqual([]);
    expect(sent()).toEqual(['copy.txt']);
  });
});

describe('two files for the same one on the ticket', () => {
  async function replaceTwice(atOnce?: number) {
    const scene = await setUp(atOnce === undefined ? {} : { atOnce });
    const { take, intake } = scene;
    if (atOnce === 1) await take(text('first.txt', '1'));
    await take(text('report.txt', 'new'));
    await take(text('report.txt', 'newer'));
    const replaceNext = async () => {
      intake.decide([intake.held.value[0]?.id ?? ''], 'replace');
      await settle();
    };
    const names = () => scene.queue.uploads.value.map(({ value: { file, state } }) => `${file.size} ${state.kind}`);
    return { ...scene, replaceNext, names };
  }

  it('are one there in the end where both are to replace it, and the first is there already', async () => {
    const { replaceNext, errands, calls, names } = await replaceTwice();
    await replaceNext();
    await errands[0]?.end({ ...delivered, attachmentId: 'f8' });
    await settle();
    await replaceNext();
    await errands[1]?.end(delivered);
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual(['remove 7 f1', 'remove 7 f8']);
    expect(names()).toEqual(['5 delivered']);
  });

  it('are one there in the end, and the old one goes, where the first has not begun to travel', async () => {
    const { replaceNext, errands, calls, sent, names } = await replaceTwice(1);
    await replaceNext();
    await replaceNext();
    expect(names()).toEqual(['1 starting', '5 queued']);
    await errands[0]?.end({ ...delivered, attachmentId: 'f7' });
    await settle();
    expect(sent()).toEqual(['first.txt', 'report.txt']);
    await errands[1]?.end(delivered);
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual(['remove 7 f1']);
  });

  it('are one there in the end where the first arrives last', async () => {
    const { replaceNext, errands, calls, intake, names } = await replaceTwice();
    await replaceNext();
    await replaceNext();
    await errands[1]?.end(delivered);
    await settle();
    expect(names()).toEqual(['3 cancelling', '5 delivered']);
    await errands[0]?.end({ ...delivered, attachmentId: 'f8' });
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual(['remove 7 f1', 'remove 7 f8']);
    expect(intake.leftOver.value).toEqual([]);
  });
});

describe('replacing a file of the queue', () => {
  it('drops it where nothing of it was sent', async () => {
    const { take, intake, ids, queue, sent, errands } = await setUp({ atOnce: 1 });
    await take(text('first.txt', '1'), text('a.txt', 'one'));
    await take(text('a.txt', 'newer'));
    intake.decide(ids(), 'replace');
    await settle();
    expect(queue.uploads.value.map((entry) => entry.value.file.name)).toEqual(['first.txt', 'a.txt']);
    await errands[0]?.end({ ...delivered, attachmentId: 'f8' });
    await settle();
    expect(sent()).toEqual(['first.txt', 'a.txt']);
    expect(await errands[1]?.consignment.file.text()).toBe('newer');
  });

  it('drops one that failed', async () => {
    const { take, intake, ids, queue, errands } = await setUp();
    await take(text('a.txt', 'one'));
    await errands[0]?.end({ kind: 'failed', trials: [] });
    await take(text('a.txt', 'newer'));
    intake.decide(ids(), 'replace');
    await settle();
    expect(queue.uploads.value.map((entry) => entry.value.file.size)).toEqual([5]);
  });

  it('drops it where it waits for a choice itself', async () => {
    const { take, intake, held, sent } = await setUp();
    await take(text('report.txt', '1'));
    await take(text('x.txt', '1'));
    expect(held()).toEqual(['report.txt: ticket, name', 'x.txt: queue, content']);
    intake.decide([intake.held.value[1]?.id ?? ''], 'replace');
    await settle();
    expect(held()).toEqual([]);
    expect(sent()).toEqual(['x.txt']);
  });

  it.each([
    ['waits', 'b.txt', 'queued'],
    ['failed', 'a.txt', 'failed'],
  ] as const)('leaves one that %s where the new one is not accepted', async (_, name, kind) => {
    const { take, intake, ids, queue, errands } = await setUp({ atOnce: 1 });
    await take(text('a.txt', 'one'), text('b.txt', 'two'), text('c.txt', 'three'));
    if (kind === 'failed') await errands[0]?.end({ kind: 'failed', trials: [] });
    await take(text(name, ''));
    intake.decide(ids(), 'replace');
    await settle();
    const same = queue.uploads.value.map((entry) => entry.value).filter(({ file }) => file.name === name);
    expect(same.map(({ file, state }) => [file.size, state.kind])).toEqual([
      [3, kind],
      [0, 'rejected'],
    ]);
  });

  it('leaves one that waits for a choice itself where the new one is not accepted', async () => {
    const { take, intake, held, ids } = await setUp();
    await take(text('copy.txt', 'old'));
    await take(text('copy.txt', ''));
    intake.decide(ids().slice(1), 'replace');
    await settle();
    expect(held()).toEqual(['copy.txt: ticket, content']);
  });

  describe('that is under way', () => {
    async function replaceUnderWay() {
      const scene = await setUp();
      await scene.take(text('a.txt', 'one'));
      await scene.take(text('a.txt', 'newer'));
      scene.intake.decide(scene.ids(), 'replace');
      await settle();
      await scene.errands[1]?.end(delivered);
      await settle();
      return { ...scene, kinds: () => scene.queue.uploads.value.map((entry) => entry.value.state.kind) };
    }

    it('takes off the ticket what arrives of it all the same', async () => {
      const { errands, calls, kinds } = await replaceUnderWay();
      expect(kinds()).toEqual(['cancelling', 'delivered']);
      await errands[0]?.end({ ...delivered, attachmentId: 'f8' });
      await settle();
      expect(calls).toContain('remove 7 f8');
      expect(kinds()).toEqual(['delivered']);
    });

    it('drops its row where it is cancelled in time', async () => {
      const { errands, kinds } = await replaceUnderWay();
      await errands[0]?.end({ kind: 'cancelled' });
      expect(kinds()).toEqual(['delivered']);
    });

    it('keeps the question whether it arrived, and takes it off where it did', async () => {
      const { errands, calls, kinds, queue } = await replaceUnderWay();
      await errands[0]?.end({ kind: 'unconfirmed', route: 'connector', message: 'lost' });
      expect(kinds()).toEqual(['unconfirmed', 'delivered']);
      await queue.learn('u1', { kind: 'arrived', attachmentId: 'f8' });
      await settle();
      expect(calls).toContain('remove 7 f8');
      expect(kinds()).toEqual(['delivered']);
    });
  });

  it('keeps the question of one whose end is not known, and does not send it again', async () => {
    const { take, intake, ids, errands, queue } = await setUp();
    const kinds = () => queue.uploads.value.map((entry) => entry.value.state.kind);
    await take(text('a.txt', 'one'));
    await errands[0]?.end({ kind: 'unconfirmed', route: 'connector', message: 'lost' });
    await take(text('a.txt', 'newer'));
    intake.decide(ids(), 'replace');
    await settle();
    await errands[1]?.end(delivered);
    expect(kinds()).toEqual(['unconfirmed', 'delivered']);
    await queue.learn('u1', { kind: 'absent' });
    expect(kinds()).toEqual(['delivered']);
    expect(errands).toHaveLength(2);
  });

  it('leaves one that another tab sends, and takes off what that delivers', async () => {
    const { take, intake, ids, errands, queue, calls } = await setUp();
    const kinds = () => queue.uploads.value.map((entry) => entry.value.state.kind);
    const state = { kind: 'elsewhere', doing: 'sending' } as const;
    const file = text('a.txt', 'one');
    await queue.restore([{ id: 'there', ticket, file, mimeType: file.type, remark: undefined, state }], 'first');
    await take(text('a.txt', 'newer'));
    intake.decide(ids(), 'replace');
    await settle();
    await errands[0]?.end(delivered);
    expect(kinds()).toEqual(['elsewhere', 'delivered']);
    await queue.hear('there', { kind: 'taken', state: { kind: 'unconfirmed', route: 'connector', message: 'lost' } });
    await queue.learn('there', { kind: 'arrived', attachmentId: 'f8' });
    await settle();
    expect(calls).toContain('remove 7 f8');
    expect(kinds()).toEqual(['delivered']);
  });

  /** A file on the ticket by this page, with its id where that was told, and a newer one on its way in its place. */
  async function replaceDelivered(id: string | undefined) {
    const scene = await setUp();
    const { take, intake, ids, errands } = scene;
    await take(text('a.txt', 'one'));
    await errands[0]?.end({ kind: 'delivered', route: 'connector', ...(id && { attachmentId: id }) });
    await take(text('a.txt', 'newer'));
    intake.decide(ids(), 'replace');
    await settle();
    return scene;
  }

  it.each([
    ['whose id was not told', undefined, 'busy'],
    ['that cannot be deleted', 'f8', 'unauthorized'],
  ] as const)('tells of one %s, and keeps its row', async (_, id, trouble) => {
    const { intake, errands, queue, script } = await replaceDelivered(id);
    script.trouble = { kind: trouble, message: 'no' };
    await errands[1]?.end(delivered);
    await settle();
    expect(intake.leftOver.value).toEqual([{ ticket, id, name: 'a.txt' }]);
    expect(queue.uploads.value).toHaveLength(2);
  });

  it('leaves what it delivered where only the agent says that the new one is there', async () => {
    const { errands, calls, queue } = await replaceDelivered('f8');
    await errands[1]?.end({ kind: 'unconfirmed', route: 'connector', message: 'lost' });
    queue.confirm('u2');
    await settle();
    expect(calls.filter((call) => call.startsWith('remove'))).toEqual([]);
    expect(queue.uploads.value).toHaveLength(2);
  });

  it('takes what it delivered off the ticket once the new one is there', async () => {
    const { errands, calls, queue } = await replaceDelivered('f8');
    expect(queue.uploads.value).toHaveLength(2);
    expect(calls).not.toContain('remove 7 f8');
    await errands[1]?.end(delivered);
    await settle();
    expect(calls).toContain('remove 7 f8');
    expect(queue.uploads.value.map((entry) => entry.value.file.size)).toEqual([5]);
  });
});
