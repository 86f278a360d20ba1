import { describe, expect, it } from 'vitest';
import { checkFile, checkSelection, type FileFacts } from './check.ts';
import {
  biginLimits,
  crmLimits,
  deskLimits,
  executableEndings,
  kayakoLimits,
  Limits,
  megabyte,
  omsLimits,
  omsMimeTypes,
  productLimits,
  topTicketsLimits,
  topTicketsMimeTypes,
} from './limits.ts';

const head = new TextEncoder().encode('some words');

function file(name: string, size = 1000): FileFacts {
  return { name, size, mimeType: '', head };
}

/** A text's name of so many characters. */
function named(length: number): string {
  return `${'n'.repeat(length - 4)}.txt`;
}

describe.each([
  ['Desk', deskLimits, 20, 100],
  ['OMS', omsLimits, 10, 100],
  ['CRM', crmLimits, 100, 250],
  ['Bigin', biginLimits, 20, 250],
  ['Kayako', kayakoLimits, 5, 255],
  ['TopTickets', topTicketsLimits, 30, 255],
])('what %s takes', (_, limits, megabytes, nameLength) => {
  it(`is at most ${megabytes} MB a file`, () => {
    const fileBytes = megabytes * 1_048_576;
    expect(checkFile(file('a.txt', fileBytes), limits)).toEqual([]);
    expect(checkFile(file('a.txt', fileBytes + 1), limits)).toEqual([
      { kind: 'too-large', size: fileBytes + 1, limit: fileBytes },
    ]);
  });

  it(`is at most ${nameLength} characters a name`, () => {
    expect(checkFile(file(named(nameLength)), limits)).toEqual([]);
    expect(checkFile(file(named(nameLength + 1)), limits)).toEqual([
      { kind: 'name-too-long', length: nameLength + 1, limit: nameLength },
    ]);
  });

  it('is 500 files and 1 GB of one selection', () => {
    const many = Array.from({ length: 501 }, (__, at) => file(`${at}.txt`));
    const findings = checkSelection(many, limits);
    expect(findings.slice(0, 500).flat()).toEqual([]);
    expect(findings[500]).toEqual([{ kind: 'too-many', count: 501, limit: 500 }]);
    expect(limits.totalBytes).toBe(1024 ** 3);
  });

  it('is what travels in a pass', () => {
    expect(Limits.parse(JSON.parse(JSON.stringify(limits)))).toEqual(limits);
  });
});

it('counts megabytes as the services do', () => {
  expect(megabyte).toBe(1_048_576);
});

it('has limits for the connector of each product', () => {
  expect(productLimits).toEqual({ desk: deskLimits, crm: crmLimits, bigin: biginLimits });
});

describe('programs', () => {
  const programs = 'apk app bat cmd com cpl dll exe hta jar js jse lnk msi msp pif ps1 scr sh vbe vbs wsf wsh'.split(
    ' ',
  );

  it.each(programs)('.%s is refused by Desk', (ending) => {
    expect(checkFile(file(`setup.${ending}`), deskLimits)).toEqual([
      { kind: 'type-refused', type: ending, by: 'ending' },
    ]);
  });

  it('are no others', () => {
    expect(executableEndings).toHaveLength(programs.length);
  });

  it('are taken by Kayako, and by CRM and Bigin but for .exe', () => {
    for (const ending of programs) {
      expect(checkFile(file(`setup.${ending}`), kayakoLimits)).not.toContainEqual(
        expect.objectContaining({ kind: 'type-refused' }),
      );
      const refused = ending === 'exe' ? [{ kind: 'type-refused', type: 'exe', by: 'ending' }] : [];
      for (const limits of [crmLimits, biginLimits]) {
        expect(checkFile(file(`setup.${ending}`), limits).filter(({ kind }) => kind === 'type-refused')).toEqual(
          refused,
        );
      }
    }
  });
});

describe('a list of types', () => {
  it('of OMS is the one of seed 000', () => {
    expect(omsMimeTypes.join(', ')).toBe(
      'application/pdf, image/jpeg, image/jpg, image/png, image/gif, application/msword, ' +
        'application/vnd.openxmlformats-officedocument.wordprocessingml.document, application/vnd.ms-excel, ' +
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet, text/plain, application/zip, ' +
        'application/x-rar-compressed, application/vnd.rar',
    );
    expect(omsLimits.types).toEqual({ kind: 'only', mimeTypes: omsMimeTypes });
  });

  it('of TopTickets is the one of seed 004', () => {
    expect(topTicketsMimeTypes.join(', ')).toBe(
      'text/plain, text/html, application/pdf, image/png, image/jpeg, image/gif, image/webp, video/mp4, video/webm, ' +
        'video/ogg, video/quicktime, application/zip, application/x-7z-compressed, application/gzip',
    );
    expect(topTicketsLimits.types).toEqual({ kind: 'only', mimeTypes: topTicketsMimeTypes });
  });
});

describe('limits of an administrator', () => {
  const valid = { fileBytes: 1, nameLength: 1, files: 1, totalBytes: 1, types: { kind: 'only', mimeTypes: [] } };

  it('may be as small as one of each', () => {
    expect(Limits.parse(valid)).toEqual(valid);
  });

  it.each(['fileBytes', 'nameLength', 'files', 'totalBytes'])(
    'are refused where %s is no whole number above 0',
    (field) => {
      for (const value of [0, -1, 1.5, '1', null, undefined]) {
        const read = Limits.safeParse({ ...valid, [field]: value });
        expect(read.error?.issues.map(({ path }) => path)).toEqual([[field]]);
      }
    },
  );

  it.each([
    { kind: 'none' },
    { kind: 'only' },
    { kind: 'only', mimeTypes: [1] },
    { kind: 'except', mimeTypes: [] },
    { kind: 'except', endings: 'exe' },
    undefined,
  ])('are refused where types are %j', (types) => {
    expect(Limits.safeParse({ ...valid, types }).success).toBe(false);
  });
});
