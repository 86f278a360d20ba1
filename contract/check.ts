import {
  bareMimeType,
  endingOf,
  type Family,
  type FoundType,
  findType,
  looksLikeText,
  namesOfMime,
  typeOfEnding,
  typeOfMime,
} from './file-types.ts';
import type { Limits } from './limits.ts';

/** What the check must know of a file: no more than a browser or a stream can tell before anything is sent. */
export interface FileFacts {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** As the browser or the caller declared it; often empty. */
  readonly mimeType: string;
  /** The first bytes (`headBytes` of them, or all); `undefined` where they could not be read. */
  readonly head: Uint8Array | undefined;
}

/** One reason why a file cannot go. Each has the numbers or names that explain it. */
export type Finding =
  | { readonly kind: 'empty' }
  /** In bytes. */
  | { readonly kind: 'too-large'; readonly size: number; readonly limit: number }
  | { readonly kind: 'type-refused'; readonly type: string; readonly by: TypeSign }
  /** In characters. */
  | { readonly kind: 'name-too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'name-unusable'; readonly why: NameFault }
  | { readonly kind: 'too-many'; readonly count: number; readonly limit: number }
  /** In bytes. */
  | { readonly kind: 'total-too-large'; readonly total: number; readonly limit: number }
  | { readonly kind: 'content-mismatch'; readonly declared: string; readonly found: string }
  /** The first bytes could not be read: the file was moved, deleted or locked after it was picked. */
  | { readonly kind: 'unreadable' };

/** Which sign of a file's type led to its refusal. */
export type TypeSign = 'ending' | 'mime' | 'content';

/** What makes a name unusable. */
export type NameFault = 'blank' | 'path' | 'control-characters' | 'direction-override';

/**
 * Checks one file against one set of limits.
 * @returns every finding, the plainest first; an empty list where the file may go
 */
export function checkFile(file: FileFacts, limits: Limits): readonly Finding[] {
  if (file.size === 0) return [{ kind: 'empty' }];
  if (file.head === undefined) return [{ kind: 'unreadable' }];
  const findings: Finding[] = [];
  const name = checkName(file.name, limits);
  if (name) findings.push(name);
  if (file.size > limits.fileBytes) findings.push({ kind: 'too-large', size: file.size, limit: limits.fileBytes });
  const type = checkType(file, limits);
  if (type) findings.push(type);
  return findings;
}

/**
 * Checks a selection: each file for itself, then count and total in the order of picking, so that the first files go
 * on and only those past the limit are refused.
 * @returns the findings of each file, in the order given
 */
export function checkSelection(files: readonly FileFacts[], limits: Limits): readonly (readonly Finding[])[] {
  let count = 0;
  let total = 0;
  return files.map((file) => {
    const findings = checkFile(file, limits);
    if (findings.length > 0) return findings;
    if (count + 1 > limits.files) return [{ kind: 'too-many', count: files.length, limit: limits.files }];
    if (total + file.size > limits.totalBytes) {
      return [{ kind: 'total-too-large', total: total + file.size, limit: limits.totalBytes }];
    }
    count += 1;
    total += file.size;
    return findings;
  });
}

/**
 * The MIME type to declare for a file: by its ending, else as the browser said, else by its first bytes.
 * @returns `application/octet-stream` where nothing tells
 */
export function mimeTypeOf(file: Pick<FileFacts, 'name' | 'mimeType' | 'head'>): string {
  const known =
    typeOfEnding(endingOf(file.name))?.mimeType ?? (typeOfMime(file.mimeType)?.mimeType || bareMimeType(file.mimeType));
  if (known && known !== 'application/octet-stream') return known;
  return (file.head && findType(file.head)?.mimeType) ?? 'application/octet-stream';
}

function checkName(name: string, limits: Limits): Finding | undefined {
  const fault = nameFault(name);
  if (fault) return { kind: 'name-unusable', why: fault };
  const length = [...name].length;
  return length > limits.nameLength ? { kind: 'name-too-long', length, limit: limits.nameLength } : undefined;
}

// Bidirectional overrides let `exe.fdp` be read as `pdf.exe` backwards; legitimate right-to-left names need none.
const directionOverrides = /[\u202a-\u202e\u2066-\u2069]/;

function nameFault(name: string): NameFault | undefined {
  if (/^[\s.]*$/.test(name)) return 'blank';
  if (/[/\\]/.test(name)) return 'path';
  if (/\p{Cc}/u.test(name)) return 'control-characters';
  return directionOverrides.test(name) ? 'direction-override' : undefined;
}

function checkType(file: FileFacts, limits: Limits): Finding | undefined {
  const ending = endingOf(file.name);
  const declared = typeOfEnding(ending) ?? typeOfMime(file.mimeType);
  const found = findBelievable(file, declared);
  const refused =
    limits.types.kind === 'except'
      ? refusedByException(ending, file.mimeType, declared, found, limits.types.endings)
      : refusedByList(file, limits.types.mimeTypes);
  if (refused) return refused;
  if (!declared || !found || agrees(declared, found)) return undefined;
  return { kind: 'content-mismatch', declared: ending || bareMimeType(file.mimeType), found: found.ending };
}

/** A text may begin with the two letters that start a Windows program: only in what claims to be no text do they count. */
function findBelievable(file: FileFacts, declared: FoundType | undefined): FoundType | undefined {
  if (!file.head) return undefined;
  const found = findType(file.head);
  const mayBeText = !declared || declared.family === 'text' || declared.family === 'markup';
  return found?.ending === 'exe' && mayBeText && looksLikeText(file.head) ? undefined : found;
}

function refusedByException(
  ending: string,
  mimeType: string,
  declared: FoundType | undefined,
  found: FoundType | undefined,
  refused: readonly string[],
): Finding | undefined {
  if (refused.includes(ending)) return { kind: 'type-refused', type: ending, by: 'ending' };
  const byMime = typeOfMime(mimeType);
  // Systems give wrong MIME types to well-known endings: one counts only where the ending says nothing, or for a program.
  if (byMime && refused.includes(byMime.ending) && (!typeOfEnding(ending) || byMime.family === 'executable')) {
    return { kind: 'type-refused', type: bareMimeType(mimeType), by: 'mime' };
  }
  if (!declared && found?.family === 'executable' && refused.includes(found.ending)) {
    return { kind: 'type-refused', type: found.ending, by: 'content' };
  }
  return undefined;
}

function refusedByList(file: FileFacts, accepted: readonly string[]): Finding | undefined {
  const mimeType = mimeTypeOf(file);
  const names = namesOfMime(mimeType);
  if (accepted.some((one) => names.includes(one))) return undefined;
  const ending = endingOf(file.name);
  if (ending) return { kind: 'type-refused', type: ending, by: 'ending' };
  return { kind: 'type-refused', type: mimeType, by: bareMimeType(file.mimeType) ? 'mime' : 'content' };
}

/**
 * What may also stand under a family's endings without harm. Office opens an .xls that is HTML or XML (many systems
 * export such), an encrypted .docx is an OLE container, and mark-up is text.
 */
const alsoFound: { readonly [family in Family]?: readonly Family[] } = {
  ole: ['zip', 'markup', 'text'],
  text: ['markup'],
  markup: ['text'],
};

const officeEndings: readonly string[] = ['docx', 'xlsx', 'pptx'];

function agrees(declared: FoundType, found: FoundType): boolean {
  if (declared.family === found.family) return true;
  if (officeEndings.includes(declared.ending) && found.family === 'ole') return true;
  return alsoFound[declared.family]?.includes(found.family) ?? false;
}
