import { expect, it } from 'vitest';
import { incapable } from './capability.ts';

it('says what a destination cannot do, the first of it', () => {
  expect(incapable({ kind: 'oms', can: new Set(['list']) }, ['list', 'content', 'remove'])).toEqual({
    kind: 'problem',
    status: 501,
    detail: 'The destination oms cannot give the content of an attachment',
  });
});
