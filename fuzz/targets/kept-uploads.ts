import fc from 'fast-check';
import { keeperBounds } from '../../widget/queue/keeper.ts';
import { uploadOf } from '../../widget/queue/kept-upload.ts';
import { createMemoryKeeper } from '../../widget/queue/memory-keeper.ts';
import { readKept, sortKept } from '../../widget/queue/read-kept.ts';
import { createTabTalk } from '../../widget/queue/tab-talk.ts';
import { must, target } from '../target.ts';
import { clonedJunk, spoiledValue } from '../values.ts';

const nowMs = Date.UTC(2026, 2, 1);
const clock = { now: () => nowMs, after: () => () => {} };

const ends = fc.constantFrom<unknown[]>(
  undefined,
  { kind: 'failed', trials: [{ route: 'gateway', end: { kind: 'busy', message: 'later', status: 429 } }] },
  { kind: 'unconfirmed', route: 'connector', message: 'lost', end: { kind: 'unknown', message: 'lost' } },
  { kind: 'refused', route: 'gateway', outcome: { kind: 'refused', reason: 'type', message: 'no' } },
);

const records = fc.record({
  version: fc.constant(1),
  id: fc.constant('u1'),
  ticket: fc.constant({ id: '7', number: '1042', subject: 'Broken' }),
  name: fc.constant('a.pdf'),
  type: fc.constant('application/pdf'),
  mimeType: fc.constant('application/pdf'),
  size: fc.constant(1),
  lastModified: fc.constant(nowMs),
  keptMs: fc.constantFrom(nowMs, 0, nowMs * 2),
  order: fc.constant(1),
  past: fc.constant({ sinceMs: nowMs, earlierIds: ['1'], doubtMs: nowMs }),
  end: ends,
});

/** What the browser's database holds, which other versions, or anybody on the machine, may have written. */
export const keptUploads = target({
  name: 'kept-uploads',
  perSecond: 8000,
  inputs: fc.record({
    record: spoiledValue(records, clonedJunk),
    file: fc.oneof(
      { arbitrary: fc.constantFrom<unknown[]>(new Blob(['x']), new Blob(['xy']), new File(['x'], 'a')), weight: 4 },
      { arbitrary: clonedJunk, weight: 1 },
    ),
  }),
  open: () => ({
    async check({ record, file }) {
      const kept = readKept({ id: 'u1', record, file });
      if (kept) {
        const upload = uploadOf(kept.upload, kept.file);
        must(upload.id === 'u1' && upload.ticket.id !== '', 'the upload is of nobody');
        must(upload.file.size === kept.upload.size, 'the file is another');
        must(
          ['checking', 'failed', 'unconfirmed', 'refused'].includes(upload.state.kind),
          'the state is none that is kept',
        );
      }
      const sorted = sortKept([{ id: 'u1', record, file }], clock, keeperBounds);
      must(sorted.kept.length + sorted.expired.length + sorted.broken.length === 1, 'a record is lost in sorting');
      const keeper = createMemoryKeeper({ held: new Map([['u1', { record, file }]]), clock });
      await keeper.note('u1', { end: undefined });
      const list = await keeper.list();
      must(list.kept.length + list.expired.length + list.broken === 1, 'a record is lost in listing');
    },
  }),
});

const words = fc.constantFrom<unknown[]>(
  { kind: 'hello' },
  { kind: 'doing', id: 'u1', doing: 'sending' },
  { kind: 'delivered', id: 'u1', route: 'gateway', ticketId: '7', attachmentId: '5' },
);

/** What any script of the same origin may say to the tabs of an agent. */
export const tabWords = target({
  name: 'tab-words',
  perSecond: 30_000,
  inputs: spoiledValue(words, clonedJunk),
  open: () => ({
    check(data) {
      let said = 0;
      const talk = createTabTalk({
        postMessage: () => {},
        addEventListener: (_, hear) => hear(new MessageEvent('message', { data })),
      });
      talk.onWord((word) => {
        said += 1;
        must(['hello', 'doing', 'delivered'].includes(word.kind), `nobody says ${word.kind}`);
        if (word.kind !== 'hello') must(typeof word.id === 'string', 'the word is of no upload');
      });
      must(said <= 1, 'one word is heard twice');
    },
  }),
});
