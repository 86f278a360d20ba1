/**
 * File types by ending, MIME type and first bytes. Browsers take the MIME type from the operating system, and Windows
 * often gives none (or a wrong one) for .csv, .msg, .xlsx or .heic: no single sign decides.
 */

/** Types that hold others of their family cannot be told from them by their first bytes: a .docx is a ZIP. */
export type Family = 'pdf' | 'image' | 'zip' | 'ole' | 'archive' | 'media' | 'executable' | 'markup' | 'text';

interface FileType {
  readonly endings: readonly string[];
  /** The first is the one to declare; the others are names seen for the same type. */
  readonly mimeTypes: readonly [string, ...string[]];
  readonly family: Family;
}

const office = 'application/vnd.openxmlformats-officedocument';

const fileTypes: readonly FileType[] = [
  { endings: ['pdf'], mimeTypes: ['application/pdf', 'application/x-pdf'], family: 'pdf' },
  { endings: ['jpg', 'jpeg', 'jpe', 'jfif'], mimeTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'], family: 'image' },
  { endings: ['png'], mimeTypes: ['image/png', 'image/x-png'], family: 'image' },
  { endings: ['gif'], mimeTypes: ['image/gif'], family: 'image' },
  { endings: ['webp'], mimeTypes: ['image/webp'], family: 'image' },
  { endings: ['bmp'], mimeTypes: ['image/bmp', 'image/x-ms-bmp'], family: 'image' },
  { endings: ['tif', 'tiff'], mimeTypes: ['image/tiff'], family: 'image' },
  { endings: ['heic', 'heif'], mimeTypes: ['image/heic', 'image/heif'], family: 'image' },
  { endings: ['avif'], mimeTypes: ['image/avif'], family: 'image' },
  { endings: ['svg'], mimeTypes: ['image/svg+xml'], family: 'markup' },
  { endings: ['docx'], mimeTypes: [`${office}.wordprocessingml.document`], family: 'zip' },
  { endings: ['xlsx'], mimeTypes: [`${office}.spreadsheetml.sheet`], family: 'zip' },
  { endings: ['pptx'], mimeTypes: [`${office}.presentationml.presentation`], family: 'zip' },
  { endings: ['odt'], mimeTypes: ['application/vnd.oasis.opendocument.text'], family: 'zip' },
  { endings: ['ods'], mimeTypes: ['application/vnd.oasis.opendocument.spreadsheet'], family: 'zip' },
  { endings: ['epub'], mimeTypes: ['application/epub+zip'], family: 'zip' },
  {
    endings: ['zip'],
    mimeTypes: ['application/zip', 'application/x-zip-compressed', 'application/x-zip'],
    family: 'zip',
  },
  { endings: ['jar'], mimeTypes: ['application/java-archive'], family: 'zip' },
  { endings: ['apk'], mimeTypes: ['application/vnd.android.package-archive'], family: 'zip' },
  { endings: ['doc'], mimeTypes: ['application/msword'], family: 'ole' },
  { endings: ['xls'], mimeTypes: ['application/vnd.ms-excel'], family: 'ole' },
  { endings: ['ppt'], mimeTypes: ['application/vnd.ms-powerpoint'], family: 'ole' },
  { endings: ['msg'], mimeTypes: ['application/vnd.ms-outlook'], family: 'ole' },
  { endings: ['msi', 'msp'], mimeTypes: ['application/x-msi'], family: 'ole' },
  {
    endings: ['rar'],
    mimeTypes: ['application/vnd.rar', 'application/x-rar-compressed', 'application/x-rar'],
    family: 'archive',
  },
  { endings: ['7z'], mimeTypes: ['application/x-7z-compressed'], family: 'archive' },
  { endings: ['gz', 'tgz'], mimeTypes: ['application/gzip', 'application/x-gzip'], family: 'archive' },
  { endings: ['mp4', 'm4v'], mimeTypes: ['video/mp4'], family: 'media' },
  { endings: ['mov'], mimeTypes: ['video/quicktime'], family: 'media' },
  { endings: ['webm'], mimeTypes: ['video/webm'], family: 'media' },
  { endings: ['ogv', 'ogg'], mimeTypes: ['video/ogg', 'audio/ogg'], family: 'media' },
  { endings: ['mp3'], mimeTypes: ['audio/mpeg'], family: 'media' },
  { endings: ['wav'], mimeTypes: ['audio/wav', 'audio/x-wav'], family: 'media' },
  { endings: ['html', 'htm'], mimeTypes: ['text/html'], family: 'markup' },
  { endings: ['xml'], mimeTypes: ['application/xml', 'text/xml'], family: 'markup' },
  { endings: ['txt', 'log'], mimeTypes: ['text/plain'], family: 'text' },
  { endings: ['csv'], mimeTypes: ['text/csv'], family: 'text' },
  { endings: ['eml'], mimeTypes: ['message/rfc822'], family: 'text' },
  { endings: ['json'], mimeTypes: ['application/json'], family: 'text' },
  { endings: ['md'], mimeTypes: ['text/markdown'], family: 'text' },
  { endings: ['rtf'], mimeTypes: ['application/rtf', 'text/rtf'], family: 'text' },
  {
    endings: ['exe', 'dll', 'scr', 'cpl', 'com'],
    mimeTypes: [
      'application/vnd.microsoft.portable-executable',
      'application/x-msdownload',
      'application/x-msdos-program',
      'application/x-dosexec',
    ],
    family: 'executable',
  },
  { endings: ['elf'], mimeTypes: ['application/x-executable', 'application/x-elf'], family: 'executable' },
  { endings: ['dylib'], mimeTypes: ['application/x-mach-binary'], family: 'executable' },
  { endings: ['sh'], mimeTypes: ['application/x-sh', 'text/x-shellscript'], family: 'text' },
  { endings: ['bat', 'cmd'], mimeTypes: ['application/x-bat', 'application/bat'], family: 'text' },
  { endings: ['js'], mimeTypes: ['text/javascript', 'application/javascript'], family: 'text' },
  { endings: ['lnk'], mimeTypes: ['application/x-ms-shortcut'], family: 'executable' },
];

/** What the first bytes show. */
export interface FoundType {
  /** The type's main ending, such as `pdf`. */
  readonly ending: string;
  readonly mimeType: string;
  readonly family: Family;
}

interface Signature {
  readonly ending: string;
  /** Bytes as two hexadecimal digits each; `..` stands for any byte. */
  readonly bytes: string;
  readonly offset?: number;
}

interface PreparedSignature {
  readonly ending: string;
  /** `undefined` stands for any byte. */
  readonly bytes: readonly (number | undefined)[];
  readonly offset: number;
}

/** Once, for hundreds of files. */
function prepare(written: readonly Signature[]): readonly PreparedSignature[] {
  return written.map(({ ending, bytes, offset = 0 }) => ({
    ending,
    offset,
    bytes: (bytes.match(/../g) ?? []).map((digits) => (digits === '..' ? undefined : Number.parseInt(digits, 16))),
  }));
}

const signatures: readonly PreparedSignature[] = prepare([
  { ending: 'png', bytes: '89504e470d0a1a0a' },
  { ending: 'jpg', bytes: 'ffd8ff' },
  { ending: 'gif', bytes: '474946383761' },
  { ending: 'gif', bytes: '474946383961' },
  { ending: 'webp', bytes: '52494646........57454250' },
  { ending: 'wav', bytes: '52494646........57415645' },
  { ending: 'bmp', bytes: '424d............0000' },
  { ending: 'tif', bytes: '49492a00' },
  { ending: 'tif', bytes: '4d4d002a' },
  { ending: 'heic', bytes: '66747970686569', offset: 4 },
  { ending: 'heic', bytes: '667479706d696631', offset: 4 },
  { ending: 'heic', bytes: '667479706d736631', offset: 4 },
  { ending: 'avif', bytes: '66747970617669', offset: 4 },
  { ending: 'mov', bytes: '6674797071742020', offset: 4 },
  { ending: 'mp4', bytes: '66747970', offset: 4 },
  { ending: 'webm', bytes: '1a45dfa3' },
  { ending: 'ogg', bytes: '4f676753' },
  { ending: 'mp3', bytes: '494433' },
  { ending: 'zip', bytes: '504b0304' },
  { ending: 'zip', bytes: '504b0506' },
  { ending: 'doc', bytes: 'd0cf11e0a1b11ae1' },
  { ending: 'rar', bytes: '526172211a07' },
  { ending: '7z', bytes: '377abcaf271c' },
  { ending: 'gz', bytes: '1f8b08' },
  { ending: 'elf', bytes: '7f454c46' },
  { ending: 'dylib', bytes: 'cffaedfe' },
  { ending: 'dylib', bytes: 'cefaedfe' },
  { ending: 'lnk', bytes: '4c0000000114020000000000c000000000000046' },
  { ending: 'rtf', bytes: '7b5c727466' },
]);

/** How many of a file's first bytes `findType` wants to see. */
export const headBytes = 1024;

const byEnding = new Map(fileTypes.flatMap((type) => type.endings.map((ending) => [ending, type] as const)));
const byMimeType = new Map(fileTypes.flatMap((type) => type.mimeTypes.map((mimeType) => [mimeType, type] as const)));

/**
 * The ending of a file name, lower case and without its dot; an empty string where there is none (`.bashrc`, `README`).
 * Trailing dots and spaces do not hide it: Windows drops them when it saves `virus.exe. `.
 */
export function endingOf(name: string): string {
  const kept = withoutTail(name);
  const dot = kept.lastIndexOf('.');
  return dot > 0 ? kept.slice(dot + 1).toLowerCase() : '';
}

/** Windows drops dots and spaces at the end. Not by an expression: it would take a square of time for a long run of dots. */
export function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '.' || text[end - 1] === ' ')) end -= 1;
  return text.slice(0, end);
}

