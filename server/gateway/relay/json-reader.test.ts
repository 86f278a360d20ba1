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
  ' \t\r\n[ \t\r\n1 \t\r\n,\n\t{\t"a"\r:\n"b"\t}\r]\n\r\t ',
  '["\\\\","\\\\\\\\","\\"","\\\\\\"","\\\\\\\\\\"\\\\",""]',
  '["\\\\u0041","\\\\\\u0041","\\\\\\\\u0041","u0041\\\\"]',
  '[0,1\t,2\r,3\n,4 ]',
];

describe('JsonReader', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000_000])('reads as JSON.parse does, in chunks of %d bytes', async (length) => {
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

  it.each<[string, string[], string[]]>([
    ['chunk by chunk', ['"abc', 'defghij', 'k"'], ['abc', 'defghij', 'k']],
    ['without the quotes', ['"', 'abc', '"'], ['abc']],
    ['as nothing where it is empty', ['""'], []],
    ['as nothing where it is empty and cut', ['"', '"'], []],
    ['with an escape that is cut after its backslash', ['"abc\\', 'ndef"'], ['abc', '\\ndef']],
    ['with a number that is cut after its u', ['"abc\\u', '0041def"'], ['abc', '\\u0041def']],
    ['with a number that is cut before its last digit', ['"abc\\u004', '1def"'], ['abc', '\\u0041def']],
    ['with a number that ends with the chunk', ['"abc\\u0041', 'def"'], ['abc\\u0041', 'def']],
    ['with an escape that ends with the chunk', ['"abc\\n', 'def"'], ['abc\\n', 'def']],
    ['with an escape shortly before the end of the chunk', ['"\\nab', 'cd"'], ['\\nab', 'cd']],
    ['with a backslash that is escaped before a u', ['"\\\\uab', 'cd"'], ['\\\\uab', 'cd']],
    ['with a pair of backslashes that ends with the chunk', ['"ab\\\\', 'n"'], ['ab\\\\', 'n']],
    ['with a pair of backslashes that is cut', ['"ab\\', '\\n"'], ['ab', '\\\\n']],
    ['with three backslashes, the last of which is cut off', ['"ab\\\\\\', 'n"'], ['ab\\\\', '\\n']],
    ['with an escape that is all of a chunk', ['"ab', '\\', 'ncd"'], ['ab', '\\ncd']],
    ['with a quote that is cut from its backslash', ['"ab\\', '"cd"'], ['ab', '\\"cd']],
    ['to the quote after a pair of backslashes', ['"ab\\\\",', '"cd"'], ['ab\\\\']],
  ])('gives a string %s', async (_, chunks, seen) => {
    async function* given(): AsyncGenerator<Buffer> {
      for (const chunk of chunks) yield Buffer.from(chunk);
    }
    const reader = new JsonReader(new ByteSource(given()), { depth: 1, stringBytes: 1 });
    const pieces: string[] = [];
    for await (const piece of reader.rawString()) pieces.push(piece.toString());
    expect(pieces).toEqual(seen);
  });

  it('goes on with a string whose reader stopped', async () => {
    const raw = readerOf('"abcdef"', 3).rawString();
    const seen: string[] = [];
    for await (const piece of raw) {
      seen.push(piece.toString());
      break;
    }
    for await (const piece of raw) seen.push(piece.toString());
    expect(seen).toEqual(['ab', 'cde', 'f']);
  });

  it('fails once where the text ends in a string, and then has nothing more', async () => {
    const raw = readerOf('"abc\\').rawString();
    expect(await raw.next()).toEqual({ done: false, value: Buffer.from('abc') });
    await expect(raw.next()).rejects.toThrow('the text ends in a string (at byte 5)');
    expect(await raw.next()).toEqual({ done: true, value: undefined });
  });

  it('reads an id as it is written, and null as nothing', async () => {
    const reader = readerOf('["00123" , 123456789012345678 ,-5\t,null\r, null\n]');
    const seen: (string | undefined)[] = [];
    for await (const _ of reader.elements()) seen.push(await reader.text());
    expect(seen).toEqual(['00123', '123456789012345678', '-5', undefined, undefined]);
    for (const wrong of ['[1.5]', '[true]', '[[]]', '[{}]', '[-]', '[x1]', '[1x]']) {
      const other = readerOf(wrong);
      const attempt = (async () => {
        for await (const _ of other.elements()) await other.text();
      })();
      await expect(attempt).rejects.toThrow('a string belongs here (at byte 1)');
    }
  });

  it.each<[string, string, string, number]>([
    ['nothing', '', 'the text ends too early', 0],
    ['white space alone', ' \n', 'the text ends too early', 2],
    ['a cut object', '{"a":1', 'the text ends too early', 6],
    ['a cut string', '{"a":"b', 'the text ends in a string', 7],
    ['a cut escape', '{"a":"b\\', 'the text ends in a string', 8],
    ['a comma before the end', '{"a":1,}', 'nothing follows the comma', 7],
    ['a comma before the end of a list', '[1, ]', 'nothing follows the comma', 4],
    ['a missing comma', '[1 2]', '"," or "]" belongs here', 3],
    ['a missing comma in an object', '{"a":1 "b":2}', '"," or "}" belongs here', 7],
    ['a missing colon', '{"a" 1}', '":" belongs here', 5],
    ['a key without quotes', '{a:1}', '""" belongs here', 1],
    ['a word that is none', '[nul]', 'this is no JSON value', 1],
    ['an endless number', `[${'1'.repeat(100)}]`, 'this is no JSON value', 1],
    ['a bad escape', '["\\x"]', 'this is no JSON value', 1],
    ['a control character in a string', '["a\nb"]', 'this is no JSON value', 1],
    ['a long string', `["${'a'.repeat(1001)}"]`, 'a string is longer than 1000 bytes', 1],
    ['something after the end', '{} {}', 'something follows the end of the JSON text', 3],
  ])('refuses %s', async (_, text, problem, position) => {
    for (const length of [1, 1_000_000]) {
      const reader = readerOf(text, length);
      const attempt = readAny(reader).then(() => reader.end());
      await expect(attempt).rejects.toThrow(JsonError);
      await expect(attempt).rejects.toMatchObject({
        name: 'JsonError',
        message: `${problem} (at byte ${position})`,
        position,
      });
    }
  });

  it('reads a string as long as may be', async () => {
    expect(await readerOf(`"${'a'.repeat(1000)}"`, 7).string()).toBe('a'.repeat(1000));
  });

  it('reads a number as long as may be, and none that is longer', async () => {
    expect(await readerOf('1'.repeat(64), 7).text()).toBe('1'.repeat(64));
    await expect(readerOf('1'.repeat(65), 7).text()).rejects.toThrow('this is no JSON value (at byte 0)');
  });

  it.each([' {"a":1}', ' []', ' {}', ' [1]'])('does not take %s for a single value', async (text) => {
    await expect(readerOf(text).scalar()).rejects.toThrow('a single value belongs here (at byte 1)');
  });

  it('skips a string that is longer than may be read', async () => {
    const reader = readerOf(`["${'a'.repeat(5000)}",1]`, 64);
    await reader.skip();
    await reader.end();
  });

  it.each([
    ['[', ']', 8],
    ['{"a":', '}', 8],
    ['[{"a":', '}]', 4],
  ])('skips %s as deep as may be, and no deeper', async (open, close, times) => {
    const nested = (inner: string): JsonReader => readerOf(`${open.repeat(times)}${inner}${close.repeat(times)}`);
    const reader = nested('1');
    await reader.skip();
    await reader.end();
    for (const inner of ['[]', '{}']) {
      await expect(nested(inner).skip()).rejects.toThrow(
        `the text nests deeper than 8 (at byte ${open.length * times})`,
      );
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
