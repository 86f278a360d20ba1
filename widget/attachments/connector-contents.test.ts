import { describe, expect, it } from 'vitest';
import type { HostAnswer, HostRequest } from '../hosts/host.ts';
import type { ConnectorHost } from '../routes/connector-call.ts';
import { deskDialect } from '../routes/desk-dialect.ts';
import { bytesOf, createConnectorContents } from './connector-contents.ts';
import { fileOnTicket, ticket } from './testing.ts';

const size = (text: string) => new Blob([text]).size;

async function read(body: unknown, bytes: number): Promise<number[] | undefined> {
  const found = bytesOf(body, bytes);
  return found && [...new Uint8Array(await found.arrayBuffer())];
}

describe('the bytes of an answer that has gone through text', () => {
  const bytes = [0x89, 0x50, 0x4e, 0x47, 0, 0xff];

  it.each(['plain', 'ä € 😀', ''])('are those of the text %o', async (text) => {
    expect(await read(text, size(text))).toEqual([...new TextEncoder().encode(text)]);
  });

  it('get back a byte order mark that was lost', async () => {
    expect(await read('a;b', 6)).toEqual([0xef, 0xbb, 0xbf, 0x61, 0x3b, 0x62]);
  });

  it('may stand as a character each, or as base64', async () => {
    expect(await read(String.fromCharCode(...bytes), 6)).toEqual(bytes);
    expect(await read(btoa(String.fromCharCode(...bytes)), 6)).toEqual(bytes);
  });

  it.each([
    ['read as UTF-8 that it is not', new TextDecoder().decode(Uint8Array.from(bytes)), 6],
    // Two of three bytes: U+FFFD is as long as what it stands for.
    ['replaced by as many', '\ufffd', 3],
    ['cut', 'abc', 4],
    ['an object', { a: 1 }, 7],
  ])('are not had from what was %s', async (_, body, length) => {
    expect(await read(body, length)).toBeUndefined();
  });
});

describe('the connector’s contents', () => {
  function setUp(answer: HostAnswer) {
    const asked: HostRequest[] = [];
    const host: ConnectorHost = {
      dataCentre: 'eu',
      readOrganisation: async () => '700001',
      async request(request) {
        asked.push(request);
        return answer;
      },
    };
    const contents = createConnectorContents(host, deskDialect, '/content');
    return { contents, asked };
  }

  it('are asked of Desk by the connection, each id within its place', async () => {
    const { contents, asked } = setUp({ kind: 'answer', status: 200, body: '0123456789' });
    const bytes = await contents.read(ticket, fileOnTicket(1, { id: '../1' }));
    expect(await bytes?.text()).toBe('0123456789');
    expect(asked).toMatchObject([
      {
        method: 'GET',
        url: 'https://desk.zoho.eu/api/v1/tickets/7/attachments/..%2F1/content',
        headers: { orgId: '700001' },
        connection: true,
      },
    ]);
  });

  it('are offered for texts alone once the connector has garbled other bytes', async () => {
    const { contents } = setUp({ kind: 'answer', status: 200, body: '\ufffdPNG' });
    const picture = fileOnTicket(1, { name: 'a.png' });
    expect(contents.offers(picture)).toBe(true);
    expect(await contents.read(ticket, picture)).toBeUndefined();
    expect(contents.offers(picture)).toBe(false);
    expect(contents.offers(fileOnTicket(2))).toBe(true);
  });

  it.each<[string, HostAnswer]>([
    ['Desk refuses', { kind: 'answer', status: 404, body: { errorCode: 'URL_NOT_FOUND' } }],
    ['the connector fails', { kind: 'failure', message: 'no' }],
    ['nothing comes', { kind: 'timeout', later: Promise.resolve({ kind: 'failure', message: 'no' }) }],
  ])('are offered still where %s', async (_, answer) => {
    const { contents } = setUp(answer);
    const picture = fileOnTicket(1, { name: 'a.png' });
    expect(await contents.read(ticket, picture)).toBeUndefined();
    expect(contents.offers(picture)).toBe(true);
  });
});
