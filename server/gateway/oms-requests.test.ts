import { describe, expect, it } from 'vitest';
import { PutForm, PutRequest } from './oms-requests.ts';
import { ByteSource } from './relay/byte-source.ts';
import { readMultipartParts } from './relay/multipart-parts.ts';
import { readOmsJson } from './relay/oms-json-parts.ts';
import { FileError, RequestError, type RequestPart } from './relay/request-part.ts';
import { Room, Spool } from './relay/spool.ts';
import { v1Operations } from './v1/operations.ts';

type Verdict = 'accepted' | 'refused';

async function* once(bytes: string): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes);
}

/** What the reader says of all of a body; one without a file is refused whatever else it has. */
async function verdictOf(parts: AsyncIterable<RequestPart>): Promise<Verdict> {
  let files = 0;
  try {
    for await (const part of parts) {
      if (part.kind === 'unreadable') return 'refused';
      if (part.kind === 'field') continue;
      for await (const _ of part.bytes);
      await part.kept?.release();
      files += 1;
    }
  } catch (error) {
    if (error instanceof RequestError || error instanceof FileError) return 'refused';
    throw error;
  }
  return files > 0 ? 'accepted' : 'refused';
}

async function readerOf(json: string): Promise<Verdict> {
  const spool = new Spool(new Room(1000));
  try {
    return await verdictOf(readOmsJson(new ByteSource(once(json)), spool));
  } finally {
    await spool.dispose();
  }
}

const documentOf = (success: boolean): Verdict => (success ? 'accepted' : 'refused');

const file = { nome_arquivo: 'a.txt', tipo_arquivo: 'text/plain', arquivo_base64: 'aGVsbG8=' };
const { nome_arquivo, tipo_arquivo, arquivo_base64 } = file;
const attachments = [file];
/** A body with one file, of which these fields are other than usual. */
const withFile = (change: object) => JSON.stringify({ attachments: [{ ...file, ...change }] });
const json = JSON.stringify;

describe('what the document says of put/ticket_attachments, the reader does', () => {
  it.each<[Verdict, string]>([
    ['accepted', json({ auth: 'token', zoho_id: '1', ticket_number: '2', chamado_id: '3', attachments })],
    ['accepted', json({ anexos: [{ name: nome_arquivo, contentType: tipo_arquivo, base64: arquivo_base64 }] })],
    ['accepted', json({ attachments: [file, file], unknown: { deep: [1] } })],
    ...['auth', 'zoho_id', 'ticket_number', 'chamado_id'].flatMap((field): [Verdict, string][] => [
      ['accepted', json({ [field]: '', attachments })],
      ['accepted', json({ [field]: null, attachments })],
      ['accepted', json({ [field]: 10321, attachments })],
      ['accepted', json({ [field]: -1, attachments })],
      ['accepted', `{"${field}":482910000007310021,"attachments":${json(attachments)}}`],
      ['refused', json({ [field]: 1.5, attachments })],
      ['refused', json({ [field]: true, attachments })],
      ['refused', json({ [field]: ['1'], attachments })],
      ['refused', json({ [field]: { id: '1' }, attachments })],
    ]),
    ['refused', json({ auth: 'token' })],
    ['refused', json({ attachments: [] })],
    ['refused', json({ attachments: null })],
    ['refused', json({ attachments: 'a.txt' })],
    ['refused', json({ attachments: file })],
    ['refused', json({ attachments: [null] })],
    ['refused', json({ attachments: [arquivo_base64] })],
    ['refused', json({ attachments: [file, {}] })],
    ['accepted', json({ attachments, anexos: null })],
    ['accepted', json({ attachments: null, anexos: attachments })],
    ['refused', json({ attachments, anexos: attachments })],
    ['refused', json({ attachments, anexos: [] })],
    ['accepted', withFile({ nome_arquivo: 12 })],
    ['accepted', withFile({ nome_arquivo: '' })],
    ['refused', withFile({ nome_arquivo: null })],
    ['refused', withFile({ nome_arquivo: undefined })],
    ['refused', withFile({ nome_arquivo: true })],
    ['refused', withFile({ nome_arquivo: ['a.txt'] })],
    ['refused', withFile({ name: nome_arquivo })],
    ['refused', withFile({ name: null })],
    ['accepted', withFile({ tipo_arquivo: undefined })],
    ['accepted', withFile({ tipo_arquivo: null })],
    ['accepted', withFile({ tipo_arquivo: 7 })],
    ['refused', withFile({ tipo_arquivo: false })],
    ['refused', withFile({ tipo_arquivo: {} })],
    ['refused', withFile({ contentType: tipo_arquivo })],
    ['refused', withFile({ contentType: null })],
    ['accepted', withFile({ arquivo_base64: '' })],
    ['refused', withFile({ arquivo_base64: undefined })],
    ['refused', withFile({ arquivo_base64: null })],
    ['refused', withFile({ arquivo_base64: 1234 })],
    ['refused', withFile({ arquivo_base64: [arquivo_base64] })],
    ['refused', withFile({ base64: arquivo_base64 })],
    ['refused', json(attachments)],
    ['refused', json('attachments')],
    ['refused', 'null'],
  ])('%s: %s', async (verdict, body) => {
    expect(await readerOf(body)).toBe(verdict);
    expect(documentOf(PutRequest.safeParse(JSON.parse(body)).success)).toBe(verdict);
  });

  it.each<[Verdict, string]>([
    ['accepted', '0'],
    ['accepted', '500'],
    ['accepted', '999999999999'],
    ['refused', '1000000000000'],
    ['refused', ''],
    ['refused', '-1'],
    ['refused', '1e3'],
    ['refused', ' 5'],
  ])('%s: a form with the size %j', async (verdict, size) => {
    const part = (disposition: string, content: string) =>
      `--b\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
    const form = `${part('name="size"', size)}${part('name="file"; filename="a.txt"', 'hello')}--b--\r\n`;
    expect(await verdictOf(readMultipartParts(new ByteSource(once(form)), 'b'))).toBe(verdict);
    expect(documentOf(PutForm.safeParse({ size, attachments: ['hello'] }).success)).toBe(verdict);
    const FileForm = v1Operations.upload.bodies['multipart/form-data'];
    expect(documentOf(FileForm.safeParse({ size, file: 'hello' }).success)).toBe(verdict);
  });
});
