import { describe, expect, it } from 'vitest';
import { checkFile, type FileFacts, mimeTypeOf } from './check.ts';
import { findType, headBytes, namesOfMime, typeOfEnding, typeOfMime } from './file-types.ts';
import { kayakoLimits, type Limits } from './limits.ts';

/** A format as people send it. */
interface Format {
  /** The first is the main one. */
  readonly endings: readonly string[];
  /** As browsers and callers declare it; the first is what IANA registered, or what is usual where it did not. */
  readonly mimeTypes: readonly string[];
  /** How files of it begin: one character a byte. */
  readonly heads: readonly string[];
  /** What the first bytes show, where that is not the main ending. */
  readonly shown?: string;
}

const office = 'application/vnd.openxmlformats-officedocument';
const zip = 'PK\x03\x04\x14\0\x06\0';
const ole = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0';
const program = 'MZ\x90\0\x03\0\0\0';

const images: readonly Format[] = [
  {
    endings: ['jpg', 'jpeg', 'jpe', 'jfif'],
    mimeTypes: ['image/jpeg', 'image/jpg', 'image/pjpeg'],
    heads: ['\xff\xd8\xff\xe0\0\x10JFIF', '\xff\xd8\xff\xe1\0\x18Exif'],
  },
  { endings: ['png'], mimeTypes: ['image/png', 'image/x-png'], heads: ['\x89PNG\r\n\x1a\n\0\0\0\rIHDR'] },
  { endings: ['gif'], mimeTypes: ['image/gif'], heads: ['GIF87a\x01\0', 'GIF89a\x01\0'] },
  { endings: ['webp'], mimeTypes: ['image/webp'], heads: ['RIFF\x24\x10\0\0WEBPVP8 '] },
  { endings: ['bmp'], mimeTypes: ['image/bmp', 'image/x-ms-bmp'], heads: ['BM\x46\x10\x01\0\0\0\0\0\x36\0'] },
  { endings: ['tif', 'tiff'], mimeTypes: ['image/tiff'], heads: ['II*\0\x08\0\0\0', 'MM\0*\0\0\0\x08'] },
  {
    endings: ['heic', 'heif'],
    mimeTypes: ['image/heic', 'image/heif'],
    heads: ['\0\0\0\x18ftypheic', '\0\0\0\x18ftypheix', '\0\0\0\x18ftypmif1', '\0\0\0\x18ftypmsf1'],
  },
  { endings: ['avif'], mimeTypes: ['image/avif'], heads: ['\0\0\0\x18ftypavif', '\0\0\0\x18ftypavis'] },
];

const zips: readonly Format[] = [
  {
    endings: ['zip'],
    mimeTypes: ['application/zip', 'application/x-zip-compressed', 'application/x-zip'],
    heads: [zip, 'PK\x05\x06\0\0\0\0'],
  },
  { endings: ['docx'], mimeTypes: [`${office}.wordprocessingml.document`], heads: [zip, ole] },
  { endings: ['xlsx'], mimeTypes: [`${office}.spreadsheetml.sheet`], heads: [zip, ole] },
  { endings: ['pptx'], mimeTypes: [`${office}.presentationml.presentation`], heads: [zip, ole] },
  { endings: ['odt'], mimeTypes: ['application/vnd.oasis.opendocument.text'], heads: [zip] },
  { endings: ['ods'], mimeTypes: ['application/vnd.oasis.opendocument.spreadsheet'], heads: [zip] },
  { endings: ['epub'], mimeTypes: ['application/epub+zip'], heads: [zip] },
  { endings: ['jar'], mimeTypes: ['application/java-archive'], heads: [zip] },
  { endings: ['apk'], mimeTypes: ['application/vnd.android.package-archive'], heads: [zip] },
];

const containers: readonly Format[] = [
  { endings: ['doc'], mimeTypes: ['application/msword'], heads: [ole, zip, '<html><p>', '{\\rtf1\\ansi'] },
  {
    endings: ['xls'],
    mimeTypes: ['application/vnd.ms-excel'],
    heads: [ole, zip, '<html><table>', '<?xml version="1.0"?>'],
  },
  { endings: ['ppt'], mimeTypes: ['application/vnd.ms-powerpoint'], heads: [ole] },
  { endings: ['msg'], mimeTypes: ['application/vnd.ms-outlook'], heads: [ole] },
  { endings: ['msi', 'msp'], mimeTypes: ['application/x-msi'], heads: [ole] },
];

const archives: readonly Format[] = [
  {
    endings: ['rar'],
    mimeTypes: ['application/vnd.rar', 'application/x-rar-compressed', 'application/x-rar'],
    heads: ['Rar!\x1a\x07\0', 'Rar!\x1a\x07\x01\0'],
  },
  { endings: ['7z'], mimeTypes: ['application/x-7z-compressed'], heads: ["7z\xbc\xaf'\x1c\0\x04"] },
  { endings: ['gz', 'tgz'], mimeTypes: ['application/gzip', 'application/x-gzip'], heads: ['\x1f\x8b\x08\0'] },
];

