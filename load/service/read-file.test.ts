import { once } from 'node:events';
import { type ClientRequest, createServer, type IncomingMessage, request } from 'node:http';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type FileReading, readFile } from './read-file.ts';

const file = Buffer.from('%PDF-1.7\nthe content, and \r\n--b in it');
const head = Buffer.from('--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n');
const tail = Buffer.from('\r\n--b--\r\n');

let read: (pieces: readonly Buffer[]) => Promise<FileReading>;
let close = (): void => undefined;

beforeEach(async () => {
  const taken: ((reading: FileReading) => void)[] = [];
  const server = createServer((incoming: IncomingMessage, response) => {
    void readFile(incoming, () => undefined).then((reading) => {
      response.end();
      taken.shift()?.(reading);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  read = (pieces) =>
    new Promise((resolve) => {
      taken.push(resolve);
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      const call = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false });
      call.on('response', (response) => response.resume());
      void writeAll(call, pieces);
    });
  close = () => server.close();
});
afterEach(() => close());

/** Each piece on its way before the next. */
async function writeAll(call: ClientRequest, pieces: readonly Buffer[]): Promise<void> {
  for (const piece of pieces) await new Promise<void>((sent) => void call.write(piece, () => sent()));
  call.end();
}

const whole = { kind: 'file', name: 'a.pdf', storing: [file.length, crc32(file)] };

it('counts the bytes of the file, and no others', async () => {
  expect(await read([head, file, tail])).toEqual(whole);
});

it('does so however the body is cut', async () => {
  const body = Buffer.concat([head, file, tail]);
  expect(await read(Array.from(body, (byte) => Buffer.from([byte])))).toEqual(whole);
  expect(await read([body])).toEqual(whole);
});

it('sees that a body is not whole', async () => {
  expect(await read([head, file])).toEqual({ kind: 'broken' });
  expect(await read([head, file, tail.subarray(0, -3)])).toEqual({ kind: 'broken' });
  expect(await read([Buffer.from('nothing of the kind')])).toEqual({ kind: 'broken' });
});
