import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { megabyte } from '../../contract/limits.ts';
import { configurationFor } from './test-gateway.suite.ts';
import { filesOf, memoryOf, openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

const gigabyte = 1024 * megabyte;
const requestLimit = 16 * megabyte;
/** What the connection and the chunks in flight may take: nothing that grows with what is sent. */
const littleMemory = 64 * megabyte;

/** Most files of one request: far fewer than usual, so that the rest has not to be stored. */
const bound = 20;

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway((address) => {
    const { destinations } = configurationFor(address);
    const desk = { ...Object(Object(destinations).desk), limits: { files: bound } };
    return { maxRequestBytes: requestLimit, destinations: { ...Object(destinations), desk } };
  });
});
afterAll(() => gateway.close());
afterEach(() => gateway.services.ledger.reset());

const tooLarge = {
  status: 413,
  body: { success: false, error: `The request is larger than ${requestLimit} bytes` },
};
const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
const fileHead = '--b\r\ncontent-disposition: form-data; name="a"; filename="a.txt"\r\n\r\n';

/** A beginning, and then the same again and again, as often as it takes for so many bytes; made as it is sent. */
function* endless(start: string, again: string, bytes: number, look: () => void = () => undefined): Generator<Buffer> {
  yield Buffer.from(start);
  const piece = Buffer.from(again.repeat(Math.ceil((64 * 1024) / again.length)));
  for (let sent = 0; sent < bytes; sent += piece.length) {
    look();
    yield piece;
  }
}

describe('a body of 2 GB', () => {
  it.each([
    ['JSON', {}],
    ['multipart', multipart],
    ['of another type', { 'content-type': 'video/mp4' }],
  ])('that is announced is refused before it is sent: %s', async (_, headers) => {
    const announced = { ...headers, 'content-length': String(2 * gigabyte) };
    const answer = await gateway.send({ headers: announced, body: [] });
    expect(answer).toMatchObject({ ...tooLarge, written: 0 });
  });

  it.each([
    ['white space', '{', ' ', {}],
    ['a string', '{"x":"', 'x', {}],
    ['base64', '{"zoho_id":"1","attachments":[{"name":"a.txt","base64":"', 'QUJD', {}],
    ['a file', fileHead, 'x', multipart],
    ['a preamble', '', 'x', multipart],
  ])('in chunks is refused as soon as it is too much: %s', async (_, start, again, headers) => {
    const memory = await memoryOf(async (look) => {
      const answer = await gateway.send({ headers, body: endless(start, again, 2 * gigabyte, look) });
      expect(answer).toMatchObject(tooLarge);
      expect(answer.written).toBeLessThan(2 * requestLimit);
    });
    expect(memory).toBeLessThan(littleMemory);
    expect(gateway.services.ledger.all()).toEqual([]);
  });

  it('tells what arrived before it was too much', async () => {
    const start = `{"zoho_id":"${gateway.ticket.id}","attachments":[{"name":"a.txt","base64":"QUJD"}],"x":"`;
    const answer = await gateway.send({ body: endless(start, 'x', 2 * gigabyte) });
    expect(answer).toMatchObject(tooLarge);
    expect(filesOf(answer)).toEqual([['a.txt', 201, null]]);
    expect(gateway.arrived()).toEqual(['a.txt']);
  });
});

describe('JSON without end', () => {
  it.each([
    ['numbers', '7,', 'attachments[9999] must be an object'],
    ['empty objects', '{},', 'arquivo_base64 is required'],
  ])('is read no further than 10,000 files: %s', async (_, again, error) => {
    const start = `{"zoho_id":"${gateway.ticket.id}","attachments":[{"name":"a.txt","base64":"QUJD"},`;
    const answer = await gateway.send({ body: endless(start, again, 2 * gigabyte) });
    expect(answer).toMatchObject({ status: 200, body: { uploaded: 1, failed: 10_000 } });
    expect(filesOf(answer).slice(9999)).toEqual([
      [null, 400, error],
      [null, 413, 'Too many files in one request: what comes after 10000 is not read'],
    ]);
    expect(gateway.arrived()).toEqual(['a.txt']);
  });
});

describe('10,000 tiny attachments', () => {
  it.each(['JSON', 'multipart'])('go on as far as they may, and the rest is refused one by one: %s', async (form) => {
    const names = Array.from({ length: 10_000 }, (_, index) => `${index}.txt`);
    const json = `{"zoho_id":"${gateway.ticket.id}","attachments":[${names.map((name) => `{"name":"${name}","base64":"QUJD"}`)}]}`;
    const ticket = `--b\r\ncontent-disposition: form-data; name="zoho_id"\r\n\r\n${gateway.ticket.id}\r\n`;
    const parts = names.map((name) => `${fileHead.replace('a.txt', name)}ABC\r\n`).join('');
    const answer = await (form === 'JSON'
      ? gateway.send({ body: json })
      : gateway.send({ body: `${ticket}${parts}--b--\r\n`, headers: multipart }));
    expect(answer).toMatchObject({ status: 200, body: { success: false, uploaded: bound, failed: 10_000 - bound } });
    expect(filesOf(answer).slice(bound - 1, bound + 1)).toEqual([
      ['19.txt', 201, null],
      ['20.txt', 413, 'Too many files in one request: at most 20 are accepted'],
    ]);
    expect(gateway.arrived()).toEqual(names.slice(0, bound));
  });

  it('end likewise where they come before their ticket', async () => {
    const files = Array.from({ length: 2000 }, (_, index) => `{"base64":"QUJD","name":"${index}.txt"}`);
    const answer = await gateway.send({ body: `{"attachments":[${files}],"zoho_id":"${gateway.ticket.id}"}` });
    expect(answer).toMatchObject({ status: 200, body: { uploaded: bound, failed: 2000 - bound } });
  });
});

it('keeps nothing in memory of names and types beyond reason', async () => {
  const long = 'x'.repeat(60_000);
  const again = `{"name":"${long}","contentType":"${long}"},`;
  const memory = await memoryOf(async (look) => {
    const start = `{"zoho_id":"${gateway.ticket.id}","attachments":[`;
    expect(await gateway.send({ body: endless(start, again, requestLimit - 2 * megabyte, look) })).toMatchObject({
      status: 400,
    });
  });
  expect(memory).toBeLessThan(littleMemory);
});

describe('a body without end that means nothing', () => {
  it('passes without staying in memory', async () => {
    const roomy = await openSocketGateway({ maxRequestBytes: gigabyte });
    const memory = await memoryOf(async (look) => {
      const start = `{"zoho_id":"${roomy.ticket.id}","attachments":[{"name":"a.txt","base64":"QUJD"}],"x":"`;
      const answer = await roomy.send({ body: closed(endless(start, 'x', 256 * megabyte, look)) });
      expect(answer).toMatchObject({ status: 200, body: { uploaded: 1 } });
    });
    await roomy.close();
    expect(memory).toBeLessThan(littleMemory);
  });
});

function* closed(body: Iterable<Buffer>): Generator<Buffer> {
  yield* body;
  yield Buffer.from('"}');
}