const media: readonly Format[] = [
  { endings: ['mp4', 'm4v'], mimeTypes: ['video/mp4'], heads: ['\0\0\0\x20ftypisom', '\0\0\0\x20ftypmp42'] },
  { endings: ['mov'], mimeTypes: ['video/quicktime'], heads: ['\0\0\0\x14ftypqt  '] },
  { endings: ['webm'], mimeTypes: ['video/webm'], heads: ['\x1a\x45\xdf\xa3\x9f\x42\x86'] },
  { endings: ['ogv', 'ogg'], mimeTypes: ['video/ogg', 'audio/ogg'], heads: ['OggS\0\x02'], shown: 'ogg' },
  { endings: ['mp3'], mimeTypes: ['audio/mpeg'], heads: ['ID3\x04\0'] },
  { endings: ['wav'], mimeTypes: ['audio/wav', 'audio/x-wav'], heads: ['RIFF\x24\x10\0\0WAVEfmt '] },
];

const texts: readonly Format[] = [
  { endings: ['svg'], mimeTypes: ['image/svg+xml'], heads: ['<svg xmlns="x">', '<?xml version="1.0"?><svg>'] },
  { endings: ['html', 'htm'], mimeTypes: ['text/html'], heads: ['<!DOCTYPE html>', '<html>', '\n<HTML lang="pt">'] },
  { endings: ['xml'], mimeTypes: ['application/xml', 'text/xml'], heads: ['<?xml version="1.0"?><a/>'] },
  { endings: ['txt', 'log'], mimeTypes: ['text/plain'], heads: ['Dear all,', '<html>', 'MZ-80 manual'] },
  { endings: ['csv'], mimeTypes: ['text/csv'], heads: ['a;b\r\n', '<html><table>'] },
  { endings: ['eml'], mimeTypes: ['message/rfc822'], heads: ['From: a', '<html>'] },
  { endings: ['json'], mimeTypes: ['application/json'], heads: ['{"a": 1}', '<html>'] },
  { endings: ['md'], mimeTypes: ['text/markdown'], heads: ['# Title', '<html>'] },
  { endings: ['rtf'], mimeTypes: ['application/rtf', 'text/rtf'], heads: ['{\\rtf1\\ansi'] },
  { endings: ['sh'], mimeTypes: ['application/x-sh', 'text/x-shellscript'], heads: ['#!/bin/sh\n', '<html>'] },
  { endings: ['bat', 'cmd'], mimeTypes: ['application/x-bat', 'application/bat'], heads: ['@echo off', '<html>'] },
  { endings: ['js'], mimeTypes: ['text/javascript', 'application/javascript'], heads: ['let a', '<html>'] },
];

const programs: readonly Format[] = [
  {
    endings: ['exe', 'dll', 'scr', 'cpl', 'com'],
    mimeTypes: [
      'application/vnd.microsoft.portable-executable',
      'application/x-msdownload',
      'application/x-msdos-program',
      'application/x-dosexec',
    ],
    heads: [program],
  },
  { endings: ['elf'], mimeTypes: ['application/x-executable', 'application/x-elf'], heads: ['\x7fELF\x02\x01'] },
  {
    endings: ['dylib'],
    mimeTypes: ['application/x-mach-binary'],
    heads: ['\xcf\xfa\xed\xfe\x07\0', '\xce\xfa\xed\xfe\x07\0'],
  },
  {
    endings: ['lnk'],
    mimeTypes: ['application/x-ms-shortcut'],
    heads: ['L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F\x9b'],
  },
];

const pdf: Format = {
  endings: ['pdf'],
  mimeTypes: ['application/pdf', 'application/x-pdf'],
  heads: ['%PDF-1.7', '\xef\xbb\xbf\r\n%pdf-1.4'],
};

/** Those that can be told from all others by their first bytes; of the rest, all within a row begin alike. */
const told = [pdf, ...images, ...archives, ...media, ...programs];
const formats = [...told, ...zips, ...containers, ...texts];

function bytes(head: string): Uint8Array {
  return Uint8Array.from(head, (character) => character.charCodeAt(0));
}

function file(name: string, head: string, mimeType = ''): FileFacts {
  return { name, size: 1000, mimeType, head: bytes(head) };
}

/** Anything but a mismatch goes. */
const anything: Limits = kayakoLimits;

