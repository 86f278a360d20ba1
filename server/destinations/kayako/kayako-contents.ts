import { Readable } from 'node:stream';
import { mimeTypeOf } from '../../../contract/check.ts';
import { bytesOfBase64 } from '../base64.ts';
import type { ContentStream } from '../destination.ts';
import { exactSize } from '../exact-size.ts';
import { readXml, XmlError } from './xml-reader.ts';

/** Longest of the values before the contents, in characters. */
const longestValue = 4096;

/**
 * The one file in an answer, decoded as it arrives.
 * @param source destroyed when the file has been read, or is no longer wanted
 * @throws where the answer ends, or turns out to be no XML, before the file begins
 */
export async function openContents(source: Readable): Promise<ContentStream> {
  const events = readXml(source, 'attachments');
  const values = new Map<string, string>();
  let name: string | undefined;
  for (;;) {
    const step = await events.next();
    if (step.done) throw new XmlError('there are no contents');
    const event = step.value;
    if (event.kind === 'open') name = event.name;
    if (name === 'contents') break;
    if (event.kind === 'close') name = undefined;
    if (event.kind === 'text' && name !== undefined) {
      const value = `${values.get(name) ?? ''}${event.text}`;
      if (value.length > longestValue) throw new XmlError(`<${name}> is too long`);
      values.set(name, value);
    }
  }

  async function* texts(): AsyncGenerator<string> {
    for await (const event of events) {
      if (event.kind === 'open') throw new XmlError('the contents are no text');
      if (event.kind === 'close') return;
      yield event.text;
    }
  }

  const filesize = values.get('filesize') ?? '';
  const size = /^\d{1,15}$/.test(filesize) ? Number(filesize) : undefined;
  const stream = Readable.from(exactSize(bytesOfBase64(withoutRemnant(texts())), size), { objectMode: false });
  stream.once('close', () => source.destroy());
  const mimeType = mimeTypeOf({ name: values.get('filename') ?? '', mimeType: '', head: undefined });
  return { kind: 'content', stream, size, mimeType };
}

/** Kayako puts CDATA into CDATA, and so leaves a `]]>` behind the base64 (seed 003). */
async function* withoutRemnant(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let remnant = '';
  for await (const text of texts) {
    const at = remnant === '' ? text.indexOf(']') : 0;
    yield at === -1 ? text : text.slice(0, at);
    if (at !== -1) remnant += text.slice(at, at + 100);
  }
  if (!['', ']]>'].includes(remnant.trim())) throw new XmlError('there is something else than base64');
}
