import { describe, expect, it } from 'vitest';
import { checkFile, checkSelection, type FileFacts, mimeTypeOf } from './check.ts';
import { deskLimits, type Limits, megabyte, omsLimits } from './limits.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const zipHead = Uint8Array.from([0x50, 0x4b, 3, 4]);
const oleHead = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
const exeHead = Uint8Array.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4]);

function file(name: string, changes: Partial<FileFacts> = {}): FileFacts {
  return { name, size: 1000, mimeType: '', head: text('some words'), ...changes };
}

describe('checkFile, with what Desk takes', () => {
  it.each<[string, FileFacts]>([
    ['a PDF', file('a.pdf', { head: text('%PDF-1.7'), mimeType: 'application/pdf' })],
    ['a .csv without a MIME type', file('a.csv')],
    ['a .csv that Windows calls Excel', file('a.csv', { mimeType: 'application/vnd.ms-excel' })],
    ['a .msg without a MIME type', file('a.msg', { head: oleHead })],
    ['an .xlsx without a MIME type', file('a.xlsx', { head: zipHead })],
    ['an encrypted .xlsx, which is an OLE container', file('a.xlsx', { head: oleHead })],
    ['an .xls that is HTML', file('a.xls', { head: text('<html><table>') })],
    [
      'a .jpg that is a PNG',
      file('a.jpg', { head: Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) }),
    ],
    ['a text that begins with MZ', file('notes.txt', { head: text('MZ-80 manual, page 1') })],
    ['a script under an ending of its own', file('tool.py', { head: text('#!/usr/bin/python3') })],
    ['an ending nobody knows', file('a.xyz')],
    ['a file of exactly the limit', file('a.bin', { size: 20 * megabyte })],
    ['a name of as many characters as may be', file(`${'é'.repeat(96)}.txt`)],
    ['characters of two halves, each counted once', file(`${'😀'.repeat(96)}.txt`)],
    ['dots and spaces around letters', file('. a .b. ')],
    ['a name in another script', file('Orçamento nº 5 – 見積.pdf', { head: text('%PDF-1.7') })],
  ])('lets %s go', (_, facts) => {
    expect(checkFile(facts, deskLimits)).toEqual([]);
  });

  it.each<[string, FileFacts, readonly unknown[]]>([
    ['an empty file', file('a.pdf', { size: 0, head: text('') }), [{ kind: 'empty' }]],
    ['an unreadable file', file('a.pdf', { head: undefined }), [{ kind: 'unreadable' }]],
    [
      'one byte too many',
      file('a.bin', { size: 20 * megabyte + 1 }),
      [{ kind: 'too-large', size: 20 * megabyte + 1, limit: 20 * megabyte }],
    ],
    ['a program', file('a.exe', { head: exeHead }), [{ kind: 'type-refused', type: 'exe', by: 'ending' }]],
    [
      'a program with a hidden ending',
      file('a.EXE. ', { head: exeHead }),
      [{ kind: 'type-refused', type: 'exe', by: 'ending' }],
    ],
    [
      'a program named .pdf',
      file('invoice.pdf', { head: exeHead }),
      [{ kind: 'content-mismatch', declared: 'pdf', found: 'exe' }],
    ],
    [
      'a program named .txt',
      file('invoice.txt', { head: exeHead }),
      [{ kind: 'content-mismatch', declared: 'txt', found: 'exe' }],
    ],
    [
      'a program without an ending',
      file('setup', { head: exeHead }),
      [{ kind: 'type-refused', type: 'exe', by: 'content' }],
    ],
    [
      'a program by its MIME type',
      file('setup', { mimeType: 'application/x-msdownload' }),
      [{ kind: 'type-refused', type: 'application/x-msdownload', by: 'mime' }],
    ],
    [
      'an archive named .pdf',
      file('a.pdf', { head: zipHead }),
      [{ kind: 'content-mismatch', declared: 'pdf', found: 'zip' }],
    ],
    [
      'a page named .png',
      file('a.png', { head: text('<!doctype html>') }),
      [{ kind: 'content-mismatch', declared: 'png', found: 'html' }],
    ],
    [
      'a name that is too long',
      file(`${'é'.repeat(97)}.pdf`, { head: text('%PDF-1') }),
      [{ kind: 'name-too-long', length: 101, limit: 100 }],
    ],
    ['a name of dots', file(' .. '), [{ kind: 'name-unusable', why: 'blank' }]],
    ['no name', file(''), [{ kind: 'name-unusable', why: 'blank' }]],
    ['a path', file('../../etc/passwd'), [{ kind: 'name-unusable', why: 'path' }]],
    ['a path of Windows', file('C:\\a.txt'), [{ kind: 'name-unusable', why: 'path' }]],
    ['a byte of zero in the name', file('a.txt\0'), [{ kind: 'name-unusable', why: 'control-characters' }]],
    ['a line end in the name', file('a\r\nb.txt'), [{ kind: 'name-unusable', why: 'control-characters' }]],
    [
      'a name that reads backwards',
      file('invoice\u202efdp.txt'),
      [{ kind: 'name-unusable', why: 'direction-override' }],
    ],
  ])('refuses %s', (_, facts, findings) => {
    expect(checkFile(facts, deskLimits)).toEqual(findings);
  });

  it('tells every reason at once', () => {
    const findings = checkFile(file('a/b.exe', { size: 30 * megabyte, head: exeHead }), deskLimits);
    expect(findings.map((one) => one.kind)).toEqual(['name-unusable', 'too-large', 'type-refused']);
  });

  it('refuses each character that turns the direction of reading, and no neighbour of theirs', () => {
    const turning = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069];
    for (let code = 0x2020; code < 0x2070; code += 1) {
      const name = `a${String.fromCharCode(code)}b.txt`;
      const finding = { kind: 'name-unusable', why: 'direction-override' };
      expect(checkFile(file(name), deskLimits)).toEqual(turning.includes(code) ? [finding] : []);
    }
  });

  it('goes by the MIME type only where the ending says nothing, or for a program', () => {
    const limits: Limits = { ...deskLimits, types: { kind: 'except', endings: ['xls', 'exe'] } };
    const excel = 'application/vnd.ms-excel; charset=x';
    const program = 'application/x-msdownload';
    expect(checkFile(file('a.csv', { mimeType: excel }), limits)).toEqual([]);
    for (const name of ['a', 'a.xyz']) {
      expect(checkFile(file(name, { mimeType: excel }), limits)).toEqual([
        { kind: 'type-refused', type: 'application/vnd.ms-excel', by: 'mime' },
      ]);
    }
    expect(checkFile(file('a.csv', { mimeType: program }), limits)).toEqual([
      { kind: 'type-refused', type: program, by: 'mime' },
    ]);
    const others: Limits = { ...deskLimits, types: { kind: 'except', endings: ['zip'] } };
    for (const mimeType of [excel, program]) expect(checkFile(file('a.csv', { mimeType }), others)).toEqual([]);
  });

  it('goes by the content only where nothing else tells, and only for a program', () => {
    const limits: Limits = { ...deskLimits, types: { kind: 'except', endings: ['exe', 'pdf'] } };
    expect(checkFile(file('a', { head: text('%PDF-1.7') }), limits)).toEqual([]);
    expect(checkFile(file('a', { head: exeHead, mimeType: 'application/octet-stream' }), limits)).toEqual([
      { kind: 'type-refused', type: 'exe', by: 'content' },
    ]);
    expect(
      checkFile(file('a', { head: exeHead }), { ...deskLimits, types: { kind: 'except', endings: ['elf'] } }),
    ).toEqual([]);
    for (const name of ['MZ-80', 'page.html', 'notes.txt']) {
      expect(checkFile(file(name, { head: text('MZ-80 manual, page 1') }), limits)).toEqual([]);
    }
    expect(checkFile(file('page.html', { head: exeHead }), limits)).toEqual([
      { kind: 'content-mismatch', declared: 'html', found: 'exe' },
    ]);
    expect(checkFile(file('a.png', { head: text('MZ-80 manual, page 1') }), limits)).toEqual([
      { kind: 'content-mismatch', declared: 'png', found: 'exe' },
    ]);
  });

  it('names what was declared: the ending, else the MIME type', () => {
    const mimeType = 'Image/PNG; x=y';
    expect(checkFile(file('a', { mimeType, head: zipHead }), deskLimits)).toEqual([
      { kind: 'content-mismatch', declared: 'image/png', found: 'zip' },
    ]);
    expect(checkFile(file('a.xyz', { mimeType, head: zipHead }), deskLimits)).toEqual([
      { kind: 'content-mismatch', declared: 'xyz', found: 'zip' },
    ]);
  });

  it.each<[string, string, Uint8Array]>([
    ['odt', 'doc', oleHead],
    ['zip', 'doc', oleHead],
    ['pptx', 'html', text('<html>')],
    ['ppt', 'pdf', text('%PDF-1')],
    ['txt', 'zip', zipHead],
    ['html', 'zip', zipHead],
    ['mp4', 'html', text('<html>')],
  ])('finds that a .%s which is %s is none', (ending, found, head) => {
    expect(checkFile(file(`a.${ending}`, { head }), deskLimits)).toEqual([
      { kind: 'content-mismatch', declared: ending, found },
    ]);
  });

  it('lets mark-up go that is another text', () => {
    expect(checkFile(file('a.html', { head: text('{\\rtf1') }), deskLimits)).toEqual([]);
  });

  it('follows the endings that the administrator blocks', () => {
    const limits: Limits = { ...deskLimits, types: { kind: 'except', endings: ['zip'] } };
    expect(checkFile(file('a.zip', { head: zipHead }), limits)).toEqual([
      { kind: 'type-refused', type: 'zip', by: 'ending' },
    ]);
    expect(checkFile(file('a', { head: zipHead, mimeType: 'application/x-zip-compressed' }), limits)).toEqual([
      { kind: 'type-refused', type: 'application/x-zip-compressed', by: 'mime' },
    ]);
    expect(checkFile(file('a.exe', { head: exeHead }), limits)).toEqual([]);
    expect(checkFile(file('a.pdf', { head: exeHead }), limits)).toHaveLength(1);
  });
});

