import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import type { PastAttempts } from '../routes/delivery.ts';
import { keptUpload } from './keeper.suite.ts';
import { endOf, KeptUpload, keptOf, uploadOf } from './kept-upload.ts';
import { readKept, sortKept } from './read-kept.ts';
import type { Upload, UploadState } from './upload.ts';

const told = { message: 'down', status: 503, code: 'BUSY', requestId: 'r-1' };
const failed = { kind: 'failed', trials: [{ route: 'gateway', end: { kind: 'unavailable', ...told } }] } as const;
const unconfirmed = { kind: 'unconfirmed', route: 'connector', message: 'silence' } as const;
const refused = {
  kind: 'refused',
  route: 'gateway',
  outcome: { kind: 'refused', reason: 'type', ...told },
} as const;

const read = (record: unknown): KeptUpload | undefined => KeptUpload.safeParse(record).data;

function uploadIn(state: UploadState): Upload {
  const file = new File(['abc'], 'a.csv', { type: 'text/plain', lastModified: 5 });
  return { id: 'a', ticket: { id: '7', number: '1042' }, file, mimeType: 'text/csv', remark: undefined, state };
}

describe('what is kept of an upload', () => {
  it('brings it back in the next page', async () => {
    const kept = keptOf(uploadIn({ kind: 'queued' }), 1000, 3);
    expect(read(kept)).toEqual({
      version: 1,
      id: 'a',
      ticket: { id: '7', number: '1042' },
      name: 'a.csv',
      type: 'text/plain',
      mimeType: 'text/csv',
      size: 3,
      lastModified: 5,
      keptMs: 1000,
      order: 3,
      end: undefined,
    });
    const { file, ...upload } = uploadOf(kept, new Blob(['abc']));
    expect(upload).toEqual({
      id: 'a',
      ticket: { id: '7', number: '1042' },
      mimeType: 'text/csv',
      remark: undefined,
      state: { kind: 'checking' },
    });
    expect([file.name, file.type, file.lastModified, await file.text()]).toEqual(['a.csv', 'text/plain', 5, 'abc']);
  });

  it.each([failed, unconfirmed, { ...unconfirmed, unwanted: true }, refused] as const)('has its end: $kind', (end) => {
    const kept = keptOf(uploadIn(end), 1000, 1);
    expect(read(kept)?.end).toEqual(end);
    expect(uploadOf(kept, new Blob(['abc'])).state).toEqual(end);
  });

  it.each<PastAttempts>([
    { sinceMs: 1, earlierIds: [] },
    {
      sinceMs: 1,
      earlierIds: ['7'],
      listedBy: 'connector',
      doubtMs: 2,
      doubtfulBy: ['connector', 'gateway'],
      wishes: 3,
    },
  ])('tells the next page of earlier attempts: %j', (past) => {
    expect(read({ ...keptOf(uploadIn({ kind: 'queued' }), 1000, 1), past })?.past).toEqual(past);
  });

  it('has no end that the agent need not see, or that is found again', () => {
    const limits = { route: 'connector', end: { kind: 'limits', findings: [{ kind: 'empty' }] } } as const;
    const [trial] = failed.trials;
    expect(endOf({ kind: 'failed', trials: [limits, trial] })).toEqual(failed);
    expect(endOf({ kind: 'failed', trials: [limits] })).toBeUndefined();
    expect(endOf({ kind: 'failed', trials: [] })).toBeUndefined();
    for (const kind of ['checking', 'queued', 'starting', 'cancelling', 'cancelled'] as const) {
      expect(endOf({ kind })).toBeUndefined();
    }
    expect(endOf({ kind: 'delivered', route: 'gateway' })).toBeUndefined();
  });
});

