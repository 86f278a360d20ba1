import { expect, it } from 'vitest';
import { attemptWithoutAnswer } from './sent-outcome.ts';

it.each([
  ['network-error', 'none', 'unavailable', 'The gateway cannot be reached'],
  ['network-error', 'some', 'unknown', 'The connection to the gateway broke'],
  ['network-error', 'all', 'unknown', 'The connection to the gateway broke'],
  ['timeout', 'none', 'unavailable', 'The gateway does not take the file'],
  ['timeout', 'some', 'unknown', 'The gateway did not answer in time'],
  ['timeout', 'all', 'unknown', 'The gateway did not answer in time'],
  ['aborted', 'all', 'unknown', 'Cancelled when the file had already left'],
  ['aborted', 'some', 'cancelled', undefined],
  ['aborted', 'none', 'cancelled', undefined],
] as const)('takes %s with %s of the file gone for %s', (kind, sent, outcome, message) => {
  expect(attemptWithoutAnswer({ kind, sent })).toEqual({ outcome: { kind: outcome, ...(message && { message }) } });
});
