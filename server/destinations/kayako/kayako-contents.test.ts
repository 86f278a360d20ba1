import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it, vi } from 'vitest';
import { openContents } from './kayako-contents.ts';
import { XmlError } from './xml-reader.ts';

const contents = '<contents>JVBERi0x</contents>';

const open = (...pieces: readonly string[]) => openContents(Readable.from(pieces.map((piece) => Buffer.from(piece))));

/** An answer whose one attachment is made of these pieces. */
const openOne = (...pieces: readonly string[]) =>
  open('<attachments><attachment>', ...pieces, '</attachment></attachments>');

/** An answer that begins with the contents and then falls silent. */
function silentSource(): Readable {
  const source = new Readable({ read: () => undefined });
  source.push(`<attachments><attachment>${contents.slice(0, 18)}`);
  return source;
}

describe('openContents', () => {
  it('reads the size and the type, and the contents as bytes', async () => {
    const { stream, ...facts } = await openOne(`<filename>a.txt</filename><filesize>6</filesize>${contents}`);
    expect(facts).toEqual({ kind: 'content', size: 6, mimeType: 'text/plain' });
    expect(stream.readableObjectMode).toBe(false);
    expect((await buffer(stream)).toString()).toBe('%PDF-1');
  });

  it('knows no type by a name without an ending, nor without a name', async () => {
    for (const name of ['', '<filename>a</filename>']) {
      expect(await openOne(name, contents)).toMatchObject({ mimeType: 'application/octet-stream' });
    }
  });

  it.each(['', '6x', 'x6', '1234567890123456'])('knows no size where it is "%s"', async (filesize) => {
    const { size, stream } = await openOne(`<filesize>${filesize}</filesize>`, contents);
    expect(size).toBeUndefined();
    expect(await buffer(stream)).toHaveLength(6);
  });

  it('takes a value of 4096 characters before the contents, and none of one more', async () => {
    const name = (length: number) => [`<filename>${'x'.repeat(length - 1)}`, 'x</filename>'] as const;
    expect(await openOne(...name(4096), contents)).toMatchObject({ kind: 'content' });
    await expect(openOne(...name(4097), contents)).rejects.toThrow(new XmlError('<filename> is too long'));
  });

  it('passes over white space between the values, however long', async () => {
    const blank = ' '.repeat(9999);
    expect(await openOne(`<id>1</id>${blank}<filesize>6</filesize>${blank}`, contents)).toMatchObject({ size: 6 });
  });

  it('says that an answer has no contents', async () => {
    await expect(openOne('<id>1</id>')).rejects.toThrow(new XmlError('there are no contents'));
  });

  it.each([
    ['JVBERi0x]]>'],
    ['JVBERi0x', ']', ']', '>'],
    ['JVBERi0x]]', '>'],
    ['JVBERi0x]]> \n', '\t'],
    ['JVBE', 'Ri0x'],
  ])('reads %j with what CDATA leaves behind', async (...texts) => {
    const { stream } = await openOne('<contents>', ...texts, '</contents>');
    expect((await buffer(stream)).toString()).toBe('%PDF-1');
  });

  it.each([['JVBERi0x]'], ['JVBERi0x]]'], ['JVBERi0x]]>x'], ['JVBERi0x]]>', 'JVBERi0x'], ['JVBERi0x]', 'JVBERi0x']])(
    'refuses %j, in which more than CDATA is left behind',
    async (...texts) => {
      const { stream } = await openOne('<contents>', ...texts, '</contents>');
      await expect(buffer(stream)).rejects.toThrow(new XmlError('there is something else than base64'));
    },
  );

  it('refuses elements in the contents by what they are', async () => {
    const { stream } = await openOne('<contents>JVBE<b>Ri0x</b></contents>');
    await expect(buffer(stream)).rejects.toThrow(new XmlError('the contents are no text'));
  });

  it('lets go of a silent source when the contents are no longer wanted', async () => {
    const unread = silentSource();
    (await openContents(unread)).stream.destroy();
    const begun = silentSource();
    const { stream } = await openContents(begun);
    stream.once('data', () => stream.destroy());
    await vi.waitFor(() => expect([unread.destroyed, begun.destroyed]).toEqual([true, true]));
  });
});
