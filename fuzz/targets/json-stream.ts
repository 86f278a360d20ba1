import { isUtf8 } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { ByteSource } from '../../server/gateway/relay/byte-source.ts';
import { JsonError, JsonReader, type JsonScalar } from '../../server/gateway/relay/json-reader.ts';
import { type Cuts, chunksOf, cuts, spoiled } from '../inputs.ts';
import { must, target } from '../target.ts';
import { spoiledJson } from '../values.ts';

type Json = JsonScalar | Json[] | { [key: string]: Json };

type Read = { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'error'; readonly message: string };

const bounds = { depth: 8, stringBytes: 1000 };

async function read(bytes: Buffer, at: Cuts): Promise<Read> {
  const reader = new JsonReader(new ByteSource(chunksOf(bytes, at)), bounds);
  try {
    const value = await readAny(reader, 0);
    await reader.end();
    return { kind: 'value', value };
  } catch (error) {
    if (error instanceof JsonError) return { kind: 'error', message: error.message };
    throw error;
  }
}

async function readAny(reader: JsonReader, depth: number): Promise<Json> {
  const first = await reader.peek();
  if (depth > bounds.depth) throw new JsonError('too deep', 0);
  if (first === 0x7b) {
    const entries: [string, Json][] = [];
    for await (const key of reader.keys()) entries.push([key, await readAny(reader, depth + 1)]);
    return Object.fromEntries(entries);
  }
  if (first === 0x5b) {
    const elements: Json[] = [];
    for await (const _ of reader.elements()) elements.push(await readAny(reader, depth + 1));
    return elements;
  }
  return await reader.scalar();
}

async function skip(bytes: Buffer, at: Cuts): Promise<string> {
  const reader = new JsonReader(new ByteSource(chunksOf(bytes, at)), bounds);
  try {
    await reader.skip();
    await reader.end();
    return 'skipped';
  } catch (error) {
    if (error instanceof JsonError) return error.message;
    throw error;
  }
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** What is refused for its size, and not for its form. */
const boundWords = /deep|longer than|no JSON value/;

/** JSON as it arrives: as the platform's own parser reads it, however it is cut. */
export const jsonStream = target({
  name: 'json-stream',
  perSecond: 20_000,
  inputs: fc.record({
    bytes: fc.oneof(
      spoiled(fc.json({ maxDepth: 4 }).map((text) => Buffer.from(text))),
      spoiledJson(fc.jsonValue()).map((text) => Buffer.from(text)),
    ),
    at: cuts,
  }),
  open: () => ({
    async check({ bytes, at }) {
      const whole = await read(bytes, []);
      must(isDeepStrictEqual(await read(bytes, at), whole), 'the cuts change what is read');
      const skipped = await skip(bytes, []);
      must((await skip(bytes, at)) === skipped, 'the cuts change what is skipped');
      if (whole.kind === 'value') must(skipped === 'skipped', `what can be read cannot be skipped: ${skipped}`);
      if (!isUtf8(bytes)) return;
      const expected = parsed(bytes.toString());
      if (whole.kind === 'value') {
        must(expected !== undefined, 'what is no JSON is read');
        must(isDeepStrictEqual(whole.value, expected?.value), 'the value is another');
      } else {
        must(expected === undefined || boundWords.test(whole.message), `JSON is refused: ${whole.message}`);
      }
    },
  }),
});
