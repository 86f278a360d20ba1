import { endingOf, typeOfEnding } from '../../../contract/file-types.ts';
import { omsAliases, omsMessages } from '../../../contract/oms.ts';
import { Base64Decoder, Base64Error } from './base64-decoder.ts';
import type { ByteSource } from './byte-source.ts';
import { JsonError, JsonReader } from './json-reader.ts';
import { FileObject, isAlias, readText } from './oms-json-file.ts';
import { FileError, isFieldName, RequestError, type RequestPart } from './request-part.ts';
import type { Spool } from './spool.ts';
import { skipUtf8Mark } from './text-of.ts';

const mostFields = 100;
const bounds = { depth: 16, stringBytes: 64 * 1024 };

/**
 * Reads the JSON of `put/ticket_attachments` (seed 000) as it arrives: fields and files in whatever order they come.
 * A file whose name or type is not known when its content comes is kept in the spool until its object ends.
 * @throws RequestError where the body is not such JSON; FileError from a file's bytes where its base64 is broken
 */
export async function* readOmsJson(source: ByteSource, spool: Spool): AsyncGenerator<RequestPart, void> {
  const reader = new JsonReader(source, bounds);
  const seen = new Set<string>();
  let list: string | undefined;
  try {
    if (!(await skipUtf8Mark(source)) || (await reader.peek()) !== openBrace)
      throw new RequestError(400, 'The body must be a JSON object');
    for await (const key of reader.keys()) {
      if (seen.has(key)) throw new RequestError(400, `The field ${shown(key)} is given twice`);
      seen.add(key);
      if (seen.size > mostFields) throw new RequestError(400, `The body has more than ${mostFields} fields`);
      if (isFieldName(key)) {
        const reading = await readText(reader);
        if (reading.kind === 'wrong') throw new RequestError(400, `${key} must be a string`);
        if (reading.text !== undefined) yield { kind: 'field', name: key, value: reading.text };
      } else if (isAlias(omsAliases.attachments, key)) {
        if (await isNull(reader)) continue;
        if (list !== undefined) throw new RequestError(400, `Both ${list} and ${key} are given: one is wanted`);
        list = key;
        yield* readList(reader, spool);
      } else {
        await reader.skip();
      }
    }
    await reader.end();
  } catch (error) {
    throw asRequestError(error);
  }
}

function asRequestError(error: unknown): unknown {
  return error instanceof JsonError ? new RequestError(400, `The body is not valid JSON: ${error.message}`) : error;
}

async function* readList(reader: JsonReader, spool: Spool): AsyncGenerator<RequestPart, void> {
  if ((await reader.peek()) !== openBracket) throw new RequestError(400, omsMessages.attachmentsRequired);
  for await (const index of reader.elements()) {
    if ((await reader.peek()) === openBrace) {
      yield* readFile(reader, spool, index);
    } else {
      await reader.skip();
      yield { kind: 'unreadable', name: undefined, status: 400, problem: `attachments[${index}] must be an object` };
    }
  }
}

/** Reads one file's object. Whatever is wrong with it ends this file alone: the others go on. */
async function* readFile(reader: JsonReader, spool: Spool, index: number): AsyncGenerator<RequestPart, void> {
  const object = new FileObject(reader, `attachments[${index}]`);
  const key = await object.toContent();
  if (key !== undefined) {
    const raw = reader.rawString();
    const bytes = decoded(raw, key, () => object.checkRest());
    const { name, mimeType, problem } = object;
    const known = name !== undefined && (mimeType !== undefined || typeOfEnding(endingOf(name)) !== undefined);
    if (known && !problem) yield { kind: 'file', name, mimeType: mimeType ?? '', size: undefined, bytes };
    else if (!problem) await object.keep(spool, bytes);
    for await (const _ of raw);
    await object.readRest();
    if (known && !problem) return;
  }
  const { name, mimeType = '', kept } = object;
  if (kept && name !== undefined && !object.problem) {
    yield { kind: 'file', name, mimeType, size: kept.size, bytes: kept.read(), kept };
    return;
  }
  await kept?.release();
  const missing = key === undefined ? 'arquivo_base64 is required' : 'nome_arquivo is required';
  const { status, message } = object.problem ?? new FileError(400, missing);
  yield { kind: 'unreadable', name, status, problem: message };
}

/**
 * Decodes a string of base64 as it stands in JSON: PHP writes each slash as `\\/`, others break it into lines.
 * @param atEnd called when all is decoded; the bytes have not ended before it has
 */
function decoded(raw: AsyncIterator<Buffer>, key: string, atEnd: () => Promise<void>): AsyncIterable<Buffer> {
  const decoder = new Base64Decoder();
  let ended = false;
  async function next(): Promise<IteratorResult<Buffer>> {
    try {
      while (!ended) {
        const { done, value } = await raw.next();
        if (done) ended = true;
        const bytes = done ? decoder.end() : decoder.write(value.includes(backslash) ? withoutEscapes(value) : value);
        if (bytes.length > 0) return { done: false, value: bytes };
      }
      await atEnd();
      return { done: true, value: undefined };
    } catch (error) {
      ended = true;
      if (error instanceof Base64Error) throw new FileError(400, `${key} is not valid base64: ${error.message}`);
      throw asRequestError(error);
    }
  }
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

function withoutEscapes(raw: Buffer): Buffer {
  const text = raw
    .toString('latin1')
    .replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, character: string) => {
      if (hex !== undefined) return asByte(Number.parseInt(hex, 16));
      if (whiteSpaceEscapes.has(character)) return ' ';
      // Not the letter itself: \b is a control character in JSON, and a letter of base64.
      return character === '/' ? character : foreign;
    });
  return Buffer.from(text, 'latin1');
}

/** What is no single byte is no base64 either. */
function asByte(code: number): string {
  return code <= 0xff ? String.fromCharCode(code) : foreign;
}

/** Stands for whatever is not of base64. */
const foreign = '\0';

const whiteSpaceEscapes: ReadonlySet<string> = new Set(['n', 'r', 't', 'f']);

/** A foreign key in a message: short, and harmless in a log. */
function shown(key: string): string {
  return JSON.stringify(key.slice(0, 64));
}

/** Whether null comes, as careless senders write for what they leave out; it is read then. */
async function isNull(reader: JsonReader): Promise<boolean> {
  return (await reader.peek()) === letterN && (await reader.scalar()) === null;
}

const openBrace = 0x7b;
const letterN = 0x6e;
const openBracket = 0x5b;
const backslash = 0x5c;
