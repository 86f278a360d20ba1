import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../../contract/oms.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
let token: string;
beforeAll(async () => {
  gateway = await openV1Gateway();
});
afterAll(() => gateway.close());
beforeEach(async () => {
  await gateway.services.reset();
  gateway.advance(61 * 60_000);
  token = await gateway.tokenOf('desk');
});

const [ticket, other] = tickets.desk;
/** A key that no test has used. */
const newKey = () => `key-${randomUUID()}`;
const callOff = (key: string, { of = ticket, by = token, age = '1' } = {}) =>
  gateway.ask(`/v1/tickets/${of}/uploads/${encodeURIComponent(key)}?age=${age}`, { method: 'DELETE', token: by });
const upload = (key: string) => {
  const body = formOf(pdf(9), 'a.pdf');
  const headers = { 'idempotency-key': key };
  return gateway.ask(`/v1/tickets/${ticket}/attachments`, { method: 'POST', token, headers, body });
};
const put = (key: string) => {
  const body = new FormData();
  body.append('zoho_id', ticket);
  body.append('attachments', new File([new Uint8Array(pdf(9))], 'a.pdf'));
  return gateway.ask(omsPaths.put, { method: 'POST', token, headers: { 'idempotency-key': key }, body });
};
const stored = () => gateway.services.ledger.onTicket(ticket);

describe('calling off an upload', () => {
  it('keeps a late request of it off the ticket, and another key sends the file', async () => {
    const [key, next] = [newKey(), newKey()];
    const answers = [await callOff(key), await callOff(key)];
    expect(answers.map(({ status, body }) => [status, body])).toEqual([
      [200, { state: 'called-off', called_off_before: false }],
      [200, { state: 'called-off', called_off_before: true }],
    ]);
    expect(await upload(key)).toMatchObject({ status: 409, body: { detail: 'This upload was called off' } });
    expect(stored()).toEqual([]);
    expect(await upload(next)).toMatchObject({ status: 201 });
    expect(stored()).toHaveLength(1);
  });

  it('does so for uploads of the OMS contract', async () => {
    const key = newKey();
    await callOff(key);
    const result = { success: false, http_code: 409, outcome: 'refused', error: 'This upload was called off' };
    expect(await put(key)).toMatchObject({ status: 200, body: { uploaded: 0, results: [result] } });
    expect(stored()).toEqual([]);
  });

  it('knows one of several names of its ticket by the first, where the destination finds the ticket itself', async () => {
    const [key, late] = [newKey(), newKey()];
    const by = await gateway.tokenOf('oms');
    const [of] = tickets.oms;
    const send = (idempotencyKey: string, names: object) => {
      const body = JSON.stringify({ ...names, attachments: [{ name: 'a.txt', base64: 'QUJD' }] });
      const headers = { 'idempotency-key': idempotencyKey };
      return gateway.ask(omsPaths.put, { method: 'PUT', token: by, headers, body });
    };
    expect(await send(key, { zoho_id: of, ticket_number: '10321' })).toMatchObject({ body: { uploaded: 1 } });
    expect(await callOff(key, { of, by })).toMatchObject({ body: { state: 'delivered' } });
    expect(await send(key, { zoho_id: of })).toMatchObject({ body: { uploaded: 1 } });
    expect(stored()).toHaveLength(1);
    expect(await callOff(late, { of: 'number:10321', by })).toMatchObject({ body: { state: 'called-off' } });
    expect(await send(late, { ticket_number: '10321', chamado_id: '99' })).toMatchObject({ body: { uploaded: 0 } });
  });

  it('does so for links', async () => {
    const key = newKey();
    const by = await gateway.tokenOf('crm');
    const [record] = tickets.crm;
    expect(await callOff(key, { of: record, by })).toMatchObject({ body: { state: 'called-off' } });
    const headers = { 'idempotency-key': key, 'content-type': 'application/json' };
    const body = '{"attachment_url":"https://example.com/a"}';
    const link = { method: 'POST', token: by, headers, body };
    expect(await gateway.ask(`/v1/tickets/${record}/attachments`, link)).toMatchObject({ status: 409 });
  });

  it('tells the id of one that is on the ticket', async () => {
    const key = newKey();
    await put(key);
    const [file] = stored();
    expect(await callOff(key)).toMatchObject({ status: 200, body: { state: 'delivered', attachment_id: file?.id } });
    expect(await put(key)).toMatchObject({ status: 200, body: { uploaded: 1 } });
    expect(stored()).toHaveLength(1);
  });

  it('takes the longest key, whatever is in it', async () => {
    const key = `${'%/'.repeat(127)}?`;
    expect(await callOff(key)).toMatchObject({ status: 200, body: { state: 'called-off' } });
    expect(await put(key)).toMatchObject({ body: { uploaded: 0 } });
  });

  it.each([
    ['too long', 'x'.repeat(256)],
    ['with a blank', 'a b'],
  ])('knows no key that is %s', async (_, key) => {
    expect(await callOff(key)).toMatchObject({ status: 404 });
  });

  it.each([
    ['90000000000', 'stopped'],
    ['60000', 'called-off'],
  ])('tells by its age, %j, whether it would be remembered', async (age, state) => {
    gateway.advance(60_000);
    expect(await callOff(newKey(), { age })).toMatchObject({ status: 200, body: { state } });
  });

  it.each(['', '0', '-1', 'x', '1.5'])('knows no age of %j', async (age) => {
    expect(await callOff(newKey(), { age })).toMatchObject({ status: 422 });
  });

  it('opens to a pass its own ticket only', async () => {
    const by = await gateway.passOf('desk', ticket);
    expect(await callOff(newKey(), { by })).toMatchObject({ status: 200 });
    expect(await callOff(newKey(), { by, of: other })).toMatchObject({ status: 401 });
  });

  it('concerns no upload of another client', async () => {
    const key = newKey();
    expect(await callOff(key, { by: await gateway.tokenOf('writer') })).toMatchObject({
      body: { state: 'called-off' },
    });
    expect(await upload(key)).toMatchObject({ status: 201 });
  });
});
