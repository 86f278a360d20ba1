import { describe, expect, it } from 'vitest';
import {
  bareMimeType,
  endingOf,
  findType,
  looksLikeText,
  namesOfMime,
  typeOfEnding,
  typeOfMime,
} from './file-types.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

describe('endingOf', () => {
  it.each([
    ['invoice.PDF', 'pdf'],
    ['archive.tar.gz', 'gz'],
    ['README', ''],
    ['.bashrc', ''],
    ['Orçamento nº 5 – 見積.pdf', 'pdf'],
    ['virus.exe. ', 'exe'],
    ['virus.exe...', 'exe'],
    ['', ''],
    ['.', ''],
  ])('of %j is %j', (name, ending) => {
    expect(endingOf(name)).toBe(ending);
  });
});

describe('bareMimeType', () => {
  it.each([
    ['Text/Plain; charset=utf-8', 'text/plain'],
    ['application/vnd.ms-excel', 'application/vnd.ms-excel'],
    ['', ''],
    ['pdf', ''],
    ['text/plain\r\nX: y', ''],
  ])('of %j is %j', (value, bare) => {
    expect(bareMimeType(value)).toBe(bare);
  });
});

describe('findType', () => {
  it.each<[string, Uint8Array, string | undefined]>([
    ['a PNG', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0), 'png'],
    ['a JPEG', bytes(0xff, 0xd8, 0xff, 0xe0), 'jpg'],
    ['a GIF', text('GIF89a'), 'gif'],
    ['a WebP', text('RIFF\u0001\u0001\u0001\u0001WEBPVP8 '), 'webp'],
    ['a WAV', text('RIFF\u0001\u0001\u0001\u0001WAVEfmt '), 'wav'],
    ['a PDF', text('%PDF-1.7\n'), 'pdf'],
    ['a PDF after a mark and white space', text('\ufeff\r\n%PDF-1.4'), 'pdf'],
    ['a ZIP', bytes(0x50, 0x4b, 3, 4), 'zip'],
    ['an empty ZIP', bytes(0x50, 0x4b, 5, 6), 'zip'],
    ['an OLE container', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), 'doc'],
    ['a RAR', text('Rar!\u001a\u0007\u0001\u0000'), 'rar'],
    ['an HEIC', text('\u0000\u0000\u0000\u0018ftypheic'), 'heic'],
    ['an AVIF', text('\u0000\u0000\u0000\u0018ftypavif'), 'avif'],
    ['an MP4', text('\u0000\u0000\u0000\u0018ftypisom'), 'mp4'],
    ['a QuickTime film', text('\u0000\u0000\u0000\u0014ftypqt  '), 'mov'],
    ['a Windows program', bytes(0x4d, 0x5a, 0x90, 0, 3), 'exe'],
    ['a Linux program', bytes(0x7f, 0x45, 0x4c, 0x46, 2), 'elf'],
    ['a shell script', text('#!/bin/sh\n'), 'sh'],
    ['a page', text('  <!DOCTYPE html><html>'), 'html'],
    ['a page without a doctype', text('<html lang="en">'), 'html'],
    ['a drawing', text('<?xml version="1.0"?>\n<svg xmlns="…">'), 'svg'],
    ['XML', text('<?xml version="1.0"?><a/>'), 'xml'],
    ['plain text', text('Dear all,\n'), undefined],
    ['nothing', bytes(), undefined],
    ['a cut signature', bytes(0x89, 0x50), undefined],
  ])('knows %s', (_, head, ending) => {
    expect(findType(head)?.ending).toBe(ending);
  });
});

describe('the table of types', () => {
  it('names one type by each of its MIME types and endings', () => {
    expect(typeOfMime('application/x-zip-compressed')?.mimeType).toBe('application/zip');
    expect(typeOfEnding('jpeg')).toEqual({ ending: 'jpeg', mimeType: 'image/jpeg', family: 'image' });
    expect(namesOfMime('application/zip')).toContain('application/x-zip-compressed');
    expect(namesOfMime('application/unheard-of')).toEqual(['application/unheard-of']);
    expect(typeOfEnding('unheardof')).toBeUndefined();
    expect(typeOfMime('')).toBeUndefined();
  });

  it('does not mistake an inherited name for a type', () => {
    expect(typeOfEnding('constructor')).toBeUndefined();
    expect(typeOfEnding('__proto__')).toBeUndefined();
  });
});

describe('looksLikeText', () => {
  it('takes line ends, tabs and any script, and no other control character', () => {
    expect(looksLikeText(text('a\tb\r\nç 見積'))).toBe(true);
    expect(looksLikeText(bytes(0x61, 0x00))).toBe(false);
  });
});
