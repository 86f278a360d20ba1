import { endingOf, typeOfEnding } from '../../../contract/file-types.ts';
import { omsAliases, omsMessages } from '../../../contract/oms.ts';
import { Base64Decoder, Base64Error } from './base64-decoder.ts';
import type { ByteSource } from './byte-source.ts';
import { JsonError, JsonReader } from './json-reader.ts';
import { FileError, isFieldName, RequestError, type RequestPart } from './request-part.ts';
import type { Spool, SpooledFile } from './spool.ts';

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
    if ((await reader.peek()) !== openBrace) throw new RequestError(400, 'The body must be a JSON object');
    for await (const key of reader.keys()) {
      if (seen.has(key)) throw new RequestError(400, `The field ${shown(key)} is given twice`);
      seen.add(key);
      if (seen.size > mostFields) throw new RequestError(400, `The body has more than ${mostFields} fields`);
      if (isFieldName(key)) {
        const value = await readText(reader, key);
        if (value !== undefined) yield { kind: 'field', name: key, value };
      } else if (isAlias(omsAliases.attachments, key)) {
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

async function* readFile(reader: JsonReader, spool: Spool, index: number): AsyncGenerator<RequestPart, void> {
  const file: { name?: string; mimeType?: string; problem?: FileError; kept?: SpooledFile; sent?: true } = {};
  const seen = new Map<string, string>();
  for await (const key of reader.keys()) {
    const role = roleOf(key);
    if (role === undefined) {
      await reader.skip();
      continue;
    }
    const earlier = seen.get(role);
    if (earlier !== undefined) throw new RequestError(400, `attachments[${index}] gives both ${earlier} and ${key}`);
    seen.set(role, key);
    if (role !== 'base64') {
      const value = await readText(reader, `attachments[${index}].${key}`);
      if (value !== undefined) file[role === 'name' ? 'name' : 'mimeType'] = value;
      continue;
    }
    if ((await reader.peek()) !== quote) {
      await reader.skip();
      file.problem = new FileError(400, `${key} must be a string of base64`);
      continue;
    }
    const raw = reader.rawString();
    const { name, mimeType } = file;
    if (name !== undefined && (mimeType !== undefined || typeOfEnding(endingOf(name)))) {
      file.sent = true;
      yield { kind: 'file', name, mimeType: mimeType ?? '', size: undefined, bytes: decoded(raw, key) };
    } else {
      try {
        file.kept = await spool.keep(decoded(raw, key));
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        file.problem = error;
      }
    }
    for await (const _ of raw);
  }
  if (file.sent) return;
  if (file.kept && file.name !== undefined) {
    const { kept } = file;
    yield { kind: 'file', name: file.name, mimeType: file.mimeType ?? '', size: kept.size, bytes: kept.read(), kept };
    return;
  }
  await file.kept?.release();
  const missing = file.kept ? 'nome_arquivo is required' : 'arquivo_base64 is required';
  const { status, message } = file.problem ?? new FileError(400, missing);
  yield { kind: 'unreadable', name: file.name, status, problem: message };
}

/** Decodes a string of base64 as it stands in JSON: PHP writes each slash as `\\/`, others break it into lines. */
function decoded(raw: AsyncIterator<Buffer>, key: string): AsyncIterable<Buffer> {
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
      return whiteSpaceEscapes.has(character) ? ' ' : character;
    });
  return Buffer.from(text, 'latin1');
}

/** What is no single byte is no base64 either: any foreign character stands for it. */
function asByte(code: number): string {
  return String.fromCharCode(code <= 0xff ? code : 0);
}

const whiteSpaceEscapes: ReadonlySet<string> = new Set(['n', 'r', 't', 'f']);

async function readText(reader: JsonReader, field: string): Promise<string | undefined> {
  const first = await reader.peek();
  try {
    return await reader.text();
  } catch (error) {
    if (error instanceof JsonError && first !== quote) throw new RequestError(400, `${field} must be a string`);
    throw error;
  }
}

function roleOf(key: string): 'name' | 'contentType' | 'base64' | undefined {
  return roles.find((role) => isAlias(omsAliases[role], key));
}

const roles = ['name', 'contentType', 'base64'] as const;

function isAlias(aliases: readonly string[], key: string): boolean {
  return aliases.includes(key);
}

/** A foreign key in a message: short, and harmless in a log. */
function shown(key: string): string {
  return JSON.stringify(key.slice(0, 64));
}

const openBrace = 0x7b;
const openBracket = 0x5b;
const quote = 0x22;
const backslash = 0x5c;
