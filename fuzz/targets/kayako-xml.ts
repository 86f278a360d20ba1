import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { readAttachments } from '../../server/destinations/kayako/kayako-attachments.ts';
import { readXml, XmlError, type XmlEvent } from '../../server/destinations/kayako/xml-reader.ts';
import { type Cuts, chunksOf, cuts, names, spoiled } from '../inputs.ts';
import { must, target } from '../target.ts';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const attachment = fc
  .record({
    id: fc.nat(),
    name: names,
    size: fc.nat(),
    cdata: fc.boolean(),
    contents: fc.base64String({ maxLength: 40 }),
  })
  .map(({ id, name, size, cdata, contents }) => {
    const value = (text: string) => (cdata ? `<![CDATA[${text.replaceAll(']]>', ']] >')}]]>` : escaped(text));
    const fields = `<id>${id}</id><filename>${value(name)}</filename><filesize>${size}</filesize>`;
    return `<attachment>${fields}<dateline>1700000000</dateline><contents>${value(contents)}</contents></attachment>`;
  });

const documents = fc
  .tuple(
    fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', 'Notice: x in y.php\n<?xml version="1.0"?>'),
    fc.array(attachment, { maxLength: 3 }),
  )
  .map(([start, some]) => Buffer.from(`${start}<attachments a="b">${some.join('\n')}<!-- end --></attachments>`));

/** Neighbouring texts are one: where a text is cut means nothing. */
async function eventsOf(bytes: Buffer, at: Cuts): Promise<readonly unknown[]> {
  const seen: XmlEvent[] = [];
  try {
    for await (const event of readXml(chunksOf(bytes, at), 'attachments')) {
      const last = seen.at(-1);
      if (event.kind === 'text' && last?.kind === 'text') seen.splice(-1, 1, { ...last, text: last.text + event.text });
      else seen.push(event);
    }
    return seen;
  } catch (error) {
    if (error instanceof XmlError) return ['refused'];
    throw error;
  }
}

async function attachmentsOf(bytes: Buffer, at: Cuts): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const one of readAttachments(readXml(chunksOf(bytes, at), 'attachments'))) seen.push(one);
    return seen;
  } catch (error) {
    if (error instanceof XmlError) return ['refused'];
    throw error;
  }
}

/** Kayako's answers. */
export const kayakoXml = target({
  name: 'kayako-xml',
  perSecond: 8000,
  inputs: fc.record({ bytes: spoiled(documents), at: cuts }),
  open: () => ({
    async check({ bytes, at }) {
      must(isDeepStrictEqual(await eventsOf(bytes, at), await eventsOf(bytes, [])), 'the cuts change what is read');
      const whole = await attachmentsOf(bytes, []);
      must(isDeepStrictEqual(await attachmentsOf(bytes, at), whole), 'the cuts change the attachments');
    },
  }),
});