describe('checkFile, with what OMS takes', () => {
  it.each<[string, FileFacts]>([
    ['a PDF without a MIME type', file('a.pdf', { head: text('%PDF-1.7') })],
    ['a ZIP as Windows names it', file('a.zip', { head: zipHead, mimeType: 'application/x-zip-compressed' })],
    ['an .xlsx without a MIME type', file('a.xlsx', { head: zipHead })],
    ['a log', file('a.log')],
    ['a PDF without an ending, by its content', file('scan', { head: text('%PDF-1.7') })],
  ])('lets %s go', (_, facts) => {
    expect(checkFile(facts, omsLimits)).toEqual([]);
  });

  it.each<[string, FileFacts, readonly unknown[]]>([
    ['a film', file('a.mp4', { mimeType: 'video/mp4' }), [{ kind: 'type-refused', type: 'mp4', by: 'ending' }]],
    ['a .csv', file('a.csv'), [{ kind: 'type-refused', type: 'csv', by: 'ending' }]],
    [
      'a .csv called text',
      file('a.csv', { mimeType: 'text/plain' }),
      [{ kind: 'type-refused', type: 'csv', by: 'ending' }],
    ],
    ['what has no type', file('data'), [{ kind: 'type-refused', type: 'application/octet-stream', by: 'content' }]],
    [
      'a film by its MIME type',
      file('data', { mimeType: 'video/mp4' }),
      [{ kind: 'type-refused', type: 'video/mp4', by: 'mime' }],
    ],
    [
      'a program named .pdf',
      file('a.pdf', { head: exeHead }),
      [{ kind: 'content-mismatch', declared: 'pdf', found: 'exe' }],
    ],
  ])('refuses %s', (_, facts, findings) => {
    expect(checkFile(facts, omsLimits)).toEqual(findings);
  });
});

