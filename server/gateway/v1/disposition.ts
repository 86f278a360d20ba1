import { cleanName } from '../../../contract/file-name.ts';

/** Longest name, in characters: what systems keep. */
const longestName = 255;

/** Characters that may stand in an extended value as they are (RFC 5987, attr-char). */
const plain = /[A-Za-z0-9!#$&+.^_`|~-]/;

/**
 * The Content-Disposition of a download (RFC 6266): the name in any script, and one in plain letters for programs that
 * know no better.
 */
export function contentDisposition(fileName: string): string {
  const name = cleanName(fileName, longestName);
  const fallback = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]|["%]/gu, '_');
  return `attachment; filename="${fallback}"; filename*=UTF-8''${encode(name)}`;
}

function encode(name: string): string {
  return [...new TextEncoder().encode(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return plain.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
