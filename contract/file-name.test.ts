import { describe, expect, it } from 'vitest';
import { checkFile } from './check.ts';
import { cleanName } from './file-name.ts';
import { deskLimits } from './limits.ts';

const family = '👩‍👩‍👧‍👦';

describe('cleanName', () => {
  it.each([
    'Orçamento nº 5 – 見積.pdf',
    'résumé (final).v2.docx',
    'فاتورة ۱۲.pdf',
    'می‌خواهم.txt',
    'ภาพหน้าจอ.png',
    `${family}.jpg`,
    '.bashrc',
    'README',
    'a "quoted" name, 100% & more; really.txt',
    'console.log',
    'com10.txt',
  ])('leaves %j as it is', (name) => {
    expect(cleanName(name, 100)).toBe(name);
  });

  it.each([
    ['C:\\fakepath\\photo.jpg', 'photo.jpg'],
    ['../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['/a/b/', 'b'],
    ['a.pdf/..', 'a.pdf'],
    ['a.pdf\\ . ', 'a.pdf'],
    ['a\u0000b\u0007\u007f\u009fc.txt', 'abc.txt'],
    ['two\r\nlines\tand\u0085more.txt', 'two lines and more.txt'],
    ['a\vb\fc.txt', 'a b c.txt'],
    ['  much \u00a0 white\u3000\u2003space \u2028.txt', 'much white space .txt'],
    ['invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['\u2066a\u2069\ufeff.txt', 'a.txt'],
    ['half \ud83d an emoji.txt', 'half an emoji.txt'],
    ['virus.exe. . ', 'virus.exe'],
    ['con', '_con'],
    ['NUL.tar.gz', '_NUL.tar.gz'],
    ['Lpt1.txt', '_Lpt1.txt'],
    ['com\u00b9', '_com\u00b9'],
    ['conout$', '_conout$'],
  ])('makes of %j %j', (name, cleaned) => {
    expect(cleanName(name, 100)).toBe(cleaned);
  });

  it.each(['', ' ', '.', '..', '. .', '/', '\\..\\', '\u0000\u202e', '\ud800'])(
    'finds a name in place of %j',
    (name) => {
      expect(cleanName(name, 100)).toBe('file');
      expect(cleanName(name, 100, 'application/pdf')).toBe('file.pdf');
      expect(cleanName(name, 100, 'application/octet-stream; x')).toBe('file');
    },
  );

  it.each([
    ['keeps the ending', `${'x'.repeat(200)}.pdf`, 20, `${'x'.repeat(16)}.pdf`],
    ['counts characters, not their halves', `${'😀'.repeat(10)}.png`, 10, `${'😀'.repeat(6)}.png`],
    ['cuts nothing that is seen as one', `a${family}${family}.png`, 12, `a${family}.png`],
    ['cuts no accents off', `${'e\u0301'.repeat(5)}.txt`, 9, 'e\u0301e\u0301.txt'],
    ['takes one character in pieces where there is no room for it', `a.${'e'}${'\u0301'.repeat(50)}`, 5, 'a'],
    ['leaves no space before the ending', 'abcd efgh.txt', 9, 'abcd.txt'],
    ['takes no half sentence for an ending', `Re. ${'this is long '.repeat(10)}`, 20, 'Re. this is long thi'],
    ['keeps one character before the ending', 'abc.pdf', 5, 'a.pdf'],
    ['keeps an ending of sixteen characters', `${'x'.repeat(30)}.${'e'.repeat(15)}`, 20, `xxxx.${'e'.repeat(15)}`],
    ['takes a longer one for none', `xx.${'e'.repeat(16)}${'f'.repeat(9)}`, 20, `xx.${'e'.repeat(16)}f`],
    ['cuts a name without an ending', 'x'.repeat(30), 20, 'x'.repeat(20)],
    ['cuts a name that is all ending', `.${'x'.repeat(12)}`, 10, `.${'x'.repeat(9)}`],
    ['drops an ending that leaves no room', 'abc.html', 4, 'abc'],
    ['makes no reserved name', 'console.txt', 7, '_co.txt'],
    ['goes down to one character', '見積.pdf', 1, '見'],
  ])('%s when it shortens', (_, name, longest, shortened) => {
    expect(cleanName(name, longest)).toBe(shortened);
  });

  it('satisfies the check, whatever it is given', () => {
    const pieces = [
      'a',
      '.',
      ' ',
      '/',
      '\\',
      '\u0000',
      '\u202e',
      'con',
      '見',
      family,
      '\ud83d',
      'e\u0301',
      '.pdf',
      '\u2028',
    ];
    for (let seed = 0; seed < 3000; seed += 1) {
      let rest = seed * 2_654_435_761;
      let name = '';
      for (; rest >= 1; rest = Math.floor(rest / pieces.length)) name += pieces[rest % pieces.length];
      for (const nameLength of [1, 3, 8, 100]) {
        const cleaned = cleanName(name, nameLength);
        const limits = { ...deskLimits, nameLength, types: { kind: 'except', endings: [] } as const };
        expect(checkFile({ name: cleaned, size: 1, mimeType: '', head: Uint8Array.of(0x78) }, limits)).toEqual([]);
        expect(cleanName(cleaned, nameLength)).toBe(cleaned);
      }
    }
  });
});
