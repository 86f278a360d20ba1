import { expect, it } from 'vitest';
import { FileError, isFieldName, RequestError } from './request-part.ts';

it('tells the end of one file from that of the whole request', () => {
  expect(new FileError(422, 'a virus')).toMatchObject({ name: 'FileError', status: 422, message: 'a virus' });
  expect(new RequestError(429, 'too many', 5000)).toMatchObject({
    name: 'RequestError',
    status: 429,
    message: 'too many',
    waitMs: 5000,
  });
  expect(new RequestError(400, 'wrong').waitMs).toBeUndefined();
});

it.each([
  ['auth', true],
  ['zoho_id', true],
  ['ticket_number', true],
  ['chamado_id', true],
  ['size', false],
  ['Auth', false],
  ['', false],
])('%j is a field of the contract: %s', (name, is) => {
  expect(isFieldName(name)).toBe(is);
});
