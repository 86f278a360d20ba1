import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { omsMessages } from '../../contract/oms.ts';
import { type Answered, filesOf, openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway();
});
afterAll(() => gateway.close());
afterEach(() => gateway.services.ledger.reset());

const good = (name: string): object => ({ name, contentType: 'text/plain', base64: 'QUJD' });
const stored = (name: string) => [name, 201, null];
const refused = (error: string) => ({ status: 400, body: { success: false, error } });

/** The JSON of a request for the first ticket. Text is put in as it is. */
function order(...attachments: readonly (object | string | number | null)[]): string {
  const list = attachments.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
  return `{"zoho_id":"${gateway.ticket.id}","attachments":[${list.join()}]}`;
}

const send = (body: string | Uint8Array | Iterable<Uint8Array>): Promise<Answered> => gateway.send({ body });

describe('JSON that is cut off', () => {
  it.each([
    ['before anything', '', 'the text ends too early (at byte 0)'],
    ['before a value', '{"auth":', 'the text ends too early (at byte 8)'],
    ['in a string', '{"auth":"ab', 'the text ends in a string (at byte 11)'],
    ['in an escape', '{"auth":"ab\\', 'the text ends in a string (at byte 12)'],
    ['in a list', '{"attachments":[', 'the text ends too early (at byte 16)'],
  ])('%s is refused with the place', async (_, text, problem) => {
    expect(await send(text)).toMatchObject(refused(`The body is not valid JSON: ${problem}`));
  });

  it('in its second file says that the first one arrived, and stores no half of the second', async () => {
    const text = order(good('a.txt'), good('b.txt')).slice(0, -8);
    const answer = await send(text);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: `The body is not valid JSON: the text ends in a string (at byte ${text.length})`, uploaded: 1 },
    });
    expect(filesOf(answer)).toEqual([stored('a.txt'), ['b.txt', 502, 'The request broke off in this file']]);
    expect(gateway.arrived()).toEqual(['a.txt']);
  });
});

describe('what is no JSON of the contract', () => {
  it.each([
    ['a form', 'auth=x&zoho_id=1', 'The body must be a JSON object'],
    ['a list', '[]', 'The body must be a JSON object'],
    ['something that begins like UTF-8', Buffer.from([0xef, 0xbb, 0x7b]), 'The body must be a JSON object'],
    ['UTF-16', Buffer.from('{}', 'utf16le'), 'The body is not valid JSON: """ belongs here (at byte 1)'],
    ['a word', '{"auth":yes}', 'auth must be a string'],
    ['a control character', '{"auth":"a\nb"}', 'The body is not valid JSON: this is no JSON value (at byte 8)'],
    ['an escape that is none', '{"auth":"\\x"}', 'The body is not valid JSON: this is no JSON value (at byte 8)'],
    [
      'more than one text',
      '{}{}',
      'The body is not valid JSON: something follows the end of the JSON text (at byte 2)',
    ],
    [
      'deep nesting',
      `{"x":${'['.repeat(1_000_000)}`,
      'The body is not valid JSON: the text nests deeper than 16 (at byte 21)',
    ],
    [
      'deep nesting of objects',
      '{"x":'.repeat(100_000),
      'The body is not valid JSON: the text nests deeper than 16 (at byte 85)',
    ],
    [
      'too many fields',
      `{${Array.from({ length: 101 }, (_, index) => `"f${index}":0`).join()}}`,
      'The body has more than 100 fields',
    ],
    [
      'a key without end',
      `{"${'k'.repeat(70_000)}":1}`,
      'The body is not valid JSON: a string is longer than 65536 bytes (at byte 1)',
    ],
    [
      'a number without end',
      `{"x":${'1'.repeat(70_000)}`,
      'The body is not valid JSON: this is no JSON value (at byte 5)',
    ],
  ])('%s is refused, saying what is wrong and where', async (_, body, error) => {
    expect(await send(body)).toMatchObject(refused(error));
  });

  it('is taken all the same where it is clear what it says', async () => {
    const text = order(good('ação.txt'));
    for (const body of [`\ufeff${text}`, Buffer.from(text, 'latin1')])
      expect(await send(body)).toMatchObject({ status: 200 });
    const twoLists = `{"zoho_id":"${gateway.ticket.id}","attachments":null,"anexos":[${JSON.stringify(good('b.txt'))}]}`;
    expect(await send(twoLists)).toMatchObject({ status: 200 });
    expect(gateway.arrived()).toEqual(['ação.txt', 'ação.txt', 'b.txt']);
  });
});

