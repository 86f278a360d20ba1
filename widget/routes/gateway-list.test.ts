import { expect, it } from 'vitest';
import { readGatewayList } from './gateway-list.ts';

const one = {
  id: '7',
  ticket_id: '1',
  filename: 'a.pdf',
  content_type: 'application/pdf',
  size_bytes: 5,
  created_at: '2026-11-01T10:00:00Z',
};
const answer = (status: number, text: string) => readGatewayList({ kind: 'answer', status, text, retryAfter: null });

it('reads what a ticket has', () => {
  const listed = [{ id: '7', name: 'a.pdf', size: 5, createdTime: '2026-11-01T10:00:00Z' }];
  expect(answer(200, JSON.stringify([one]))).toEqual(listed);
});

it.each([
  [501, JSON.stringify([one])],
  [200, '<html>'],
  [200, JSON.stringify([{ id: 7 }])],
])('is told nothing by %i %s', (status, text) => {
  expect(answer(status, text)).toEqual({ message: `The gateway has no list of the ticket's files (status ${status})` });
});

it('is told nothing without an answer', () => {
  expect(readGatewayList({ kind: 'timeout', sent: 'all' })).toEqual({ message: 'The gateway did not answer' });
});
