import type { Finding, NameFault, TypeSign } from '../../contract/check.ts';
import { megabyte } from '../../contract/limits.ts';
import type { Refused } from '../../contract/outcome.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import type { FileError } from './relay/request-part.ts';

/** What a finding of the check means for a file: refused before it is sent on, with words and an HTTP status. */
export function refusalOf(finding: Finding): Refused {
  switch (finding.kind) {
    case 'empty':
      return refused('empty', 400, 'The file is empty');
    case 'unreadable':
      return refused('invalid', 400, 'The file could not be read');
    case 'too-large':
      return tooLargeRefusal(finding.size, finding.limit);
    case 'too-many':
      return refused('invalid', 413, `Too many files in one request: at most ${finding.limit} are accepted`);
    case 'total-too-large':
      return refused('too-large', 413, `The files of this request are more than ${bytes(finding.limit)} together`);
    case 'type-refused':
      return refused('type', 415, `Files of the type ${finding.type} are not accepted (${signWords[finding.by]})`);
    case 'content-mismatch':
      return refused(
        'content',
        415,
        `The file is declared as ${finding.declared}, but its content is ${finding.found}`,
      );
    case 'name-too-long':
      return refused('name', 422, `The name has ${finding.length} characters: at most ${finding.limit} are accepted`);
    case 'name-unusable':
      return refused('name', 422, `The name cannot be used: ${nameWords[finding.why]}`);
  }
}

/** Both in bytes; `undefined` for a file that was cut off on its way. */
export function tooLargeRefusal(size: number | undefined, limit: number): Refused {
  const found = size === undefined ? '' : `${size} bytes, `;
  return refused('too-large', 413, `The file is too large: ${found}at most ${bytes(limit)} are accepted`);
}

/** What a file ends in that cannot be read, is cut off, or is not let through by the virus scanner. */
export function refusalOfFault({ status, message }: Pick<FileError, 'status' | 'message'>): UploadEnd {
  if (status === 503) return { kind: 'unavailable', status, code: scannerCode, message };
  return refused(reasonOfFault[status], status, message);
}

/** The code of an end that the virus scanner is to blame for. */
export const scannerCode = 'scanner';

const reasonOfFault = { 400: 'invalid', 413: 'too-large', 422: 'content' } as const;

function refused(reason: Refused['reason'], status: number, message: string): Refused {
  return { kind: 'refused', reason, status, message };
}

function bytes(count: number): string {
  return count % megabyte === 0 ? `${count / megabyte} MB (${count} bytes)` : `${count} bytes`;
}

const signWords: { readonly [sign in TypeSign]: string } = {
  ending: 'by its ending',
  mime: 'by its declared type',
  content: 'by its content',
};

const nameWords: { readonly [fault in NameFault]: string } = {
  blank: 'it is missing or blank',
  path: 'it holds a path',
  'control-characters': 'it holds control characters',
  'direction-override': 'it holds characters that turn the direction of reading',
};
