import { expect, it } from 'vitest';
import { findMatch } from './find-match.ts';

const sinceMs = Date.UTC(2026, 2, 1, 12);
const at = (minutes: number) => new Date(sinceMs + minutes * 60_000).toISOString();
const long = `${'ã'.repeat(98)}😀.pdf`;

it.each([
  ['the same name', 'a.pdf', 'a.pdf', at(0), 'arrived'],
  ['a clock that is behind by 9 minutes', 'a.pdf', 'a.pdf', at(-9), 'arrived'],
  ['an older file', 'a.pdf', 'a.pdf', at(-11), 'absent'],
  ['a time that cannot be read', 'a.pdf', 'a.pdf', 'yesterday', 'arrived'],
  ['another name', 'a.pdf', 'A.pdf', at(0), 'absent'],
  ['the same name in the other form of Unicode', 'orçamento.pdf'.normalize('NFD'), 'orçamento.pdf', at(0), 'arrived'],
  ['a name cut after 100 code points', long, [...long].slice(0, 100).join(''), at(0), 'arrived'],
  ['a name cut after 100 units', long, long.slice(0, 100), at(0), 'arrived'],
  ['a name cut shorter', long, long.slice(0, 90), at(0), 'absent'],
])('judges %s', (_, name, listedName, createdTime, kind) => {
  const question = {
    uploadId: '',
    onlyRoute: false,
    ticket: { id: '1' },
    name,
    size: 5,
    sinceMs,
    knownIds: new Set(['7']),
    listedBefore: false,
  };
  const listed = { id: '8', name: listedName, size: 5, createdTime };
  expect(findMatch([listed], question).kind).toBe(kind);
  expect(findMatch([{ ...listed, id: '7' }], question).kind).toBe('absent');
  expect(findMatch([{ ...listed, size: 6 }], question).kind).toBe('absent');
});

it.each([
  ['a day behind', -24 * 60],
  ['a day ahead', 24 * 60],
])('goes by the ids alone where the ticket was listed before, be the service’s clock %s', (_, minutes) => {
  const question = {
    uploadId: '',
    onlyRoute: false,
    ticket: { id: '1' },
    name: 'a.pdf',
    size: 5,
    sinceMs,
    knownIds: new Set(['7']),
  };
  const listed = { id: '8', name: 'a.pdf', size: 5, createdTime: at(minutes) };
  expect(findMatch([listed], { ...question, listedBefore: true })).toEqual({ kind: 'arrived', attachmentId: '8' });
  expect(findMatch([{ ...listed, id: '7' }], { ...question, listedBefore: true }).kind).toBe('absent');
});