/** A MIME type without its parameters, lower case; an empty string where the value is no MIME type. */
export function bareMimeType(value: string): string {
  const bare = (value.split(';', 1)[0] ?? '').trim().toLowerCase();
  return /^[\w.+-]+\/[\w.+-]+$/.test(bare) ? bare : '';
}

/** What is known of an ending: its MIME type and family; `undefined` for one that is not in the table. */
export function typeOfEnding(ending: string): FoundType | undefined {
  const type = byEnding.get(ending);
  return type && { ending, mimeType: type.mimeTypes[0], family: type.family };
}

/** What is known of a MIME type, by any of the names seen for it; `undefined` for one that is not in the table. */
export function typeOfMime(mimeType: string): FoundType | undefined {
  const type = byMimeType.get(bareMimeType(mimeType));
  return type && { ending: type.endings[0] ?? '', mimeType: type.mimeTypes[0], family: type.family };
}

/** All names of the MIME type, itself among them: `application/zip` is also `application/x-zip-compressed`. */
export function namesOfMime(mimeType: string): readonly string[] {
  const bare = bareMimeType(mimeType);
  return byMimeType.get(bare)?.mimeTypes ?? [bare];
}

/**
 * The type that a file's first bytes show.
 * @param head the first `headBytes` bytes, or all of a shorter file
 * @returns `undefined` where no signature fits: plain text has none
 */
