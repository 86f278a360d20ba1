import { describe, expect, it, onTestFinished } from 'vitest';
import { ByteSource } from './byte-source.ts';
import { JsonError, JsonReader } from './json-reader.ts';
import { FileObject, isAlias, readText } from './oms-json-file.ts';
import { FileError } from './request-part.ts';
import { Room, Spool } from './spool.ts';

async function* pieces(text: string, length: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

function readerOf(text: string, length = 1_000_000): JsonReader {
  return new JsonReader(new ByteSource(pieces(text, length)), { depth: 8, stringBytes: 100 });
}

interface Read {
  object: FileObject;
  /** The key of the content; `undefined` where the object ended before. */
  key: string | undefined;
  content: string | undefined;
}

/** Reads the object of one file to its end, and makes sure that what follows it can be read. */
async function readObject(text: string, length?: number): Promise<Read> {
  const reader = readerOf(`[${text},"next"]`, length);
  let read: Read | undefined;
  for await (const index of reader.elements()) {
    if (index === 1) {
      expect(await reader.string()).toBe('next');
      continue;
    }
    const object = new FileObject(reader, 'attachments[7]');
    const key = await object.toContent();
    const content = key === undefined ? undefined : await reader.string();
    await object.readRest();
    read = { object, key, content };
  }
  await reader.end();
  if (!read) throw new Error('nothing was read');
  return read;
}

const wrong = (message: string): FileError => new FileError(400, message);

describe('the object of a file', () => {
  it.each<[string, string, Partial<Read>, Partial<FileObject>]>([
    [
      'under the preferred names',
      '{"nome_arquivo":"a.pdf","tipo_arquivo":"application/pdf","arquivo_base64":"QUJD"}',
      { key: 'arquivo_base64', content: 'QUJD' },
      { name: 'a.pdf', mimeType: 'application/pdf' },
    ],
    [
      'under the other names',
      '{"name":"a.pdf","contentType":"application/pdf","base64":"QUJD"}',
      { key: 'base64', content: 'QUJD' },
      { name: 'a.pdf', mimeType: 'application/pdf' },
    ],
    [
      'with the content first',
      '{"base64":"QUJD","contentType":"application/pdf","name":"a.pdf"}',
      { key: 'base64', content: 'QUJD' },
      { name: 'a.pdf', mimeType: 'application/pdf' },
    ],
    [
      'among fields that mean nothing, of every kind',
      '{"a":{"name":"x"},"name":"a.pdf","b":[1,"2"],"base64":"QUJD","c":"3","NAME":"x","d":null}',
      { key: 'base64', content: 'QUJD' },
      { name: 'a.pdf', mimeType: undefined },
    ],
    [
      'with what is null',
      '{"name":null,"contentType":null,"base64":"QUJD"}',
      { key: 'base64' },
      { name: undefined, mimeType: undefined },
    ],
    [
      'with a number for a name',
      '{"name":12345678901234567890,"base64":""}',
      { content: '' },
      { name: '12345678901234567890' },
    ],
    ['without content', '{"name":"a.pdf"}', { key: undefined }, { name: 'a.pdf' }],
    ['without anything', '{}', { key: undefined }, { name: undefined, mimeType: undefined }],
  ])('is read %s', async (_, text, read, about) => {
    for (const length of [1, 1_000_000]) {
      const { object, ...rest } = await readObject(text, length);
      expect(rest).toMatchObject(read);
      expect(object).toMatchObject({ ...about, problem: undefined, kept: undefined });
    }
  });

  it.each<[string, string, string, string | undefined]>([
    ['a name twice', '{"name":"a","name":"b","base64":""}', 'attachments[7] gives name twice: one is wanted', 'a'],
    [
      'both names of the name',
      '{"nome_arquivo":"a","name":"b","base64":""}',
      'attachments[7] gives both nome_arquivo and name: one is wanted',
      'a',
    ],
    [
      'both names of the type, after the content',
      '{"name":"a","base64":"","contentType":"x/y","tipo_arquivo":"x/z"}',
      'attachments[7] gives both contentType and tipo_arquivo: one is wanted',
      'a',
    ],
    [
      'content twice',
      '{"name":"a","base64":"","base64":"QUJD"}',
      'attachments[7] gives base64 twice: one is wanted',
      'a',
    ],
    [
      'content under both names',
      '{"name":"a","base64":"","arquivo_base64":{"x":[1]}}',
      'attachments[7] gives both base64 and arquivo_base64: one is wanted',
      'a',
    ],
    [
      'a name twice though the first was null',
      '{"name":null,"name":"b","base64":""}',
      'attachments[7] gives name twice: one is wanted',
      undefined,
    ],
    [
      'a name that is an object',
      '{"name":{"name":"x"},"base64":""}',
      'attachments[7].name must be a string',
      undefined,
    ],
    [
      'a name that is a list',
      '{"nome_arquivo":["x"],"base64":""}',
      'attachments[7].nome_arquivo must be a string',
      undefined,
    ],
    ['a name that is true', '{"name":true,"base64":""}', 'attachments[7].name must be a string', undefined],
    ['a name that is a fraction', '{"name":1.5,"base64":""}', 'attachments[7].name must be a string', undefined],
    [
      'a type that is an object',
      '{"name":"a","contentType":{},"base64":""}',
      'attachments[7].contentType must be a string',
      'a',
    ],
    ['content that is a number', '{"base64":5,"name":"a"}', 'base64 must be a string of base64', 'a'],
    ['content that is null', '{"arquivo_base64":null,"name":"a"}', 'arquivo_base64 must be a string of base64', 'a'],
    ['content that is a list', '{"base64":["QUJD"],"name":"a"}', 'base64 must be a string of base64', 'a'],
    [
      'two things that are wrong: the first is told',
      '{"name":5.5,"contentType":[],"name":"b","base64":""}',
      'attachments[7].name must be a string',
      undefined,
    ],
  ])('tells of %s, and the rest can be read', async (_, text, problem, name) => {
    for (const length of [1, 1_000_000]) {
      const { object } = await readObject(text, length);
      expect(object.problem).toEqual(wrong(problem));
      expect(object).toMatchObject({ name, problem: { status: 400 } });
    }
  });

  it('keeps no more than the end of a long name and type', async () => {
    const reader = new JsonReader(new ByteSource(pieces(`{"name":"${'x'.repeat(2000)}.pdf"}`, 100)), {
      depth: 1,
      stringBytes: 3000,
    });
    const object = new FileObject(reader, 'attachments[0]');
    await object.toContent();
    expect(object.name).toBe(`${'x'.repeat(1020)}.pdf`);
  });

  it('reads what follows the content once', async () => {
    const reader = readerOf('{"base64":"QUJD","name":"a"}{');
    const object = new FileObject(reader, 'attachments[0]');
    expect(await object.toContent()).toBe('base64');
    await reader.string();
    await Promise.all([object.readRest(), object.checkRest(), object.readRest()]);
    expect(object.name).toBe('a');
    expect(await reader.peek()).toBe(0x7b);
  });

  it('fails for what follows the content', async () => {
    const reader = readerOf('{"base64":"QUJD","name":{}}');
    const object = new FileObject(reader, 'attachments[0]');
    await object.toContent();
    await reader.string();
    await expect(object.checkRest()).rejects.toEqual(wrong('attachments[0].name must be a string'));
    await expect(object.checkRest()).rejects.toBeInstanceOf(FileError);
  });

  it.each(['{"name":"a', '{"name":"\\x"}', `{"name":"${'x'.repeat(101)}"}`, '{"name" "a"}', '{"x":nul}'])(
    'fails for what is no JSON, or too long: %s',
    async (text) => {
      await expect(new FileObject(readerOf(text), 'attachments[0]').toContent()).rejects.toThrow(JsonError);
    },
  );
});

describe('content that is kept', () => {
  async function* of(text: string, error?: Error): AsyncGenerator<Buffer> {
    yield Buffer.from(text);
    if (error) throw error;
  }

  function spoolOf(bytes: number): Spool {
    const spool = new Spool(new Room(bytes));
    onTestFinished(() => spool.dispose());
    return spool;
  }

  it('is there with its size', async () => {
    const object = new FileObject(readerOf('{}'), 'attachments[0]');
    await object.keep(spoolOf(3), of('abc'));
    expect(object).toMatchObject({ kept: { size: 3 }, problem: undefined });
  });

  it('tells what is wrong with it, unless something was before', async () => {
    const broken = wrong('broken');
    const object = new FileObject(readerOf('{}'), 'attachments[0]');
    await object.keep(spoolOf(3), of('abc', broken));
    expect(object).toMatchObject({ kept: undefined, problem: broken });
    await object.keep(spoolOf(2), of('abc'));
    expect(object.problem).toBe(broken);
    const other = new FileObject(readerOf('{}'), 'attachments[0]');
    await other.keep(spoolOf(2), of('abc'));
    expect(other).toMatchObject({ kept: undefined, problem: { status: 413 } });
  });

  it('fails as the request does', async () => {
    const object = new FileObject(readerOf('{}'), 'attachments[0]');
    await expect(object.keep(spoolOf(3), of('abc', new Error('gone')))).rejects.toThrow('gone');
    expect(object.problem).toBeUndefined();
  });
});

describe('readText', () => {
  it.each<[string, unknown]>([
    ['"a"', { kind: 'text', text: 'a' }],
    ['""', { kind: 'text', text: '' }],
    ['-12', { kind: 'text', text: '-12' }],
    ['null', { kind: 'text', text: undefined }],
    ['true', { kind: 'wrong' }],
    ['1.5', { kind: 'wrong' }],
    ['{"a":[1,{}]}', { kind: 'wrong' }],
    ['[[],"a"]', { kind: 'wrong' }],
  ])('reads %s, and what follows can be read', async (text, reading) => {
    const reader = readerOf(`${text} "next"`);
    expect(await readText(reader)).toEqual(reading);
    expect(await reader.string()).toBe('next');
  });

  it('fails where a string is broken, and where the request breaks off', async () => {
    await expect(readText(readerOf('"\\x"'))).rejects.toThrow(JsonError);
    await expect(readText(readerOf('"abc'))).rejects.toThrow('the text ends in a string (at byte 4)');
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from('12');
      throw new Error('gone');
    }
    const reader = new JsonReader(new ByteSource(broken()), { depth: 1, stringBytes: 10 });
    await expect(readText(reader)).rejects.toThrow('gone');
  });
});

it.each([
  ['name', true],
  ['nome_arquivo', true],
  ['Name', false],
  ['nam', false],
])('%s is a name of the name: %s', (key, is) => {
  expect(isAlias(['nome_arquivo', 'name'], key)).toBe(is);
});
