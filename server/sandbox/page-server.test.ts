import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { RecordsPageProduct } from './browser/page-contract.ts';
import { Manifest } from './manifest.ts';
import { createPageData } from './page-data.ts';
import { type PageServer, startPageServer } from './page-server.ts';
import type { RecordsPage } from './records-pages.ts';
import type { SdkCall } from './sdk-call.ts';
import { putInDesk } from './services/put-in-desk.suite.ts';
import { createWorld, type World } from './services/world.ts';
import { createSwitchBoard, type SwitchBoard } from './switches.ts';

const manifest = Manifest.parse({
  locale: ['en'],
  modules: { widgets: [{ location: 'desk.ticket.detail.rightpanel', url: '/app/widget.html', name: 'Anexo' }] },
  zohoAuthorisation: { connectionLinkName: 'anexodesk' },
  config: [
    { name: 'maxfilemb', default: '20' },
    { name: 'gatewaysecret', secure: true },
  ],
});

let world: World;
let switches: SwitchBoard;
let server: PageServer;
let calls: SdkCall[];

/** A page of records that answers every call with the product's name. */
function recordsPage(product: RecordsPageProduct): RecordsPage {
  const data = { product, productName: product, extensionName: 'Anexo', frameUrl: '', userName: '', curl: '' };
  return {
    data: { ...data, records: [], languages: ['en'] },
    servers: { request: async ({ call, file }) => ({ kind: 'resolved', value: [product, call.category, file?.name] }) },
  };
}

beforeEach(async () => {
  world = createWorld();
  switches = createSwitchBoard({ tickets: world.tickets.map((one) => one.id), languages: ['en', 'pt'] });
  calls = [];
  server = await startPageServer({
    port: 0,
    staticFolder: fileURLToPath(new URL('browser', import.meta.url)),
    scriptFolder: '/nowhere',
    frameOrigin: 'http://localhost:5082',
    page: createPageData({
      manifest,
      parameters: new Map([['gatewaysecret', 'hidden']]),
      tickets: world.tickets,
      frameOrigin: 'http://localhost:5082',
      gatewayUrl: 'http://127.0.0.1:5081',
    }),
    textsIn: async (language) => ({ 'panel.title': `Anexo in ${language}` }),
    recordsPages: { crm: recordsPage('crm'), bigin: recordsPage('bigin') },
    switches,
    zohoServers: {
      request: async (call) => {
        calls.push(call);
        return { kind: 'resolved', value: 'done' };
      },
    },
    world,
  });
});

afterEach(() => server.close());

const patch = (body: string): Promise<Response> =>
  fetch(`${server.url}/sandbox/switches`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body,
  });

it('serves the page with a policy that frames the widget alone', async () => {
  const response = await fetch(server.url);
  expect(response.headers.get('content-security-policy')).toContain('frame-src http://localhost:5082;');
  expect(await response.text()).toContain('<iframe');
  expect((await fetch(`${server.url}/page/shell.css`)).headers.get('content-type')).toContain('text/css');
  expect((await fetch(`${server.url}/page/..%2fpage-server.ts`)).status).toBe(404);
});

it('tells what the page shows, without secure parameters', async () => {
  const text = await (await fetch(`${server.url}/sandbox/page`)).text();
  expect(text).not.toContain('hidden');
  expect(JSON.parse(text)).toMatchObject({
    extension: { name: 'Anexo' },
    frameUrl: 'http://localhost:5082/app/widget.html',
    parameters: [{ name: 'maxfilemb', value: '', defaultValue: '20' }],
    tickets: world.tickets.map((one) => ({ id: one.id, number: one.ticketNumber })),
  });
});

it('hands over the texts of each language of the extension, and of no other', async () => {
  const answer = await fetch(`${server.url}/sandbox/texts/en`);
  expect(await answer.json()).toEqual({ 'panel.title': 'Anexo in en' });
  for (const other of ['pt', '..%2fen', '__proto__']) {
    expect((await fetch(`${server.url}/sandbox/texts/${other}`)).status).toBe(404);
  }
});

it('lets its own page read an answer under another name of this machine, and no other page', async () => {
  const { port } = new URL(server.url);
  const allowed = async (origin: string) =>
    (await fetch(`${server.url}/sandbox/switches`, { headers: { origin } })).headers.get('access-control-allow-origin');
  for (const origin of [`http://127.0.0.1:${port}`, `http://localhost:${port}`]) {
    expect(await allowed(origin)).toBe(origin);
  }
  for (const origin of ['http://localhost:1', `http://call-1.localhost:${port}`, 'https://example.com', 'null']) {
    expect(await allowed(origin)).toBeNull();
  }
});

