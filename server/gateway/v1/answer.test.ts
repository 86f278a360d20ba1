import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Failure, Refused } from '../../../contract/outcome.ts';
import { scannerCode } from '../finding-words.ts';
import { isProblemStatus, problemOf, problemOfAsking, valueProblem } from './answer.ts';

const message = 'in its own words';
const scrub = (text: string): string => text.replace('own', 'scrubbed');
const scrubbed = 'in its scrubbed words';
const refused = (reason: Refused['reason'], status?: number): Refused => ({
  kind: 'refused',
  reason,
  message,
  ...(status !== undefined && { status }),
});

describe('the status of a failure', () => {
  it.each<readonly [number, Failure]>([
    [400, refused('empty', 422)],
    [413, refused('too-large')],
    [415, refused('type', 400)],
    [422, refused('name')],
    [415, refused('content')],
    [422, refused('content', 422)],
    [404, refused('ticket-not-found')],
    [422, refused('invalid')],
    [400, refused('invalid', 400)],
    [409, refused('invalid', 409)],
    [422, refused('invalid', 418)],
    [429, { kind: 'busy', message }],
    [502, { kind: 'unavailable', message, status: 503 }],
    [503, { kind: 'unavailable', message, code: scannerCode }],
    [502, { kind: 'unauthorized', message, status: 401 }],
    [504, { kind: 'unknown', message }],
  ])('is %d for %j', (status, failure) => {
    expect(problemOf(failure, scrub)).toEqual({ kind: 'problem', status, detail: scrubbed });
  });

  it('says when to come back, in whole seconds', () => {
    expect(problemOf({ kind: 'busy', message, waitMs: 1001 }, scrub)).toMatchObject({ status: 429, retryAfter: 2 });
  });

  it('tells of a caller who went away', () => {
    const gone = { status: 502, detail: 'The caller went away' };
    expect(problemOf({ kind: 'cancelled' }, scrub)).toMatchObject(gone);
  });

  it('is 422 for whatever a destination refuses to tell, but not for a ticket that there is not', () => {
    expect(problemOfAsking(refused('type', 415), scrub)).toMatchObject({ status: 422, detail: scrubbed });
    expect(problemOfAsking(refused('ticket-not-found'), scrub)).toMatchObject({ status: 404 });
    expect(problemOfAsking({ kind: 'busy', message }, scrub)).toMatchObject({ status: 429 });
    expect(problemOfAsking({ kind: 'unknown', message }, scrub)).toMatchObject({ status: 504 });
  });
});

it('knows the statuses of problems from others', () => {
  expect([404, 504, 200, 418].map(isProblemStatus)).toEqual([true, true, false, false]);
});

it('names the place of each wrong value, positions as numbers', () => {
  const { error } = z.object({ of: z.array(z.object({ id: z.int() })) }).safeParse({ of: [{ id: 1 }, { id: 'x' }] });
  if (!error) throw new Error('it was taken');
  expect(valueProblem('body', error)).toMatchObject({
    status: 422,
    detail: [{ loc: ['body', 'of', 1, 'id'], type: 'invalid_type', msg: expect.any(String) }],
  });
});