describe('checkSelection', () => {
  it('refuses only the files past the count, and does not count refused ones', () => {
    const limits: Limits = { ...deskLimits, files: 2 };
    const findings = checkSelection([file('a'), file('b.exe'), file('c'), file('d')], limits);
    expect(findings[0]).toEqual([]);
    expect(findings[1]).toHaveLength(1);
    expect(findings[2]).toEqual([]);
    expect(findings[3]).toEqual([{ kind: 'too-many', count: 4, limit: 2 }]);
  });

  it('refuses only the files past the total, and takes a smaller one after', () => {
    const limits: Limits = { ...deskLimits, totalBytes: 2500 };
    expect(checkSelection([file('a', { size: 2500 })], limits)).toEqual([[]]);
    const sizes = [1000, 1000, 1000, 500].map((size, at) => file(`${at}`, { size }));
    expect(checkSelection(sizes, limits)).toEqual([
      [],
      [],
      [{ kind: 'total-too-large', total: 3000, limit: 2500 }],
      [],
    ]);
  });
});

describe('mimeTypeOf', () => {
  it.each<[string, FileFacts, string]>([
    ['by the ending', file('a.csv', { mimeType: 'application/vnd.ms-excel' }), 'text/csv'],
    ['by what the browser says', file('a', { mimeType: 'image/x-png' }), 'image/png'],
    ['by what the browser says, unknown to us', file('a.xyz', { mimeType: 'Chemical/x-xyz; a=b' }), 'chemical/x-xyz'],
    [
      'by the first bytes',
      file('a', { mimeType: 'application/octet-stream', head: text('%PDF-1.7') }),
      'application/pdf',
    ],
    ['as bytes where nothing tells', file('a'), 'application/octet-stream'],
    ['as bytes where the first bytes could not be read', file('a', { head: undefined }), 'application/octet-stream'],
    ['by the ending, without its first bytes', file('a.pdf', { head: undefined }), 'application/pdf'],
    ['by the first bytes under an unknown ending', file('a.xyz', { head: zipHead }), 'application/zip'],
    ['not by a MIME type that is none', file('a', { mimeType: 'pdf' }), 'application/octet-stream'],
  ])('goes %s', (_, facts, mimeType) => {
    expect(mimeTypeOf(facts)).toBe(mimeType);
  });
});
