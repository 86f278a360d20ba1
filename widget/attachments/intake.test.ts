import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { createQueue } from '../queue/queue.ts';
import { countIds, createErrands, deskRoute } from '../queue/testing.ts';
import { createIntake } from './intake.ts';
import { createScriptedAttachments, fileOnTicket, settle, ticket } from './testing.ts';
import { createTicketFiles } from './ticket-files.ts';

async function setUp() {
  const service = createScriptedAttachments();
  const old = fileOnTicket(1, { name: 'report.txt', size: 3 });
  service.put(ticket, old);
  const { deliver, errands } = createErrands();
  const queue = createQueue({ routes: [deskRoute], deliver, atOnce: 20, newId: countIds() });
  const files = createTicketFiles({ attachments: service.attachments, clock: createManualClock() });
  files.show(ticket);
  await settle();
  const intake = createIntake({ queue, files });
  return {
    ...service,
    intake,
    files,
    errands,
    sent: () => errands.map(({ consignment }) => consignment.file.name),
    held: () => intake.held.value.map(({ file, twin }) => `${file.name} ${twin.kind}`),
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
    expect(held()).toEqual(['report.txt on-ticket', 'b.txt added']);
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
    const { take, intake, ids, errands, sent, calls, files } = await setUp();
    await take(text('report.txt'));
    intake.decide(ids(), 'replace');
    await settle();
    expect(sent()).toEqual(['report.txt']);
    expect(calls).not.toContain('remove 7 f1');
    await errands[0]?.end(delivered);
    await settle();
    expect(calls).toContain('remove 7 f1');
    expect(files.wasRemoved('f1')).toBe(true);
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

  it('counts a file that was delivered and then deleted as gone', async () => {
    const { take, put, errands, files, sent, held } = await setUp();
    await take(text('a.txt'));
    put(ticket, fileOnTicket(9, { name: 'a.txt' }));
    await errands[0]?.end(delivered);
    await files.remove(ticket, fileOnTicket(9));
    await take(text('a.txt'));
    expect(held()).toEqual([]);
    expect(sent()).toEqual(['a.txt', 'a.txt']);
  });
});