it('shows and changes the switches', async () => {
  expect(await (await fetch(`${server.url}/sandbox/switches`)).json()).toEqual(switches.get());
  const response = await patch('{"connector":"deaf","width":320}');
  expect([response.status, await response.json()]).toEqual([200, switches.get()]);
  expect(switches.get()).toMatchObject({ connector: 'deaf', width: 320 });
});

it('refuses what is no switch, with the reason', async () => {
  const response = await patch('{"connector":"off"}');
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringContaining('connector: Invalid option') });
  expect((await patch('{')).status).toBe(400);
});

it('tells open pages of every change', async () => {
  const response = await fetch(`${server.url}/sandbox/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader?.read();
  expect(first?.value).toContain('event: switches\ndata: {"ticket":');
  await patch('{"appearance":"dark"}');
  const second = await reader?.read();
  expect(second?.value).toContain('"appearance":"dark"');
  await reader?.cancel();
});

it('passes a request of the SDK on with its files', async () => {
  const form = new FormData();
  form.append('options', JSON.stringify({ url: 'https://desk.zoho.com/x', type: 'POST', headers: { orgId: '7' } }));
  form.append('file', new File(['abc'], 'ação.txt', { type: 'text/plain' }));
  const response = await fetch(`${server.url}/sandbox/request`, { method: 'POST', body: form });
  expect(await response.json()).toEqual({ kind: 'resolved', value: 'done' });
  expect(calls).toMatchObject([
    {
      options: { url: 'https://desk.zoho.com/x', type: 'POST', headers: { orgId: '7' }, data: {} },
      files: [{ key: 'file', name: 'ação.txt', mimeType: 'text/plain', content: new Uint8Array([97, 98, 99]) }],
    },
  ]);
});

it('refuses a request of the SDK without usable options', async () => {
  for (const options of ['{', '{"url":""}', '{"url":"x","type":"BREW"}']) {
    const form = new FormData();
    form.append('options', options);
    expect((await fetch(`${server.url}/sandbox/request`, { method: 'POST', body: form })).status).toBe(400);
  }
  expect(calls).toEqual([]);
});

it('offers the services’ controls, and resets switches with them', async () => {
  const bytes = Buffer.from('hello');
  const ticketId = switches.get().ticket;
  await putInDesk(world.ledger, { ticketId, name: 'a.txt', bytes });
  expect(await (await fetch(`${server.url}/sandbox/ledger`)).json()).toMatchObject({ files: [{ name: 'a.txt' }] });
  expect(await (await fetch(`${server.url}/sandbox/requests`)).json()).toEqual({ requests: [] });
  await patch('{"width":400}');
  expect((await fetch(`${server.url}/sandbox/reset`, { method: 'POST' })).status).toBe(204);
  expect(switches.get().width).toBe(360);
  expect(world.ledger.all()).toEqual([]);
});

it('has a page for the records of each product, with what it shows', async () => {
  for (const product of ['crm', 'bigin'] as const) {
    const page = await fetch(`${server.url}/${product}`);
    expect(page.headers.get('content-security-policy')).toContain('frame-src http://localhost:5082');
    expect(await page.text()).toContain('records-page.js');
    expect(await (await fetch(`${server.url}/sandbox/records/${product}`)).json()).toMatchObject({ product });
  }
  expect((await fetch(`${server.url}/sandbox/records/desk`)).status).toBe(404);
});

it('passes calls of a page of records on with their file, and refuses what the SDK would not send', async () => {
  const send = (product: string, call: unknown): Promise<Response> => {
    const form = new FormData();
    form.append('options', JSON.stringify(call));
    form.append('file', new File(['x'], 'x.txt'));
    return fetch(`${server.url}/sandbox/embedded/${product}`, { method: 'POST', body: form });
  };
  const attach = {
    category: 'CREATE',
    type: 'ATTACHMENT',
    Entity: 'Leads',
    RelatedID: '1',
    APIData: { FileName: 'x' },
  };
  expect(await (await send('bigin', attach)).json()).toEqual({ kind: 'resolved', value: ['bigin', 'CREATE', 'x.txt'] });
  expect((await send('bigin', { ...attach, RelatedID: '1/../2' })).status).toBe(400);
  expect((await send('desk', attach)).status).toBe(404);
});
