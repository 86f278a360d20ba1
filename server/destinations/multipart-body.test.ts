import { buffer } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import type { HttpBody } from './http-client.ts';
import { multipartBody, multipartForm } from './multipart-body.ts';

async function wholeOf({ head, middle, tail, contentType }: HttpBody): Promise<{ bytes: Buffer; form: FormData }> {
  const bytes = Buffer.concat([head ?? Buffer.alloc(0), await buffer(middle ?? pieces()), tail]);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  return { bytes, form };
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

it('holds short fields and a file that flows, in the length that it says', async () => {
  const file = { name: '見積 "5".pdf', mimeType: 'application/pdf' };
  const body = multipartForm({ a: '1', ü: 'x\r\ny' }, { name: 'file', file, bytes: pieces('%P', 'DF'), length: 4 });
  const { bytes, form } = await wholeOf(body);
  expect(body.length).toBe(bytes.length);
  expect([form.get('a'), form.get('ü')]).toEqual(['1', 'x\r\ny']);
  const read = form.get('file');
  if (!(read instanceof File)) throw new Error('there is no file');
  expect([read.name, read.type, await read.text()]).toEqual([file.name, file.mimeType, '%PDF']);
});

it('holds a field that flows, and fields alone', async () => {
  const flowing = await wholeOf(multipartForm({ a: '1' }, { name: 'b', bytes: pieces('2', '3'), length: undefined }));
  expect([...flowing.form]).toEqual([
    ['a', '1'],
    ['b', '23'],
  ]);
  const alone = multipartForm({ a: '1' });
  expect(alone.length).toBe((await wholeOf(alone)).bytes.length);
});

it('holds fields behind what flows, which leave with its last bytes', async () => {
  const body = multipartForm({ a: '1' }, { name: 'b', bytes: pieces('23'), length: 2 }, { c: '4', d: '5' });
  const { bytes, form } = await wholeOf(body);
  expect(body.length).toBe(bytes.length);
  expect([...form]).toEqual([
    ['a', '1'],
    ['b', '23'],
    ['c', '4'],
    ['d', '5'],
  ]);
  expect(body.tail.toString()).toContain('name="c"');
});

it('escapes line ends in a name, and takes a type that is none for bytes', async () => {
  const file = { name: 'a\r\nb.pdf', mimeType: 'a\nb', size: 1 };
  const { bytes } = await wholeOf(multipartBody('file', file, pieces('x')));
  expect(bytes.toString()).toContain('filename="a%0D%0Ab.pdf"\r\ncontent-type: application/octet-stream\r\n');
});

it('lets no type bring headers of its own', async () => {
  const file = { name: 'a', mimeType: 'text/plain\r\nx-evil: 1', size: 1 };
  const { bytes } = await wholeOf(multipartBody('file', file, pieces('x')));
  expect(bytes.toString()).not.toContain('x-evil');
});
