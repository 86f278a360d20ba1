import { describe, expect, it } from 'vitest';
import { failureOfReading, failureOfStatus, outcomeWithoutAnswer } from './service-failure.ts';

const answer = (status: number, retryAfter?: string) => ({ status, retryAfter, nowMs: 0 });
const { signal } = new AbortController();

describe('failureOfStatus', () => {
  it.each([
    [400, { kind: 'refused', reason: 'invalid' }],
    [401, { kind: 'unauthorized' }],
    [403, { kind: 'unauthorized' }],
    [404, { kind: 'refused', reason: 'ticket-not-found' }],
    [408, { kind: 'unknown' }],
    [413, { kind: 'refused', reason: 'too-large' }],
    [415, { kind: 'refused', reason: 'type' }],
    [422, { kind: 'refused', reason: 'invalid' }],
    [500, { kind: 'unknown' }],
    [503, { kind: 'unavailable' }],
    [302, { kind: 'unknown' }],
  ])('%i', (status, expected) => {
    expect(failureOfStatus(answer(status), { message: 'm' })).toEqual({ ...expected, message: 'm', status });
  });

  it('waits as told, or without a time', () => {
    for (const status of [429, 503]) {
      expect(failureOfStatus(answer(status, '3'), { message: 'm' })).toMatchObject({ kind: 'busy', waitMs: 3000 });
    }
    expect(failureOfStatus(answer(429, 'soon'), { message: 'm' })).toEqual({ kind: 'busy', message: 'm', status: 429 });
  });

  it('goes by what the words amount to, and keeps the status', () => {
    const words = { message: 'm', code: 'C', as: 413 };
    expect(failureOfStatus(answer(400), words)).toEqual({
      ...{ kind: 'refused', reason: 'too-large', message: 'm', code: 'C', status: 400 },
    });
    expect(failureOfStatus(answer(400), { message: 'm', reason: 'name' })).toMatchObject({ reason: 'name' });
  });
});

describe('outcomeWithoutAnswer', () => {
  it.each([
    ['nothing', 'cancelled', 'unavailable'],
    ['part', 'cancelled', 'unavailable'],
    ['all', 'unknown', 'unknown'],
  ] as const)('after %s was sent: %s by the caller, %s by the service', (sent, aborted, failed) => {
    expect(outcomeWithoutAnswer({ kind: 'aborted', sent }, 'Desk').kind).toBe(aborted);
    expect(outcomeWithoutAnswer({ kind: 'failed', sent, message: 'fell over' }, 'Desk')).toMatchObject({
      kind: failed,
      message: 'Desk fell over',
    });
  });
});

it('says whose answer a caller who went away did not wait for', () => {
  expect(outcomeWithoutAnswer({ kind: 'aborted', sent: 'all' }, 'Desk')).toEqual({
    kind: 'unknown',
    message: 'The call was given up before Desk answered',
  });
});

describe('failureOfReading', () => {
  it('knows no doubt', () => {
    const unknown = { kind: 'unknown', message: 'm', status: 500 } as const;
    expect(failureOfReading(unknown, signal)).toEqual({ ...unknown, kind: 'unavailable' });
    expect(failureOfReading(unknown, AbortSignal.abort())).toEqual({ kind: 'cancelled' });
    const busy = { kind: 'busy', message: 'm' } as const;
    expect(failureOfReading(busy, signal)).toBe(busy);
  });
});
