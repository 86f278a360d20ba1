import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway();
});
afterAll(() => gateway.close());

/** The request that would get through unseen, were the border between two drawn elsewhere than by a proxy before us. */
const hidden = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n';
const order = (): string =>
  JSON.stringify({ auth: gateway.token, zoho_id: gateway.ticket.id, attachments: [{ name: 'a.txt', base64: 'QUJD' }] });
const chunk = (text: string): string => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
const head = (lines: string): string => `PUT ${omsPaths.put} HTTP/1.1\r\nhost: x\r\n${lines}\r\n\r\n`;
const length = (text: string): string => `content-length: ${Buffer.byteLength(text)}`;

/** The status of each answer on a connection, until the gateway ends it: an answer begins where the one before it ends. */
async function statuses(bytes: string): Promise<readonly number[]> {
  const answer = await gateway.say(bytes);
  return [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
}

describe('a request whose end can be read in two ways', () => {
  it.each<[string, () => string]>([
    ['two framings', () => `${head(`${length(order())}\r\ntransfer-encoding: chunked`)}0\r\n\r\n${hidden}`],
    [
      'two framings, the other way round',
      () => `${head('transfer-encoding: chunked\r\ncontent-length: 4')}${chunk(order())}0\r\n\r\n${hidden}`,
    ],
    ['two lengths', () => `${head(`${length(order())}\r\ncontent-length: 5`)}${order()}${hidden}`],
    ['the same length twice', () => `${head(`${length(order())}\r\n${length(order())}`)}${order()}${hidden}`],
    ['a list of lengths', () => `${head(`${length(order())}, 5`)}${order()}${hidden}`],
    ['a length with a sign', () => `${head(`content-length: +${Buffer.byteLength(order())}`)}${order()}${hidden}`],
    ['a negative length', () => `${head('content-length: -1')}${order()}${hidden}`],
    ['a length in hexadecimal', () => `${head('content-length: 0x10')}${order()}${hidden}`],
    ['a length beyond all numbers', () => `${head(`content-length: 1${'0'.repeat(30)}`)}${order()}${hidden}`],
    ['an empty length', () => `${head('content-length: ')}${order()}${hidden}`],
    ['a space before the colon', () => `${head(`content-length : ${Buffer.byteLength(order())}`)}${order()}${hidden}`],
    ['chunked twice', () => `${head('transfer-encoding: chunked, chunked')}${chunk(order())}0\r\n\r\n${hidden}`],
    [
      'chunked, but not last',
      () => `${head('transfer-encoding: chunked, identity')}${chunk(order())}0\r\n\r\n${hidden}`,
    ],
    ['another transfer coding', () => `${head('transfer-encoding: xchunked')}${chunk(order())}0\r\n\r\n${hidden}`],
    [
      'a transfer coding behind a tab',
      () => `${head('transfer-encoding:\tchunked\u000b')}${chunk(order())}0\r\n\r\n${hidden}`,
    ],
    ['a quoted transfer coding', () => `${head('transfer-encoding: "chunked"')}${chunk(order())}0\r\n\r\n${hidden}`],
    ['a folded header', () => `${head('x-a: b\r\n transfer-encoding: chunked')}${chunk(order())}0\r\n\r\n${hidden}`],
    ['a folded transfer coding', () => `${head('transfer-encoding:\r\n chunked')}${chunk(order())}0\r\n\r\n${hidden}`],
    [
      'a header that begins with a space',
      () => `PUT ${omsPaths.put} HTTP/1.1\r\n ${length(order())}\r\nhost: x\r\n\r\n${order()}${hidden}`,
    ],
    [
      'lines that end with a line feed alone',
      () => `PUT ${omsPaths.put} HTTP/1.1\nhost: x\n${length(order())}\n\n${order()}${hidden}`,
    ],
    ['a carriage return within a header', () => `${head(`x-a: b\r${length(order())}`)}${order()}${hidden}`],
    ['a zero within a header', () => `${head(`x-a: b\u0000\r\n${length(order())}`)}${order()}${hidden}`],
    [
      'a chunk size that is no number',
      () => `${head('transfer-encoding: chunked')}zz\r\n${order()}\r\n0\r\n\r\n${hidden}`,
    ],
    ['a chunk size with a prefix', () => `${head('transfer-encoding: chunked')}0x${chunk(order())}0\r\n\r\n${hidden}`],
    [
      'a chunk size beyond all numbers',
      () => `${head('transfer-encoding: chunked')}fffffffffffffffff\r\n${order()}\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'a chunk that is longer than its size',
      () => `${head('transfer-encoding: chunked')}5\r\n${order()}\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'chunk lines that end with a line feed alone',
      () => `${head('transfer-encoding: chunked')}${chunk(order()).replaceAll('\r\n', '\n')}0\n\n${hidden}`,
    ],
    ['chunk extensions without end', () => `${head('transfer-encoding: chunked')}5;${'x'.repeat(40_000)}\r\n`],
    [
      'a chunk extension with a line feed',
      () => `${head('transfer-encoding: chunked')}5;x\nabcde\r\n0\r\n\r\n${hidden}`,
    ],
    [
      'chunks over HTTP/1.0',
      () =>
        `PUT ${omsPaths.put} HTTP/1.0\r\ntransfer-encoding: chunked\r\ncontent-length: 3\r\n\r\n${chunk(order())}0\r\n\r\n${hidden}`,
    ],
    [
      'another version',
      () => `PUT ${omsPaths.put} HTTP/1.2\r\nhost: x\r\n${length(order())}\r\n\r\n${order()}${hidden}`,
    ],
  ])('is refused, and nothing after it is answered: %s', async (_, bytes) => {
    expect(await statuses(bytes())).toEqual([400]);
    expect(gateway.arrived()).toEqual([]);
    expect(gateway.log.join('')).not.toContain('smuggled');
  });

  it('is refused without a host', async () => {
    expect(await statuses(`PUT ${omsPaths.put} HTTP/1.1\r\n${length(order())}\r\n\r\n${order()}`)).toEqual([400]);
    expect(gateway.arrived()).toEqual([]);
  });
});

it('waits for nothing more on a connection that no longer makes sense', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  // The rest of a request that was answered early is read and thrown away, for five seconds at most.
  const waits = () => timers.mock.calls.filter(([, ms]) => ms === 5000).length;
  expect(await statuses(`${head('transfer-encoding: chunked')}zz\r\n${hidden}`)).toEqual([400]);
  expect(waits()).toBe(0);
  timers.mockRestore();
});

it('answers two requests on one connection where there is no doubt which is which', async () => {
  const last = hidden.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n');
  expect(await statuses(`${head(length(order()))}${order()}${last}`)).toEqual([200, 404]);
  const harmless = chunk(order()).replace('\r\n', ';name=value\r\n');
  expect(await statuses(`${head('transfer-encoding: chunked')}${harmless}0\r\n\r\n${last}`)).toEqual([200, 404]);
});