describe.each(formats.map((format) => [format.endings[0] ?? '', format] as const))('a .%s', (_, format) => {
  const { endings, mimeTypes, heads } = format;
  const [mimeType = ''] = mimeTypes;

  it('goes by each of its endings, however it begins', () => {
    for (const ending of endings) {
      for (const head of heads) expect(checkFile(file(`a.${ending}`, head), anything)).toEqual([]);
    }
  });

  it('is declared under its own name, by ending or by any name that a browser gives', () => {
    for (const ending of endings) expect(mimeTypeOf(file(`a.${ending}`, '', 'application/x-else'))).toBe(mimeType);
    for (const name of mimeTypes) expect(mimeTypeOf(file('a', '', name))).toBe(mimeType);
  });

  it('goes where any of its names is listed, and not where none is', () => {
    for (const name of mimeTypes) {
      for (const ending of endings) {
        const one: Limits = { ...anything, types: { kind: 'only', mimeTypes: [name] } };
        expect(checkFile(file(`a.${ending}`, heads[0] ?? ''), one)).toEqual([]);
      }
    }
    const none: Limits = { ...anything, types: { kind: 'only', mimeTypes: ['application/x-else'] } };
    expect(checkFile(file(`a.${endings[0]}`, heads[0] ?? ''), none)).toMatchObject([{ kind: 'type-refused' }]);
  });

  it('does not go without an ending, under any of its names, where its main ending is blocked', () => {
    const blocked: Limits = { ...anything, types: { kind: 'except', endings: [endings[0] ?? ''] } };
    for (const name of mimeTypes) {
      expect(checkFile(file('a', 'x', name), blocked)).toEqual([{ kind: 'type-refused', type: name, by: 'mime' }]);
    }
  });
});

describe.each(told.map((format) => [format.shown ?? format.endings[0] ?? '', format] as const))(
  'the first bytes of a .%s',
  (shown, { heads, mimeTypes }) => {
    const [declared, declaredType] = shown === 'pdf' ? ['png', 'image/png'] : ['pdf', 'application/pdf'];

    it.each(heads)('tell what it is: %j', (head) => {
      expect(findType(bytes(head))).toEqual(typeOfEnding(shown));
      expect(mimeTypeOf(file('a', head))).toBe(mimeTypes[0]);
    });

    it.each(heads)('tell it under another name: %j', (head) => {
      const found = { kind: 'content-mismatch', found: shown };
      expect(checkFile(file(`a.${declared}`, head), anything)).toEqual([{ ...found, declared }]);
      expect(checkFile(file('a', head, declaredType), anything)).toEqual([{ ...found, declared: declaredType }]);
    });
  },
);

it.each([
  ['images', images],
  ['archives', archives],
  ['media', media],
  ['programs', programs],
])('%s go under the ending of another of them', (_, group) => {
  for (const { heads } of group) {
    for (const { endings } of group) expect(checkFile(file(`a.${endings[0]}`, heads[0] ?? ''), anything)).toEqual([]);
  }
});

it.each([
  ['html', '<!doctype html>'],
  ['html', '<html>'],
  ['html', '<html\n'],
  ['svg', '<svg>'],
  ['svg', '<svg xmlns="x">'],
  ['xml', '<?xml version="1.0"?><svgs>'],
  ['rtf', '{\\rtf1'],
  ['sh', '#!/bin/sh'],
  ['zip', zip],
  ['doc', ole],
])('finds %s in %j under the name of a PDF', (found, head) => {
  expect(checkFile(file('a.pdf', head), anything)).toEqual([{ kind: 'content-mismatch', declared: 'pdf', found }]);
});

it.each([
  '<htmlx>',
  'x<html>',
  '<svgs>',
  'x<svg>',
  'x<?xml',
  'x<!doctype html',
  'a %PDF-',
  'a#!',
  'M',
  'ZM',
  'xZ',
  'Mx',
])('finds nothing in %j', (head) => {
  expect(findType(bytes(head))).toBeUndefined();
});

it('looks no further than the head for a drawing, and takes one that is longer', () => {
  const drawing = `${'<?xml version="1.0"?>'.padEnd(headBytes - 5)}<svg>`;
  expect(findType(bytes(drawing))?.ending).toBe('svg');
  expect(findType(bytes(`<?xml version="1.0"?>${' '.repeat(headBytes)}<svg>`))?.ending).toBe('xml');
  expect(findType(bytes('%PDF-'.padEnd(20 * headBytes)))?.ending).toBe('pdf');
});

it('knows the names of a type, whichever it is asked by', () => {
  for (const { endings, mimeTypes } of formats) {
    for (const name of mimeTypes) {
      expect(namesOfMime(`${name.toUpperCase()}; charset=x`)).toEqual(mimeTypes);
      expect(typeOfMime(name)).toMatchObject({ ending: endings[0], mimeType: mimeTypes[0] });
    }
  }
});
