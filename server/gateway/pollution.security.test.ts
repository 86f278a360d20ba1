import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { omsPaths } from '../../contract/oms.ts';
import { passSecretHeader } from '../../contract/pass.ts';
import { serviceNames } from '../sandbox/services/service-names.ts';
import { fillIn } from './environment.ts';
import { readFields } from './fields.ts';
import { deskSecret } from './test-gateway.suite.ts';
import { openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

let gateway: SocketGateway;
beforeAll(async () => {
  gateway = await openSocketGateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  // Whatever was read: no object has got a property that nobody gave it.
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect('polluted' in {}).toBe(false);
  expect(Reflect.get({}, 'zoho_id')).toBeUndefined();
});

const evil = '{"polluted":"yes","zoho_id":"1","auth":"x","status":"x","toString":"x"}';
const keys = `"__proto__":${evil},"constructor":{"prototype":${evil}},"prototype":${evil}`;
const withKeys = (json: string): string => json.replace(/^\{/, `{${keys},`);
const file = '{"name":"a.txt","base64":"QUJD"}';

it('takes no field of an OMS request from a prototype', async () => {
  const put = (body: string) => gateway.send({ body });
  const id = gateway.ticket.id;
  expect(await put(`{${keys},"zoho_id":"${id}","attachments":[${withKeys(file)}]}`)).toMatchObject({ status: 200 });
  expect(gateway.arrived()).toEqual(['a.txt']);
  // The ticket and the name would be those of the prototype.
  expect(await put(`{${keys},"attachments":[${file}]}`)).toMatchObject({ status: 400 });
  const nameless = `{"__proto__":${file},"base64":"QUJD"}`;
  expect(await put(`{"zoho_id":"${id}","attachments":[${nameless}]}`)).toMatchObject({ body: { failed: 1 } });
  expect(gateway.arrived()).toEqual(['a.txt']);
});

it('takes no credentials from a prototype', async () => {
  const ask = (payload: string, headers = {}) =>
    gateway.app.inject({ method: 'POST', url: omsPaths.auth, payload, headers });
  const good = '{"apikey":"k","token":"t","email":"a@example.com"}';
  expect((await ask(`{"__proto__":${good}}`)).statusCode).toBe(400);
  const pass = await ask(withKeys(`{"zoho_id":"${gateway.ticket.id}"}`), { [passSecretHeader]: deskSecret });
  expect(z.object({ auth: z.string() }).safeParse(pass.json()).success).toBe(true);
});

it('takes no value of a query or a form field from a prototype', async () => {
  const url = `/v1/tickets/${gateway.ticket.id}/attachments?__proto__[limit]=1&constructor.prototype.limit=1`;
  const answer = await gateway.app.inject({ url, headers: { authorization: `Bearer ${gateway.token}` } });
  expect([200, 422]).toContain(answer.statusCode);
  const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\nx\r\n`;
  const headers = { 'content-type': 'multipart/form-data; boundary=b' };
  expect(await gateway.send({ headers, body: `${part('__proto__')}${part('constructor')}--b--\r\n` })).toMatchObject({
    status: 400,
  });
});

it('reads answers of services without their prototypes', async () => {
  const body = withKeys(`{"data":[${withKeys('{"id":"1","name":"a.txt"}')}],"errorCode":"X"}`);
  for (const status of [200, 422, 500]) {
    gateway.services.faults.set(serviceNames.map((service) => ({ service, kind: 'status', status, body })));
    const headers = { authorization: `Bearer ${gateway.token}` };
    const list = await gateway.app.inject({ url: `/v1/tickets/${gateway.ticket.id}/attachments`, headers });
    expect(list.body).not.toContain('polluted');
    await gateway.send({ body: `{"zoho_id":"${gateway.ticket.id}","attachments":[${file}]}` });
  }
  gateway.services.faults.set([]);
});

it('reads fields and configurations with such names as what they are: names', () => {
  const fields = readFields(Buffer.from(`{${keys}}`));
  expect([...fields.keys()]).toEqual(['__proto__', 'constructor', 'prototype']);
  expect(fields.get('zoho_id')).toBeUndefined();
  const form = readFields(Buffer.from('__proto__=1&constructor=2'));
  expect([...form]).toEqual([
    ['__proto__', '1'],
    ['constructor', '2'],
  ]);
  const { value, missing } = fillIn(JSON.parse(`{${keys},"name":"\${constructor} \${__proto__}"}`), {});
  expect(missing.map(({ name }) => name)).toEqual(['constructor', '__proto__']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(Object(value))).toContain('__proto__');
});
