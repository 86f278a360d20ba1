import { typeOfMime, withoutTail } from './file-types.ts';

/**
 * A name under which any service and any system can keep a file, as near to the given one as can be: paths, control
 * characters and characters that turn the direction of reading are dropped, white space is made plain, names that
 * Windows keeps for itself get a mark in front, one that is too long loses the end of its stem and keeps its ending.
 * Any script stays as it is. Passes the name's part of `checkFile` with the same limit.
 * @param longest in characters (code points), 1 or more
 * @param mimeType gives an ending to a file that comes without any name
 */
export function cleanName(name: string, longest: number, mimeType = ''): string {
  const plain = withoutTail(lastPart(visible(name)));
  const kept = shorten(plain === '' ? nameless(mimeType) : plain, longest);
  return reserved.test(kept) ? shorten(`_${kept}`, longest) : kept;
}

/** Without what cannot be seen or misleads the eye; every run of white space is one space. */
function visible(name: string): string {
  return name
    .replace(/\p{Cs}/gu, '')
    .replace(/[\t\n\v\f\r\u0085]/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/\s+/g, ' ');
}

/** Old browsers and careless senders give whole paths, of either system. */
function lastPart(name: string): string {
  const parts = name.split(/[/\\]/).map((part) => part.trim());
  return parts.findLast((part) => !/^[. ]*$/.test(part)) ?? '';
}

/** Devices of Windows, whatever ending follows. */
const reserved = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])(?:\.|$)/i;

function nameless(mimeType: string): string {
  const ending = typeOfMime(mimeType)?.ending;
  return ending ? `file.${ending}` : 'file';
}

/** More characters than this behind the last dot are no ending, but part of a sentence. */
const longestEnding = 16;

function shorten(name: string, longest: number): string {
  if (codePoints(name) <= longest) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : '';
  const room = longest - codePoints(ending);
  if (ending === '' || codePoints(ending) > longestEnding || room < 1) return start(name, longest);
  return start(name.slice(0, dot), room) + ending;
}

/** The first characters, not cut in the middle of what is seen as one, such as a letter with its accents. */
function start(text: string, longest: number): string {
  let kept = '';
  let length = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    length += codePoints(segment);
    if (length > longest) break;
    kept += segment;
  }
  // One seen character may be longer than all the room there is.
  return withoutTail(kept) || withoutTail([...text].slice(0, longest).join('')) || start(nameless(''), longest);
}

function codePoints(text: string): number {
  return [...text].length;
}
