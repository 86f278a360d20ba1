import { describe, expect, it } from 'vitest';
import type { UploadEnd } from '../destinations/destination.ts';
import { scannerCode } from './finding-words.ts';
import { answerOf, failureOf, httpCodeOf } from './results.ts';
import type { SentFile } from './sent-file.ts';

const fileOf = (name: string, end: UploadEnd): SentFile => ({ name, contentType: 'text/plain', bytes: 3, end });
const scrub = (text: string): string => text.replace('hunter2', '…');
const answer = (...ends: readonly UploadEnd[]) =>
  answerOf(
    '7',
    ends.map((end, at) => fileOf(`${at}.txt`, end)),
    scrub,
  );
const refused = { kind: 'refused', reason: 'content', message: 'no' } as const;

describe('the status of a file', () => {
  it.each<[UploadEnd, number]>([
    [{ kind: 'delivered' }, 201],
    [{ ...refused, status: 400 }, 400],
    [{ ...refused, status: 499 }, 499],
    // A service may refuse a file with a status that says something else.
    [{ ...refused, status: 200 }, 415],
    [{ ...refused, status: 399 }, 415],
    [{ ...refused, status: 500 }, 415],
    [refused, 415],
    [{ ...refused, reason: 'empty' }, 400],
    [{ ...refused, reason: 'too-large' }, 413],
    [{ ...refused, reason: 'type' }, 415],
    [{ ...refused, reason: 'name' }, 422],
    [{ ...refused, reason: 'ticket-not-found' }, 404],
    [{ ...refused, reason: 'invalid' }, 422],
    [{ kind: 'busy', message: 'later' }, 429],
    [{ kind: 'unavailable', message: 'down' }, 502],
    [{ kind: 'unavailable', message: 'no scanner', code: scannerCode }, 503],
    [{ kind: 'unauthorized', message: 'who?' }, 502],
    [{ kind: 'cancelled' }, 502],
    [{ kind: 'unknown', message: 'no answer' }, 504],
  ])('%o: %i', (end, status) => {
    expect(httpCodeOf(end)).toBe(status);
  });
});

describe('the answer', () => {
  it('tells what became of each file, and nothing that it does not have', () => {
    expect(answer({ kind: 'delivered', attachmentId: '31' }, { kind: 'delivered' }).results).toEqual([
      {
        index: 0,
        name: '0.txt',
        contentType: 'text/plain',
        success: true,
        http_code: 201,
        error: null,
        outcome: 'delivered',
        attachment_id: '31',
      },
      {
        index: 1,
        name: '1.txt',
        contentType: 'text/plain',
        success: true,
        http_code: 201,
        error: null,
        outcome: 'delivered',
      },
    ]);
  });

  it('says when to come again, in whole seconds, where a service said so', () => {
    const [soon, some] = answer(
      { kind: 'busy', message: 'later', waitMs: 6001 },
      { kind: 'busy', message: 'later' },
    ).results;
    expect(soon).toMatchObject({ outcome: 'busy', retry_after: 7 });
    expect(some).not.toHaveProperty('retry_after');
  });

  it('tells of a file whose caller went away, for whoever waited on the same key, that it may be sent again', () => {
    expect(answer({ kind: 'cancelled' }).results).toMatchObject([
      { success: false, outcome: 'unavailable', error: 'The caller went away' },
    ]);
  });

  it('has no secret in it, and no name where there was none', () => {
    const file = { ...fileOf('', { kind: 'unknown', message: 'hunter2' }), name: undefined, contentType: undefined };
    expect(answerOf(undefined, [file], scrub)).toMatchObject({
      zoho_id: null,
      results: [{ error: '…', name: null, contentType: null }],
    });
  });

  it('names the ticket that the destination found, else the one that was asked for', () => {
    expect(answer({ kind: 'delivered' }, { kind: 'delivered', ticketId: '900' }).zoho_id).toBe('900');
    expect(answer({ kind: 'delivered' }).zoho_id).toBe('7');
  });
});

describe('the answer to a request that failed', () => {
  const failure = (...ends: readonly UploadEnd[]) =>
    failureOf(
      'broken',
      '7',
      ends.map((end) => fileOf('a.txt', end)),
      scrub,
    );

  it.each<UploadEnd>([{ kind: 'delivered' }, { kind: 'unknown', message: 'no answer' }])(
    'tells of files that may be on the ticket already: %o',
    (end) => {
      expect(failure(refused, end)).toMatchObject({ success: false, error: 'broken', failed: expect.any(Number) });
      expect(failure(refused, end)).toHaveProperty('results.length', 2);
    },
  );

  it('says no more where none can be there', () => {
    expect(failure(refused, { kind: 'cancelled' })).toEqual({ success: false, error: 'broken' });
    expect(failure()).toEqual({ success: false, error: 'broken' });
  });
});
