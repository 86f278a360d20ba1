import { describe, expect, it } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { JsonError, JsonReader, type JsonScalar } from './json-reader.ts';

type Json = JsonScalar | Json[] | { [key: string]: Json };

async function* pieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

function readerOf(text: string, length = 1_000_000, bounds = { depth: 8, stringBytes: 1000 }): JsonReader {
  return new JsonReader(new ByteSource(pieces(text, length)), bounds);
}

/** Reads anything by the reader's walking methods. */
async function readAny(reader: JsonReader): Promise<Json> {
  const first = await reader.peek();
  if (first === 0x7b) {
    const entries: [string, Json][] = [];
    for await (const key of reader.keys()) entries.push([key, await readAny(reader)]);
    return Object.fromEntries(entries);
  }
  if (first === 0x5b) {
    const elements: Json[] = [];
    for await (const _ of reader.elements()) elements.push(await readAny(reader));
    return elements;
  }
  return await reader.scalar();
}

const documents = [
  '{}',
  '[]',
  '  {"a" : 1 , "b":[true,false,null,-1.5e3,""],"c":{"d":"e"}} \n',
  '{"escapes":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00","wide":"見積 é 😀"}',
  '[[[[1]]]]',
  '"alone"',
  '{"\\u0061":1,"__proto__":2}',
];

describe('JsonReader', () => {
  it.each([1, 2, 3, 7, 1_000_000])('reads as JSON.parse does, in chunks of %d bytes', async (length) => {
    for (const text of documents) {
      const reader = readerOf(text, length);
      expect(await readAny(reader)).toEqual(JSON.parse(text));
      await reader.end();
    }
  });

  it.each([1, 3, 1_000_000])('skips any value, in chunks of %d bytes', async (length) => {
    for (const text of documents) {
      const reader = readerOf(text, length);
      await reader.skip();
      await reader.end();
    }
  });

  it('gives a string in pieces that never cut an escape', async () => {
    const text = 'abc\\/def\\u002bghi\\\\\\"\\u00e9';
    for (const length of [1, 2, 3, 4, 5, 6, 7, 100]) {
      const seen: string[] = [];
      for await (const piece of readerOf(`"${text}"`, length).rawString()) {
        seen.push(piece.toString());
        expect(() => JSON.parse(`"${piece.toString()}"`)).not.toThrow();
      }
      expect(seen.join('')).toBe(text);
    }
  });

  it('reads an id as it is written, and null as nothing', async () => {
    const reader = readerOf('["00123", 123456789012345678, null]');
    const seen: (string | undefined)[] = [];
    for await (const _ of reader.elements()) seen.push(await reader.text());
    expect(seen).toEqual(['00123', '123456789012345678', undefined]);
    for (const wrong of ['[1.5]', '[true]', '[[]]', '[{}]']) {
      const other = readerOf(wrong);
      const attempt = (async () => {
        for await (const _ of other.elements()) await other.text();
      })();
      await expect(attempt).rejects.toThrow('a string belongs here');
    }
  });

  it.each([
    ['nothing', '', 'ends too early'],
    ['a cut object', '{"a":1', 'ends too early'],
    ['a cut string', '{"a":"b', 'ends in a string'],
    ['a cut escape', '{"a":"b\\', 'ends in a string'],
    ['a comma before the end', '{"a":1,}', 'nothing follows the comma'],
    ['a missing comma', '[1 2]', 'belongs here'],
    ['a missing colon', '{"a" 1}', '":" belongs here'],
    ['a key without quotes', '{a:1}', 'belongs here'],
    ['a word that is none', '[nul]', 'no JSON value'],
    ['an endless number', `[${'1'.repeat(100)}]`, 'no JSON value'],
    ['a bad escape', '["\\x"]', 'no JSON value'],
    ['a control character in a string', '["a\nb"]', 'no JSON value'],
    ['a long string', `["${'a'.repeat(1001)}"]`, 'longer than 1000 bytes'],
    ['something after the end', '{} {}', 'follows the end'],
  ])('refuses %s', async (_, text, message) => {
    for (const length of [1, 1_000_000]) {
      const reader = readerOf(text, length);
      const attempt = readAny(reader).then(() => reader.end());
      await expect(attempt).rejects.toThrow(JsonError);
      await expect(attempt).rejects.toThrow(message);
    }
  });

  it('refuses to skip what nests too deep, without reading it all', async () => {
    const reader = readerOf('['.repeat(1_000_000));
    await expect(reader.skip()).rejects.toThrow('nests deeper than 8 (at byte 8)');
  });

  it('does not repeat the text in its errors: it may be a secret', async () => {
    await expect(readAny(readerOf('{"auth": s3cret}'))).rejects.toThrow(expect.not.stringContaining('s3cret'));
  });
});
