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

const answerOf = (status: number, body: unknown, more: { retryAfter?: string; requestId?: string } = {}) =>
  outcomeOfPut({ kind: 'answer', status, text: JSON.stringify(body), retryAfter: null, ...more }, 0);

it.each([
  [401, 'unauthorized'],
  [403, 'unauthorized'],
  [429, 'busy'],
  [413, 'refused'],
  [400, 'unavailable'],
  [300, 'unavailable'],
  [404, 'unavailable'],
  [499, 'unavailable'],
  [503, 'unavailable'],
  [299, 'unknown'],
  [500, 'unknown'],
  [502, 'unknown'],
  [504, 'unknown'],
  [200, 'unknown'],
])('takes a page with the status %i for %s', (status, kind) => {
  const message = `The gateway answered with status ${status}`;
  const reason = kind === 'refused' && { reason: 'too-large' };
  expect(answerOf(status, '<html>')).toEqual({ kind, ...reason, message, status });
});

it('waits as it is asked to, also where it is out of service for a time', () => {
  const told = { message: 'later', requestId: 'r1' };
  for (const status of [429, 503]) {
    const outcome = answerOf(status, { success: false, error: 'later' }, { retryAfter: '7', requestId: 'r1' });
    expect(outcome).toEqual({ kind: 'busy', ...told, status, waitMs: 7000 });
  }
  expect(answerOf(500, {}, { retryAfter: '7' }).kind).toBe('unknown');
});

it.each([
  ['Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)', 'ticket-not-found'],
  ['attachments is required (array)', 'invalid'],
])('takes %j for a refusal of the request', (error, reason) => {
  const outcome = answerOf(400, { success: false, error });
  expect(outcome).toEqual({ kind: 'refused', reason, message: error, status: 400 });
});

it.each([
  [{ http_code: 201, success: true }, { kind: 'delivered' }],
  [
    { http_code: 201, success: true, attachment_id: '7' },
    { kind: 'delivered', attachmentId: '7' },
  ],
  [{ http_code: 201, success: true, attachment_id: '' }, { kind: 'delivered' }],
  [{ http_code: 404 }, { kind: 'refused', reason: 'ticket-not-found' }],
  [{ http_code: 413 }, { kind: 'refused', reason: 'too-large' }],
  [{ http_code: 415 }, { kind: 'refused', reason: 'type' }],
  [{ http_code: 400 }, { kind: 'refused', reason: 'invalid' }],
  [{ http_code: 499 }, { kind: 'refused', reason: 'invalid' }],
  [
    { http_code: 502, outcome: 'refused' },
    { kind: 'refused', reason: 'invalid' },
  ],
  [{ http_code: 401 }, { kind: 'unauthorized' }],
  [{ http_code: 403 }, { kind: 'unauthorized' }],
  [{ http_code: 503 }, { kind: 'unavailable' }],
  [{ http_code: 399 }, { kind: 'unknown' }],
  [{ http_code: 500 }, { kind: 'unknown' }],
  [{ http_code: 504, outcome: 'unknown' }, { kind: 'unknown' }],
])('takes the result %j for %j', (result, outcome) => {
  const { http_code: status } = result;
  const detail = outcome.kind !== 'delivered' && { status, message: `The gateway says ${status} of the file` };
  expect(outcomeOf(result)).toEqual({ ...outcome, ...detail });
});

it("tells the gateway's own words, and under which id it has the request", () => {
  const results = [{ index: 0, success: false, http_code: 502, error: 'Desk is down', outcome: 'unavailable' }];
  const outcome = answerOf(200, { success: false, uploaded: 0, failed: 1, results }, { requestId: 'r1' });
  expect(outcome).toEqual({ kind: 'unavailable', message: 'Desk is down', status: 502, requestId: 'r1' });
});