export function findType(head: Uint8Array): FoundType | undefined {
  const found = signatures.find((signature) => fits(head, signature))?.ending ?? findByStructure(head);
  return found === undefined ? undefined : typeOfEnding(found);
}

function fits(head: Uint8Array, { bytes, offset }: PreparedSignature): boolean {
  return bytes.every((wanted, at) => wanted === undefined || head[offset + at] === wanted);
}

/** Types whose mark is a text, or whose place depends on what comes before it. */
function findByStructure(head: Uint8Array): string | undefined {
  if (head[0] === 0x4d && head[1] === 0x5a) return 'exe';
  const text = latin1(head)
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart()
    .toLowerCase();
  if (text.startsWith('%pdf-')) return 'pdf';
  if (text.startsWith('#!')) return 'sh';
  if (text.startsWith('<!doctype html') || /^<html[\s>]/.test(text)) return 'html';
  if (text.startsWith('<?xml') || /^<svg[\s>]/.test(text)) return /<svg[\s>]/.test(text) ? 'svg' : 'xml';
  return undefined;
}

/** Whether the bytes are plain text: none of the control characters that no text has. */
export function looksLikeText(head: Uint8Array): boolean {
  return head.every((byte) => byte > 0x1f || byte === 0x09 || byte === 0x0a || byte === 0x0c || byte === 0x0d);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, headBytes));
}