describe('a field given twice', () => {
  it.each([
    ['auth', '"auth":"a","auth":"b"', 'The field "auth" is given twice'],
    ['zoho_id', '"zoho_id":"1","zoho_id":"1"', 'The field "zoho_id" is given twice'],
    ['a list', '"attachments":[],"attachments":[]', 'The field "attachments" is given twice'],
    ['a list under both names', '"attachments":[],"anexos":[]', 'Both attachments and anexos are given: one is wanted'],
    ['one that is not ours', '"x\\u0079":1,"xy":2', 'The field "xy" is given twice'],
  ])('is refused: %s', async (_, fields, error) => {
    expect(await gateway.send({ body: `{${fields}}` })).toMatchObject(refused(error));
  });

  it('after files says what became of them', async () => {
    const answer = await send(order(good('a.txt')).replace(/}$/, `,"zoho_id":"${gateway.ticket.id}"}`));
    expect(answer).toMatchObject({ status: 400, body: { error: 'The field "zoho_id" is given twice', uploaded: 1 } });
    expect(gateway.arrived()).toEqual(['a.txt']);
  });

  it.each([
    ['the content', '{"name":"x.txt","base64":"QUJD","base64":"QUJE"}', 'gives base64 twice'],
    [
      'the content by both names',
      '{"name":"x.txt","base64":"QUJD","arquivo_base64":"QUJD"}',
      'gives both base64 and arquivo_base64',
    ],
    ['the name', '{"name":"x.txt","base64":"QUJD","nome_arquivo":"y.txt"}', 'gives both name and nome_arquivo'],
    [
      'the type',
      '{"name":"x.txt","contentType":"text/plain","tipo_arquivo":"text/plain","base64":"QUJD"}',
      'gives both contentType and tipo_arquivo',
    ],
  ])('within a file refuses that file alone, also when it is long: %s', async (_, object, problem) => {
    const long = object.replace('QUJD', 'QUJD'.repeat(100_000));
    const answer = await send(order(good('a.txt'), object, long, good('b.txt')));
    expect(answer.status).toBe(200);
    const error = (index: number) => ['x.txt', 400, `attachments[${index}] ${problem}: one is wanted`];
    expect(filesOf(answer)).toEqual([stored('a.txt'), error(1), error(2), stored('b.txt')]);
    expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']);
  });
});

describe('a field of the wrong type', () => {
  const values = ['{}', '[]', 'true', '1.5', '{"a":[{}]}'];

  it.each(['auth', 'zoho_id', 'ticket_number', 'chamado_id'])('is named: %s', async (field) => {
    for (const value of values) {
      const answer = await send(`{"${field}":${value},"attachments":[]}`);
      expect(answer).toMatchObject(refused(`${field} must be a string`));
    }
  });

  it.each(['attachments', 'anexos'])('is named: %s', async (field) => {
    for (const value of [...values, '"x"', '5', 'null'].filter((one) => one !== '[]')) {
      expect(await send(`{"${field}":${value}}`)).toMatchObject(refused(omsMessages.attachmentsRequired));
    }
    expect(await send(`{"${field}":[]}`)).toMatchObject(refused(omsMessages.attachmentsRequired));
  });

  it('refuses one entry of the list alone', async () => {
    const answer = await send(order(good('a.txt'), '7', '"x"', 'null', '[[]]', 'true', good('b.txt')));
    expect(answer.status).toBe(200);
    const error = (index: number) => [null, 400, `attachments[${index}] must be an object`];
    expect(filesOf(answer)).toEqual([
      stored('a.txt'),
      error(1),
      error(2),
      error(3),
      error(4),
      error(5),
      stored('b.txt'),
    ]);
    expect(gateway.arrived()).toEqual(['a.txt', 'b.txt']);
  });

  it.each(['name', 'nome_arquivo', 'contentType', 'tipo_arquivo'])('refuses one file alone: %s', async (field) => {
    const named = field.startsWith('n') ? null : 'x.txt';
    const about = field.startsWith('n') ? '' : '"name":"x.txt",';
    for (const value of values) {
      const before = `{${about}"${field}":${value},"base64":"QUJD"}`;
      const after = `{${about}"base64":"QUJD","${field}":${value}}`;
      const answer = await send(order(good('a.txt'), before, after, good('b.txt')));
      const error = (index: number) => [named, 400, `attachments[${index}].${field} must be a string`];
      expect([answer.status, ...filesOf(answer)]).toEqual([200, stored('a.txt'), error(1), error(2), stored('b.txt')]);
    }
    expect(gateway.arrived()).toHaveLength(2 * values.length);
  });

  it.each(['base64', 'arquivo_base64'])('refuses one file alone: %s', async (field) => {
    for (const value of [...values, 'null', '5']) {
      const answer = await send(order(good('a.txt'), `{"${field}":${value},"name":"x.txt"}`, good('b.txt')));
      const error = ['x.txt', 400, `${field} must be a string of base64`];
      expect([answer.status, ...filesOf(answer)]).toEqual([200, stored('a.txt'), error, stored('b.txt')]);
    }
  });

  it('refuses a file that lacks one', async () => {
    const answer = await send(
      order(good('a.txt'), '{}', '{"name":"x.txt"}', '{"base64":"QUJD"}', '{"name":null,"base64":"QUJD"}'),
    );
    expect(filesOf(answer).slice(1)).toEqual([
      [null, 400, 'arquivo_base64 is required'],
      ['x.txt', 400, 'arquivo_base64 is required'],
      [null, 400, 'nome_arquivo is required'],
      [null, 400, 'nome_arquivo is required'],
    ]);
    expect(gateway.arrived()).toEqual(['a.txt']);
  });
});
