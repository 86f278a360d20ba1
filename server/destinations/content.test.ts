import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { contentFrom } from './content.ts';

const stream = Readable.from([]);
const read = (headers: Record<string, string>, mimeType?: string) =>
  contentFrom({ kind: 'content', headers, stream }, mimeType);

it.each([
  ['12', 12],
  ['0', 0],
  ['9'.repeat(15), 999_999_999_999_999],
  ['9'.repeat(16), undefined],
  ['x12', undefined],
  ['12x', undefined],
  ['', undefined],
])('tells the size that the service announces: "%s"', (length, size) => {
  expect(read({ 'content-length': length }).size).toBe(size);
});

it('knows no size that nobody announces, and the type as told, or better', () => {
  const headers = { 'content-type': 'text/plain' };
  expect(read(headers)).toEqual({ kind: 'content', stream, size: undefined, mimeType: 'text/plain' });
  expect(read(headers, 'application/pdf').mimeType).toBe('application/pdf');
  expect(read({}).mimeType).toBeUndefined();
});
