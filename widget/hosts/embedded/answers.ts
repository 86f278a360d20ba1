import { readRejected, readResolved } from '../connector-answer.ts';
import type { SettledAnswer } from '../host.ts';
import { isRecord, own, parseJson } from '../records.ts';

/**
 * Reads what the SDK for embedded apps rejected with: the service's own result (`{ code, … }`, also inside `data`), as
 * an object or as its JSON, or words of the page itself. Never throws.
 */
export function readRejection(value: unknown): SettledAnswer {
  const body = typeof value === 'string' ? parseJson(value) : value;
  return hasCode(body) || hasCode(firstOf(body)) ? readResolved(body) : readRejected(value);
}

/** Reads a list: a record that has nothing is answered with words for 204, or with nothing at all. */
export function readList(value: unknown): SettledAnswer {
  return isNothing(value) ? none : readResolved(value);
}

const none: SettledAnswer = { kind: 'answer', status: 204, body: undefined };

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || own(value, 'statusText') === 'No Content';
}

/**
 * Reads the answer of `CONNECTION.invoke`: the service's own is in `details.statusMessage`. The status beside it is a
 * word about the connection, and the service's HTTP status is not told.
 */
export function readInvoked(value: unknown): SettledAnswer {
  const details = own(value, 'details');
  if (!isRecord(details) || !Object.hasOwn(details, 'statusMessage')) return readRejected(value);
  return isNothing(details['statusMessage']) ? none : readResolved({ ...details, status: undefined });
}

function hasCode(body: unknown): boolean {
  return typeof own(body, 'code') === 'string' && typeof own(body, 'status') === 'string';
}

function firstOf(body: unknown): unknown {
  const data = own(body, 'data');
  return Array.isArray(data) ? data[0] : undefined;
}
