import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/check.ts';
import { refusalOf, refusalOfFault, scannerCode, tooLargeRefusal } from './finding-words.ts';

const megabyte = 1024 * 1024;

describe('what the check finds is a refusal', () => {
  it.each<readonly [Finding, string, number, string]>([
    [{ kind: 'empty' }, 'empty', 400, 'The file is empty'],
    [{ kind: 'unreadable' }, 'invalid', 400, 'The file could not be read'],
    [
      { kind: 'too-large', size: 21 * megabyte, limit: 20 * megabyte },
      'too-large',
      413,
      'The file is too large: 22020096 bytes, at most 20 MB (20971520 bytes) are accepted',
    ],
    [{ kind: 'too-many', count: 6, limit: 5 }, 'invalid', 413, 'Too many files in one request: at most 5 are accepted'],
    [
      { kind: 'total-too-large', total: 2000, limit: 1000 },
      'too-large',
      413,
      'The files of this request are more than 1000 bytes together',
    ],
    [
      { kind: 'type-refused', type: '.exe', by: 'ending' },
      'type',
      415,
      'Files of the type .exe are not accepted (by its ending)',
    ],
    [
      { kind: 'type-refused', type: 'text/html', by: 'mime' },
      'type',
      415,
      'Files of the type text/html are not accepted (by its declared type)',
    ],
    [
      { kind: 'type-refused', type: '.exe', by: 'content' },
      'type',
      415,
      'Files of the type .exe are not accepted (by its content)',
    ],
    [
      { kind: 'content-mismatch', declared: '.pdf', found: '.exe' },
      'content',
      415,
      'The file is declared as .pdf, but its content is .exe',
    ],
    [
      { kind: 'name-too-long', length: 300, limit: 255 },
      'name',
      422,
      'The name has 300 characters: at most 255 are accepted',
    ],
    [{ kind: 'name-unusable', why: 'blank' }, 'name', 422, 'The name cannot be used: it is missing or blank'],
    [{ kind: 'name-unusable', why: 'path' }, 'name', 422, 'The name cannot be used: it holds a path'],
  ])('%j', (finding, reason, status, message) => {
    expect(refusalOf(finding)).toEqual({ kind: 'refused', reason, status, message });
  });
});

it('does not tell the size of a file that was cut off on its way', () => {
  const message = 'The file is too large: at most 1 MB (1048576 bytes) are accepted';
  expect(tooLargeRefusal(undefined, megabyte)).toEqual({ kind: 'refused', reason: 'too-large', status: 413, message });
});

it('blames the scanner, and not the file, where it could not be asked', () => {
  const message = 'in words';
  expect(refusalOfFault({ status: 503, message })).toEqual({
    kind: 'unavailable',
    status: 503,
    code: scannerCode,
    message,
  });
  for (const [status, reason] of [
    [400, 'invalid'],
    [413, 'too-large'],
    [422, 'content'],
  ] as const) {
    expect(refusalOfFault({ status, message })).toEqual({ kind: 'refused', reason, status, message });
  }
});
