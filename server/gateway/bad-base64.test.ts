import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { filesOf, openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.services.ledger.reset());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Sends one file between two good ones. @param text as it stands in the JSON */
async function send(text: string) {
  const good = (name: string) => `{"name":"${name}","base64":"QUJD"}`;
  const files = [
    good('a.txt'),
    `{"name":"x.bin","contentType":"application/x-anexo","base64":"${text}"}`,
    good('b.txt'),
  ];
  return gateway.send({ body: `{"zoho_id":"${gateway.ticket.id}","attachments":[${files.join()}]}` });
}

const lines = (text: string, end: string): string => text.replace(/.{76}/g, `$&${end}`);

describe('base64 that is clear', () => {
  it.each<[string, (text: string) => string]>([
    ['as it should be', (text) => text],
    ['with a data-URL prefix', (text) => `data:application/x-anexo;base64,${text}`],
    ['with a data-URL prefix of many parts', (text) => `data:text/plain;charset=utf-8;name=x.txt;base64,${text}`],
    ['with an empty data-URL prefix', (text) => `data:;base64,${text}`],
    ['in lines of MIME', (text) => lines(text, '\\r\\n')],
    ['in lines of Unix', (text) => lines(text, '\\n')],
    ['with white space around it', (text) => ` \\t${text}\\n`],
    ['in the URL alphabet', (text) => text.replaceAll('+', '-').replaceAll('/', '_')],
    ['without padding', (text) => text.replace(/=+$/, '')],
    [
      'in the URL alphabet without padding',
      (text) => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
    ],
    ['with slashes escaped', (text) => text.replaceAll('/', '\\/')],
    ['with every character escaped', (text) => text.replace(/./g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
  ])('is taken: %s', async (_, change) => {
    for (const size of [1, 2, 3, 1000, 100_001]) {
      const bytes = randomBytes(size);
      const answer = await send(change(bytes.toString('base64')));
      expect([answer.status, ...filesOf(answer)]).toEqual([
        200,
        ['a.txt', 201, null],
        ['x.bin', 201, null],
        ['b.txt', 201, null],
      ]);
      const [, stored] = gateway.services.ledger.onTicket(gateway.ticket.id);
      expect(stored).toMatchObject({ size, sha256: sha256(bytes) });
      await gateway.services.ledger.reset();
    }
  });
});

const foreign = 'the character is not of the base64 alphabet';

describe('base64 that is not', () => {
  it.each([
    ['a foreign character', 'QUJD*UJD', `${foreign} (at character 4)`],
    ['a foreign character beyond ASCII', 'QUJDé', `${foreign} (at character 4)`],
    ['a foreign character, escaped', 'QUJD\\u0000', `${foreign} (at character 4)`],
    ['one beyond any byte, escaped', 'QUJD\\u4eba', `${foreign} (at character 4)`],
    ['a backspace, escaped', 'QUJD\\bUJD', `${foreign} (at character 4)`],
    ['a quote, escaped', 'QUJD\\"UJD', `${foreign} (at character 4)`],
    ['a backslash, escaped', 'QUJD\\\\UJD', `${foreign} (at character 4)`],
    ['an escape that JSON does not know', 'QUJD\\xUJD', `${foreign} (at character 4)`],
    ['an escape of too few digits', 'QUJD\\u00', `${foreign} (at character 4)`],
    ['an escape of other than digits', 'QUJD\\uZZZZUJD', `${foreign} (at character 4)`],
    ['the first of several', '!QUJ?', `${foreign} (at character 0)`],
    ['one after lines', 'QUJD\\r\\nQU*D', `${foreign} (at character 8)`],
    ['one after a prefix', 'data:;base64,QU*D', `${foreign} (at character 15)`],
    ['padding in the middle', 'QQ==QUJD', 'characters follow the padding (at character 4)'],
    ['too much padding', 'QUI===', 'there are more than two padding characters (at character 5)'],
    ['padding where none belongs', 'QUJD=', 'the text has 1 padding characters where 0 belong (at character 5)'],
    ['too little padding', 'QQ=', 'the text has 1 padding characters where 2 belong (at character 3)'],
    ['padding alone', '==', 'the text has 2 padding characters where 0 belong (at character 2)'],
    ['half a byte', 'QUJDQ', 'the text ends in the middle of a byte (at character 5)'],
    ['a data-URL of another form', 'data:text/plain,hello', 'the data: prefix does not say base64 (at character 0)'],
    ['a data-URL without end', `data:${'x'.repeat(300)}`, 'the data: prefix does not end (at character 0)'],
  ])('is refused by itself, with the position: %s', async (_, text, problem) => {
    const answer = await send(text);
    expect([answer.status, ...filesOf(answer)]).toEqual([
      200,
      ['a.txt', 201, null],
      ['x.bin', 400, `base64 is not valid base64: ${problem}`],
      ['b.txt', 201, null],
    ]);
    expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']);
  });

  it.each([
    ['in the middle', 150_000],
    ['at the very end', 299_999],
  ])('is refused also where most of the file has been sent on: %s', async (_, at) => {
    const text = 'QUJD'.repeat(75_000);
    const answer = await send(`${text.slice(0, at)}*${text.slice(at + 1)}`);
    expect(filesOf(answer)[1]).toEqual(['x.bin', 400, `base64 is not valid base64: ${foreign} (at character ${at})`]);
    expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']);
  });

  it('is no file where it is empty', async () => {
    for (const text of ['', ' ', 'data:;base64,']) {
      expect(filesOf(await send(text))[1]).toEqual(['x.bin', 400, 'The file is empty']);
    }
  });
});
