import * as z from 'zod';
import { mimeTypeOf } from '../../../contract/check.ts';
import type { Attachment } from '../destination.ts';
import { XmlError, type XmlEvent } from './xml-reader.ts';

/** All values come as digits in a text. */
const Fields = z.object({
  id: z.string().regex(/^\d+$/),
  filename: z.string(),
  filesize: z.coerce.number().int().min(0),
  /** Seconds since 1970. */
  dateline: z.coerce.number().int().min(0).max(100_000_000_000),
});

/** Longest value of a field, in characters; a file's contents are none. */
const longestValue = 4096;

/** The attachments in an answer, one after the other. What the files hold is passed over as it comes. */
export async function* readAttachments(events: AsyncIterable<XmlEvent>): AsyncGenerator<Attachment> {
  const path: string[] = [];
  let fields: Map<string, string> | undefined;
  for await (const event of events) {
    if (event.kind === 'open') {
      path.push(event.name);
      if (event.name === 'attachment') fields = new Map();
    } else if (event.kind === 'text') {
      const [parent, name = ''] = path.slice(-2);
      if (fields && parent === 'attachment' && name !== 'contents') append(fields, name, event.text);
    } else {
      path.pop();
      if (event.name === 'attachment' && fields) {
        yield describe(fields);
        fields = undefined;
      }
    }
  }
}

function append(fields: Map<string, string>, name: string, text: string): void {
  const value = `${fields.get(name) ?? ''}${text}`;
  if (value.length > longestValue) throw new XmlError(`<${name}> is too long`);
  fields.set(name, value);
}

function describe(fields: ReadonlyMap<string, string>): Attachment {
  const read = Fields.safeParse(Object.fromEntries(fields));
  if (!read.success) throw new XmlError('an attachment lacks a field');
  const { id, filename, filesize, dateline } = read.data;
  return {
    id,
    name: filename,
    size: filesize,
    // Kayako itself goes by the ending of the name.
    mimeType: mimeTypeOf({ name: filename, mimeType: '', head: undefined }),
    createdAt: new Date(dateline * 1000).toISOString(),
  };
}
