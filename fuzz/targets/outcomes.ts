import type { Outcome } from '../../contract/outcome.ts';
import { must } from '../target.ts';

const kinds: readonly Outcome['kind'][] = [
  'delivered',
  'refused',
  'unauthorized',
  'busy',
  'unavailable',
  'unknown',
  'cancelled',
];

/** Longest words of a service that are worth an agent's time, with ours around them. */
const mostWords = 20_000;

/** @throws where an outcome is not what its type says, or holds what nobody can wait for or read */
export function mustBeOutcome(outcome: Outcome): void {
  must(kinds.includes(outcome.kind), `there is no outcome ${outcome.kind}`);
  if ('message' in outcome) {
    must(typeof outcome.message === 'string' && outcome.message !== '', `the outcome ${outcome.kind} has no words`);
    must(outcome.message.length <= mostWords, `the words of ${outcome.kind} have ${outcome.message.length} characters`);
  }
  if (outcome.kind === 'delivered') mustBeText(outcome.attachmentId, 'the id of the attachment');
  if (outcome.kind === 'busy' && outcome.waitMs !== undefined) {
    must(Number.isFinite(outcome.waitMs) && outcome.waitMs >= 0, `nobody can wait ${outcome.waitMs} ms`);
  }
  if (outcome.kind === 'refused') must(typeof outcome.reason === 'string', 'the refusal has no reason');
}

/** @throws where something is neither left out nor a text with something in it */
export function mustBeText(value: unknown, what: string): void {
  must(value === undefined || (typeof value === 'string' && value !== ''), `${what} is no text: ${String(value)}`);
}
