import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sandboxKayako } from '../credentials.ts';
import { type Services, startServices } from '../services.ts';
import { setFaults } from '../test-calls.ts';
import { signatureOf } from './signature.ts';
import { addKayakoFile, getKayako, kayakoUrl, postKayako, signed } from './test-calls.ts';

let services: Services;

beforeEach(async () => {
  services = await startServices({ port: 0 });
});
afterEach(() => services.close());

const list = '/Tickets/TicketAttachment/ListAll/1041';
const add = '/Tickets/TicketAttachment';
const file = { ticketid: '1041', ticketpostid: '2203', filename: 'a.txt', contents: 'aGVsbG8=' };
const end = async (answer: Response) => [answer.status, await answer.text()];

describe('the signature', () => {
  it('is that of the vector', () => {
    expect(signatureOf('1234567890', 'secretkey')).toBe('VKjt8M54liY6xq1UuhUYH5BFp1RUqHekqytgLPrVEA0=');
  });

  it.each([
    ['no salt', { salt: '' }, 'NO SALT PROVIDED!'],
    ['another salt than was signed', { salt: '1' }, 'FAILED TO AUTHENTICATE'],
    ['no signature', { signature: '' }, 'FAILED TO AUTHENTICATE'],
    ['a signature by another key', { signature: signatureOf('1234567890', 'other') }, 'FAILED TO AUTHENTICATE'],
    ['another key', { apikey: 'other' }, 'FAILED TO AUTHENTICATE'],
  ])('is refused with %s', async (_what, fields, text) => {
    expect(await end(await fetch(kayakoUrl(services, list, { ...signed(), ...fields })))).toEqual([401, text]);
    expect(await end(await postKayako(services, add, { ...file, ...fields }))).toEqual([401, text]);
    expect(services.ledger.all()).toEqual([]);
  });

  it('may use a salt again', async () => {
    expect((await getKayako(services, list)).status).toBe(200);
    expect((await getKayako(services, list)).status).toBe(200);
  });

  it('is read from the form of a POST, and from the query else', async () => {
    const fields = new URLSearchParams({ ...signed(), ...file });
    const wrong = await fetch(`${kayakoUrl(services, add)}&${fields}`, { method: 'POST' });
    expect(await end(wrong)).toEqual([401, 'NO SALT PROVIDED!']);
    const deletion = await fetch(kayakoUrl(services, `${add}/1041/1`), { method: 'DELETE', body: fields });
    expect(await end(deletion)).toEqual([401, 'NO SALT PROVIDED!']);
  });
});

describe('the body of a POST', () => {
  const post = (init: RequestInit) => fetch(kayakoUrl(services, add), { method: 'POST', ...init });

  it('is not read as JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await post({ headers, body: JSON.stringify({ ...signed(), ...file }) });
    expect(await end(answer)).toEqual([401, 'NO SALT PROVIDED!']);
  });

  it('is read as multipart fields; parts with a file name are none', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...signed(), ...file })) form.append(name, value);
    expect((await post({ body: form })).status).toBe(200);
    form.delete('contents');
    form.append('contents', new File(['aGVsbG8='], 'contents'));
    expect(await end(await post({ body: form }))).toEqual([400, 'No contents specified']);
  });

  it('is read as far as it came where a form has no end', async () => {
    const boundary = 'x'.repeat(30);
    const fields = Object.entries({ ...signed(), ...file });
    const parts = fields.map(
      ([name, value]) => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}`,
    );
    const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
    expect((await post({ headers, body: parts.join('\r\n') })).status).toBe(200);
    expect(services.ledger.all()).toMatchObject([{ name: 'a.txt', size: 5 }]);
  });

  it('is dropped above post_max_size, signature and all', async () => {
    expect(services.world.settings.get().kayako.postMaxBytes).toBe(8 * 1024 * 1024);
    const body = new URLSearchParams({ ...signed(), ...file }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    services.world.settings.patch({ kayako: { postMaxBytes: body.length - 1 } });
    expect(await end(await post({ headers, body }))).toEqual([401, 'NO SALT PROVIDED!']);
    services.world.settings.patch({ kayako: { postMaxBytes: body.length } });
    expect((await post({ headers, body })).status).toBe(200);
  });

  it('loses the plus signs of base64 that is not percent-encoded', async () => {
    const body = `${new URLSearchParams(signed())}&ticketid=1041&ticketpostid=2203&filename=a.bin&contents=`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const bytes = Buffer.from([0, 0, 0, 251, 239, 190]);
    const text = bytes.toString('base64');
    expect(text).toContain('+');
    await post({ headers, body: body + encodeURIComponent(text) });
    await post({ headers, body: body + text });
    const [good, bad] = services.ledger.all();
    expect(await services.ledger.bytes(good?.id ?? '')).toEqual(bytes);
    expect(bad?.size).toBe(3);
  });
});

it('refuses everything with nothing when its interface is off', async () => {
  services.world.settings.patch({ kayako: { api: 'off' } });
  expect(await end(await getKayako(services, list))).toEqual([403, '']);
  expect(await end(await postKayako(services, add, file))).toEqual([403, '']);
  await services.reset();
  expect((await getKayako(services, list)).status).toBe(200);
});

describe('the XML', () => {
  it('has PHP notices before it in some answers, in all, or in none', async () => {
    const starts = async () => {
      const id = await addKayakoFile(services, 'hello');
      const answers = [await getKayako(services, list), await getKayako(services, `${add}/1041/${id}`)];
      return Promise.all(answers.map(async (answer) => (await answer.text()).startsWith('<?xml')));
    };
    expect(await starts()).toEqual([false, true]);
    services.world.settings.patch({ kayako: { notices: 'all' } });
    expect(await starts()).toEqual([false, false]);
    services.world.settings.patch({ kayako: { notices: 'none' } });
    expect(await starts()).toEqual([true, true]);
  });

  it('escapes names, or has them as CDATA', async () => {
    await addKayakoFile(services, 'hello', { filename: 'a<b>&]]>.txt' });
    const text = async () => (await getKayako(services, list)).text();
    expect(await text()).toContain('<filename>a&lt;b&gt;&amp;]]&gt;.txt</filename>');
    services.world.settings.patch({ kayako: { values: 'cdata' } });
    expect(await text()).toContain('<filename><![CDATA[a<b>&]]]]><![CDATA[>.txt]]></filename>');
    expect(await text()).toContain('<ticketid><![CDATA[1041]]></ticketid>');
  });
});

it('knows no other calls, methods and files', async () => {
  for (const call of ['', '/Tickets/Ticket/1041', '/Tickets/TicketAttachment/ListAll', `${list}/1/2`]) {
    expect((await getKayako(services, call)).status).toBe(404);
  }
  expect((await getKayako(services, list, 'PUT')).status).toBe(404);
  expect((await fetch(`${services.kayakoUrl}/index.php`)).status).toBe(404);
});

it('is known to the log and the faults by its call, without key or signature', async () => {
  await setFaults(services, { service: 'kayako', path: '^/Tickets/TicketPost', kind: 'status', status: 502 });
  expect((await getKayako(services, '/Tickets/TicketPost/ListAll/1041')).status).toBe(502);
  expect((await getKayako(services, list)).status).toBe(200);
  expect(services.requests.all()).toMatchObject([
    { service: 'kayako', path: '/Tickets/TicketPost/ListAll/1041', status: 502 },
    { service: 'kayako', path: list, status: 200 },
  ]);
  expect(JSON.stringify(services.requests.all())).not.toContain(sandboxKayako.apikey);
});