describe('a record that is read', () => {
  const record = keptUpload('a');

  it('may tell of earlier attempts', () => {
    for (const past of [
      { sinceMs: 1, earlierIds: [] },
      { sinceMs: 1, earlierIds: ['9'], listedBy: 'gateway', doubtMs: 2 },
    ]) {
      expect(read({ ...record, past })?.past).toEqual(past);
    }
    for (const wrong of [{}, { sinceMs: '1', earlierIds: [] }, { sinceMs: 1, earlierIds: [9] }, null, 'x']) {
      expect(read({ ...record, past: wrong })).toBeUndefined();
    }
    for (const wrong of [{ listedBy: 'mail' }, { listedBy: undefined }, { doubtMs: '2' }]) {
      expect(read({ ...record, past: { sinceMs: 1, earlierIds: [], ...wrong } })).toBeUndefined();
    }
  });

  it.each([
    ['version', [0, 2, '1']],
    ['id', ['', 1]],
    ['ticket', [null, {}, { id: '' }, { id: 7 }, { id: '7', number: 1 }, { id: '7', subject: null }]],
    ['name', [1]],
    ['type', [null]],
    ['mimeType', [null]],
    ['size', [-1, 1.5, '3']],
    ['lastModified', ['1', null]],
    ['keptMs', ['1', null]],
    ['order', ['1', null]],
  ] as const)('is none with a wrong %s', (field, values) => {
    for (const value of [...values, undefined]) {
      expect(read({ ...record, [field]: value })).toBeUndefined();
    }
  });

  it.each([
    'garbage',
    { kind: 'delivered', route: 'gateway' },
    { ...failed, trials: [] },
    { ...failed, trials: [{ route: 'mail', end: failed.trials[0].end }] },
    { ...failed, trials: [{ route: 'gateway', end: { kind: 'refused', message: 'x' } }] },
    { ...failed, trials: [{ route: 'gateway', end: { kind: 'busy' } }] },
    { ...failed, trials: [{ route: 'gateway', end: { kind: 'busy', ...told, status: '503' } }] },
    { ...failed, trials: [{ route: 'gateway', end: { kind: 'busy', ...told, code: 5 } }] },
    { ...failed, trials: [{ route: 'gateway', end: { kind: 'busy', ...told, requestId: 5 } }] },
    { ...unconfirmed, route: 'mail' },
    { ...unconfirmed, message: undefined },
    { ...unconfirmed, end: { kind: 'busy', message: 'x' } },
    { ...refused, outcome: { ...refused.outcome, reason: 'mood' } },
    { ...refused, outcome: { ...refused.outcome, kind: 'busy' } },
    { ...refused, outcome: undefined },
  ])('goes on where its end makes no sense: %j', (end) => {
    expect(read({ ...record, end })?.end).toBeUndefined();
  });

  it.each(['unauthorized', 'busy', 'unavailable', 'unknown'])('keeps a trial that ended in %s', (kind) => {
    const end = { kind: 'failed', trials: [{ route: 'connector', end: { kind, message: 'x' } }] };
    expect(read({ ...record, end })?.end).toEqual(end);
  });

  it.each(['empty', 'too-large', 'type', 'name', 'content', 'ticket-not-found', 'invalid'])(
    'keeps that it was refused for %s',
    (reason) => {
      const end = { kind: 'refused', route: 'connector', outcome: { kind: 'refused', reason, message: 'x' } };
      expect(read({ ...record, end })?.end).toEqual(end);
    },
  );

  it('keeps the answer by which its end is unknown', () => {
    const end = { ...unconfirmed, end: { kind: 'unknown', ...told } };
    expect(read({ ...record, end })?.end).toEqual(end);
  });
});

describe('what a database holds', () => {
  const file = new Blob(['abc']);

  it('is read where record and bytes belong together', () => {
    expect(readKept({ id: 'a', record: keptUpload('a'), file })).toEqual({ upload: keptUpload('a'), file });
    for (const broken of [
      { id: 'b', record: keptUpload('a'), file },
      { id: 'a', record: keptUpload('a', { size: 4 }), file },
      { id: 'a', record: keptUpload('a'), file: 'abc' },
      { id: 'a', record: undefined, file },
    ]) {
      expect(readKept(broken)).toBeUndefined();
    }
  });

  it('is sorted into what is good, the oldest first, too old, and broken', () => {
    const clock = createManualClock();
    const held = (id: string, ageMs: number, order = 1) => {
      return { id, record: keptUpload(id, { keptMs: clock.now() - ageMs, order }), file };
    };
    const sorted = sortKept(
      [
        held('new', 0),
        held('second', 60_000, 2),
        held('first', 60_000, 1),
        held('old', 60_001),
        { ...held('x', 0), id: 'y' },
      ],
      clock,
      { bytes: 100, ageMs: 60_000 },
    );
    expect(sorted.kept.map(({ upload }) => upload.id)).toEqual(['first', 'second', 'new']);
    expect(sorted.expired.map(({ upload }) => upload.id)).toEqual(['old']);
    expect(sorted.broken).toEqual(['y']);
  });
});
