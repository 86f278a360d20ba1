import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Attachment } from '../destination.ts';
import { readAttachments } from './kayako-attachments.ts';
import { readXml, XmlError } from './xml-reader.ts';

interface Given {
  readonly id?: string;
  readonly filename?: string;
  readonly filesize?: string;
  readonly dateline?: string;
  /** More XML in the attachment. */
  readonly more?: string;
}

function attachment({ id = '12', filename = 'a.pdf', filesize = '345', dateline = '86400', more = '' }: Given = {}) {
  const fields = Object.entries({ id, filename, filesize, dateline });
  return `<attachment>${fields.map(([name, value]) => `<${name}>${value}</${name}>`).join('\n')}${more}</attachment>`;
}

async function read(...attachments: readonly string[]): Promise<readonly Attachment[]> {
  const xml = `<attachments>${attachments.join('\n')}</attachments>`;
  const seen: Attachment[] = [];
  for await (const one of readAttachments(readXml(Readable.from([Buffer.from(xml)]), 'attachments'))) seen.push(one);
  return seen;
}

const whole = {
  id: '12',
  name: 'a.pdf',
  size: 345,
  mimeType: 'application/pdf',
  createdAt: '1970-01-02T00:00:00.000Z',
};

describe('readAttachments', () => {
  it('reads each attachment with all its fields', async () => {
    expect(await read(attachment(), attachment({ id: '7' }))).toEqual([whole, { ...whole, id: '7' }]);
    expect(await read()).toEqual([]);
  });

  it('knows no type by a name without an ending', async () => {
    expect(await read(attachment({ filename: 'a' }))).toEqual([
      { ...whole, name: 'a', mimeType: 'application/octet-stream' },
    ]);
  });

  it.each([
    ['the contents, however long', `<contents>${'x'.repeat(9999)}</contents>`],
    ['elements in another', '<owner><id>99</id><filename>b.txt</filename></owner>'],
    ['white space between the fields, however long', ' '.repeat(9999)],
  ])('passes over %s', async (_, more) => {
    expect(await read(attachment({ more }))).toEqual([whole]);
  });

  it.each([
    ['id', 'x12'],
    ['id', '12x'],
    ['id', ''],
    ['filename', ''],
    ['filesize', ''],
    ['filesize', '-1'],
    ['filesize', '1.5'],
    ['dateline', '-1'],
    ['dateline', '100000000001'],
  ])('refuses an attachment whose %s is "%s"', async (name, value) => {
    await expect(read(attachment({ [name]: value }))).rejects.toThrow(new XmlError('an attachment lacks a field'));
  });

  it('takes a name of 4096 characters, and none of one more', async () => {
    const filename = 'x'.repeat(4096);
    expect(await read(attachment({ filename }))).toMatchObject([{ name: filename }]);
    await expect(read(attachment({ filename: `${filename}x` }))).rejects.toThrow(
      new XmlError('<filename> is too long'),
    );
  });
});
