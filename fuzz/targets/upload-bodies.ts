import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ByteSource } from '../../server/gateway/relay/byte-source.ts';
import { readMultipartParts } from '../../server/gateway/relay/multipart-parts.ts';
import { boundaryOf } from '../../server/gateway/relay/multipart-reader.ts';
import { readOmsJson } from '../../server/gateway/relay/oms-json-parts.ts';
import { FileError, RequestError, type RequestPart } from '../../server/gateway/relay/request-part.ts';
import { Room, Spool } from '../../server/gateway/relay/spool.ts';
import { type Cuts, chunksOf, cuts, names, spoiled, spoiledText } from '../inputs.ts';
import { must, target } from '../target.ts';
import { spoiledJson } from '../values.ts';

/** How much of what comes before its name is kept, in bytes. */
const roomBytes = 2000;

/** Each part, with a file's bytes or what was wrong with it, and what ended the whole. */
async function collect(parts: AsyncGenerator<RequestPart, void>): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const part of parts) seen.push(part.kind === 'file' ? await fileOf(part) : part);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    must(error.status >= 400 && error.status < 500, `a request ends with status ${error.status}`);
    seen.push({ status: error.status, problem: error.message });
  }
  return seen;
}

async function fileOf({ bytes, kept, ...rest }: Extract<RequestPart, { kind: 'file' }>): Promise<unknown> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of bytes) pieces.push(Buffer.from(piece));
    return { ...rest, content: Buffer.concat(pieces).toString('hex') };
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return { ...rest, status: error.status, problem: error.message };
  } finally {
    await kept?.release();
  }
}

async function readJsonBody(body: Buffer, at: Cuts): Promise<readonly unknown[]> {
  const spool = new Spool(new Room(roomBytes));
  try {
    return await collect(readOmsJson(new ByteSource(chunksOf(body, at)), spool));
  } finally {
    await spool.dispose();
  }
}

const contents = fc.uint8Array({ maxLength: 120 }).map((bytes) => Buffer.from(bytes));
const types = fc.constantFrom('application/pdf', 'text/plain; charset=utf-8', '', 'image/png');

const omsFile = fc
  .record({ name: names, type: types, content: contents, form: fc.nat(2) })
  .map(({ name, type, content, form }) => {
    const text = content.toString('base64');
    if (form === 0) return { nome_arquivo: name, tipo_arquivo: type, arquivo_base64: text };
    // Content before its name has to be kept.
    return form === 1 ? { name, contentType: type, base64: text } : { base64: text, name };
  });

const omsBodies = fc.record(
  {
    auth: fc.constant('token'),
    zoho_id: fc.constantFrom('1', 123456789012345, null),
    ticket_number: fc.constantFrom('1042', 7),
    attachments: fc.array(omsFile, { maxLength: 4 }),
    anexos: fc.constant([]),
    other: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: ['auth', 'attachments'] },
);

/** `put/ticket_attachments` in JSON. */
export const omsJson = target({
  name: 'oms-json',
  perSecond: 3000,
  inputs: fc.record({
    body: fc.oneof(
      spoiled(omsBodies.map((body) => Buffer.from(JSON.stringify(body)))),
      spoiledJson(omsBodies).map((text) => Buffer.from(text)),
    ),
    at: cuts,
  }),
  open: () => ({
    async check({ body, at }) {
      const [whole, cut] = [await readJsonBody(body, []), await readJsonBody(body, at)];
      must(isDeepStrictEqual(cut, whole), `the cuts change what is read: ${JSON.stringify([whole, cut])}`);
    },
  }),
});

const boundaries = fc.constantFrom('B', '----WebKitFormBoundaryABCDEFGH', "a'()+_,-./:=?z", '\\d+');

const heads = fc.record({
  name: fc.oneof(fc.constantFrom('auth', 'zoho_id', 'size', 'attachments', 'chamado_id'), names),
  fileName: fc.option(names, { nil: undefined }),
  extended: fc.boolean(),
  type: types,
});

const part = fc.record({ head: heads, content: contents }).map(({ head, content }) => {
  const { name, fileName, extended, type } = head;
  const quoted = (text: string) => text.replaceAll('"', '%22').replaceAll('\r\n', '%0D%0A');
  const file =
    fileName === undefined
      ? ''
      : extended
        ? `; filename*=UTF-8''${encodeURIComponent(Buffer.from(fileName).toString())}`
        : `; filename="${quoted(fileName)}"`;
  const line = `Content-Disposition: form-data; name="${quoted(name)}"${file}`;
  return Buffer.concat([Buffer.from(`${line}${type ? `\r\nContent-Type: ${type}` : ''}\r\n\r\n`), content]);
});

const forms = fc.record({ boundary: boundaries, parts: fc.array(part, { maxLength: 5 }) });

function bodyOf(boundary: string, parts: readonly Buffer[]): Buffer {
  const delimiter = Buffer.from(`--${boundary}\r\n`);
  const pieces = parts.flatMap((one) => [delimiter, one, Buffer.from('\r\n')]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

/** `put/ticket_attachments` as a form. */
export const multipart = target({
  name: 'multipart',
  perSecond: 8000,
  inputs: forms.chain(({ boundary, parts }) =>
    fc.record({
      boundary: fc.constant(boundary),
      body: spoiled(fc.constant(bodyOf(boundary, parts))),
      at: cuts,
    }),
  ),
  open: () => ({
    async check({ boundary, body, at }) {
      const read = (where: Cuts) => collect(readMultipartParts(new ByteSource(chunksOf(body, where)), boundary));
      const [whole, cut] = [await read([]), await read(at)];
      must(isDeepStrictEqual(cut, whole), `the cuts change what is read: ${JSON.stringify([whole, cut])}`);
    },
  }),
});

const contentTypes = fc
  .tuple(fc.constantFrom('multipart/form-data; ', 'Multipart/Form-Data;x=y;'), boundaries, fc.boolean())
  .map(([start, boundary, quoted]) => `${start}boundary=${quoted ? `"${boundary}"` : boundary}`);

/** The header that tells where parts of a form end. */
export const boundary = target({
  name: 'boundary',
  perSecond: 60_000,
  inputs: spoiledText(contentTypes),
  open: () => ({
    check(text) {
      const found = boundaryOf(text);
      must(found === undefined || (found.length > 0 && found.length <= 70), 'the boundary has no good length');
      must(found === undefined || /^[ -~]+$/.test(found), 'the boundary has foreign characters');
    },
  }),
});
