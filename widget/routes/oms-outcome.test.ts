import { expect, it } from 'vitest';
import { outcomeOfPut } from './oms-outcome.ts';

function outcomeOf(result: object) {
  const results = [{ index: 0, success: false, http_code: 429, ...result }];
  const text = JSON.stringify({ success: false, uploaded: 0, failed: 1, results });
  return outcomeOfPut({ kind: 'answer', status: 200, text, retryAfter: null }, 0);
}

it('finds words of its own where the service has none', () => {
  const text = JSON.stringify({ success: false, error: '' });
  const outcome = outcomeOfPut({ kind: 'answer', status: 500, text, retryAfter: null }, 0);
  expect(outcome).toMatchObject({ kind: 'unknown', message: 'The gateway answered with status 500' });
});

it.each<[unknown, number | undefined]>([
  [7, 7000],
  [0.5, 500],
  [0, 0],
  [-1, undefined],
  [1e308, undefined],
  ['7', undefined],
])('waits as told where a wait of %s s can be', (retry_after, waitMs) => {
  const outcome = outcomeOf({ retry_after });
  expect(outcome).toEqual({
    kind: 'busy',
    status: 429,
    message: 'The gateway says 429 of the file',
    ...(waitMs !== undefined && { waitMs }),
  });
});
