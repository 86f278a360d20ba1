import { expect, it } from 'vitest';
import { deskLimits, type Limits, omsLimits } from '../../contract/limits.ts';
import { blockEndings } from './blocked-endings.ts';

const except: Limits = { ...deskLimits, types: { kind: 'except', endings: ['exe', 'com'] } };
const only = (...mimeTypes: string[]): Limits => ({ ...omsLimits, types: { kind: 'only', mimeTypes } });

it('leaves limits as they are where nothing is blocked', () => {
  expect(blockEndings(except, [])).toBe(except);
});

it('adds to the endings that are not taken, each once', () => {
  expect(blockEndings(except, ['zip', 'exe'])).toEqual({
    ...except,
    types: { kind: 'except', endings: ['exe', 'com', 'zip'] },
  });
});

it.each([
  ['the types of an ending', ['png'], ['application/pdf', 'text/plain']],
  ['nothing for another ending of a type', ['log'], ['application/pdf', 'text/plain', 'image/png']],
  ['nothing for an ending that nobody knows', ['xyz'], ['application/pdf', 'text/plain', 'image/png']],
])('takes from the types that are taken %s', (_, endings, mimeTypes) => {
  expect(blockEndings(only('application/pdf', 'text/plain', 'image/png'), endings)).toEqual(only(...mimeTypes));
});
