import { expect, it } from 'vitest';
import { denialOf } from './grant-denial.ts';
import { outcomeOfPut } from './oms-outcome.ts';

const answer = { kind: 'answer', retryAfter: null, requestId: 'r-1' } as const;

it('the gateway’s request id goes with the failure of a request', () => {
  const text = JSON.stringify({ success: false, error: 'invalid auth' });
  expect(outcomeOfPut({ ...answer, status: 401, text }, 0)).toMatchObject({ kind: 'unauthorized', requestId: 'r-1' });
});

it('… and of a file', () => {
  const result = { index: 0, success: false, http_code: 502, error: 'Desk is down', outcome: 'unavailable' };
  const text = JSON.stringify({ success: false, uploaded: 0, failed: 1, results: [result] });
  const outcome = outcomeOfPut({ ...answer, status: 200, text }, 0);
  expect(outcome).toEqual({ kind: 'unavailable', message: 'Desk is down', status: 502, requestId: 'r-1' });
});

it('… and of a request for a pass, where Zoho hands over no headers', () => {
  const body = { code: 404, error: 'Invalid credentials', request_id: 'r-2' };
  const denial = denialOf({ kind: 'answer', status: 401, body }, {}, 0);
  expect(denial).toMatchObject({ kind: 'unauthorized', status: 401, requestId: 'r-2' });
});
