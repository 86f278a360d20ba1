import { expect, it } from 'vitest';
import { deskLimits } from '../../contract/limits.ts';
import type { Attachment, Destination, Listing } from '../destinations/destination.ts';
import { createArrivals } from './arrival.ts';

const sinceMs = Date.parse('2025-06-01T12:00:00Z');
const file: Attachment = {
  id: '1',
  name: 'a.pdf',
  size: 10,
  mimeType: 'application/pdf',
  createdAt: '2025-06-01T12:00:01Z',
};

/** @param listings what the ticket shows, one asking after the other; the last for good */
function setUp(...listings: readonly Listing[]) {
  let aheadMs = 0;
  const waits: number[] = [];
  let asked = 0;
  const destination: Destination = {
    kind: 'zoho-desk',
    limits: deskLimits,
    can: new Set(['list']),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async () => ({ kind: 'cancelled' }),
    clockAheadMs: () => aheadMs,
    list: async () => {
      asked += 1;
      return listings[Math.min(asked, listings.length) - 1] ?? { kind: 'listed', attachments: [] };
    },
  };
  const arrivals = createArrivals({ wait: async (ms) => void waits.push(ms) });
  const client = { destination, destinationName: 'desk' };
  const sent = { kind: 'file', name: 'a.pdf', size: 10 } as const;
  const question = { client, ticketId: '42', sent, sinceMs, upload: 'this' };
  const turnServiceClock = (ms: number) => {
    aheadMs = ms;
  };
  return { arrivals, question, waits, turnServiceClock };
}

const listed = (...attachments: Attachment[]): Listing => ({ kind: 'listed', attachments });

it('knows the file by name, size and time', async () => {
  const { arrivals, question } = setUp(
    listed(
      { ...file, id: 'n', name: 'b.pdf' },
      { ...file, id: 's', size: 11 },
      { ...file, id: 'old', createdAt: '2025-06-01T11:57:59Z' },
      file,
    ),
  );
  expect(await arrivals.ask(question)).toEqual({ kind: 'arrived', attachmentId: '1' });
});

it('allows for a clock that is behind', async () => {
  const { arrivals, question } = setUp(listed({ ...file, createdAt: '2025-06-01T11:58:30Z' }));
  expect(await arrivals.ask(question)).toMatchObject({ kind: 'arrived' });
});

it('goes by the clock of the service', async () => {
  const day = 24 * 60 * 60 * 1000;
  const yesterday = setUp(listed({ ...file, createdAt: '2025-05-31T12:00:01Z' }));
  expect(await yesterday.arrivals.ask(yesterday.question)).toEqual({ kind: 'absent' });
  yesterday.turnServiceClock(-day);
  expect(await yesterday.arrivals.ask(yesterday.question)).toEqual({ kind: 'arrived', attachmentId: '1' });
  const older = setUp(listed(file));
  older.turnServiceClock(day);
  expect(await older.arrivals.ask(older.question)).toEqual({ kind: 'absent' });
});

it('asks again before it believes that nothing arrived', async () => {
  const late = setUp(listed(), listed(), listed(file));
  expect(await late.arrivals.ask(late.question)).toMatchObject({ kind: 'arrived' });
  const never = setUp(listed());
  expect(await never.arrivals.ask(never.question)).toEqual({ kind: 'absent' });
  expect(never.waits).toEqual([1000, 3000]);
});

it("takes no file for two uploads' arrival", async () => {
  const { arrivals, question } = setUp(listed(file));
  await arrivals.settle({ kind: 'delivered', attachmentId: '1' }, question);
  expect(await arrivals.ask({ ...question, upload: 'another' })).toEqual({ kind: 'absent' });
  expect(await arrivals.ask(question)).toEqual({ kind: 'arrived', attachmentId: '1' });
});

it('gives two like files to two uploads, one each', async () => {
  const { arrivals, question } = setUp(listed(file, { ...file, id: '2' }));
  const asked = ['one', 'other', 'third'].map((upload) => arrivals.ask({ ...question, upload }));
  expect(await Promise.all(asked)).toEqual([
    { kind: 'arrived', attachmentId: '1' },
    { kind: 'arrived', attachmentId: '2' },
    { kind: 'absent' },
  ]);
});

it('knows a link by where it leads', async () => {
  const link = { ...file, name: 'https://example.com/', size: 0, link: 'https://example.com/' };
  const { arrivals, question } = setUp(listed({ ...link, id: 'n', link: 'https://example.com/x' }, link));
  const sent = { kind: 'link', url: 'https://example.com/' } as const;
  expect(await arrivals.ask({ ...question, sent })).toEqual({ kind: 'arrived', attachmentId: '1' });
  const none = setUp(listed(file));
  expect(await none.arrivals.settle({ kind: 'unknown', message: 'Lost' }, { ...none.question, sent })).toMatchObject({
    message: 'Lost; the link is not on the ticket',
  });
});

it('settles an unknown end only, and only by what the ticket tells', async () => {
  const unknown = { kind: 'unknown', message: 'Desk broke the connection off', status: 504 } as const;
  const arrived = setUp(listed(file));
  expect(await arrived.arrivals.settle(unknown, arrived.question)).toEqual({ kind: 'delivered', attachmentId: '1' });
  const absent = setUp(listed());
  expect(await absent.arrivals.settle(unknown, absent.question)).toEqual({
    kind: 'unavailable',
    status: 504,
    message: 'Desk broke the connection off; the file is not on the ticket',
  });
  const untold = setUp({ kind: 'failed', outcome: { kind: 'unavailable', message: '' } });
  expect(await untold.arrivals.settle(unknown, untold.question)).toEqual(unknown);
  const busy = { kind: 'busy', message: 'later' } as const;
  expect(await arrived.arrivals.settle(busy, arrived.question)).toEqual(busy);
});
