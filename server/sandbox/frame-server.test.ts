import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { deskSdkUrl, embeddedSdkUrl } from '../../tools/product-page.ts';
import { type FrameServer, startFrameServer } from './frame-server.ts';

let folder: string;
let plain: FrameServer;
let real: FrameServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anexo-frame-'));
  await mkdir(join(folder, 'app/assets'), { recursive: true });
  await mkdir(join(folder, 'browser'));
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await writeFile(join(folder, 'app/widget.html'), `<html lang="en"><script src="${deskSdkUrl}"></script>`);
  await writeFile(join(folder, 'app/assets/a.js'), 'export {};');
  await writeFile(join(folder, 'browser/zohodesk-sdk.js'), 'stand-in');
  await writeFile(join(folder, 'browser/embedded-sdk.js'), 'embedded stand-in');
  const options = {
    port: 0,
    appFolder: join(folder, 'app'),
    browserFolder: join(folder, 'browser'),
    connectSources: () => ['https://oms.example.com', 'http://127.0.0.1:5081'],
  };
  plain = await startFrameServer({ ...options, realSdk: false });
  real = await startFrameServer({ ...options, realSdk: true });
});

afterAll(async () => {
  await plain.close();
  await real.close();
  await rm(folder, { recursive: true });
});

// Name resolution of `localhost` differs between machines; the server itself listens on 127.0.0.1.
const get = (server: FrameServer, path: string): Promise<Response> =>
  fetch(server.origin.replace('localhost', '127.0.0.1') + path);

it('is on another site than the page', () => {
  expect(plain.origin).toMatch(/^http:\/\/localhost:\d+$/);
});

it('puts the stand-in in the place of Zoho’s SDK', async () => {
  const html = await (await get(plain, '/app/widget.html?serviceOrigin=x')).text();
  const address = new URL(/src="([^"]+)"/.exec(html)?.[1] ?? '');
  expect(address.origin).toBe(plain.origin);
  const script = await get(plain, address.pathname);
  expect(await script.text()).toBe('stand-in');
  expect(script.headers.get('content-type')).toContain('text/javascript');
});

it.each(['crm', 'bigin'])('makes the widget’s page one of %s’s, with the stand-in of its SDK', async (product) => {
  const html = await (await get(plain, `/app/widget.html?product=${product}&serviceOrigin=x`)).text();
  expect(html).toContain(`data-product="${product}"`);
  const address = new URL(/src="([^"]+)"/.exec(html)?.[1] ?? '');
  expect(await (await get(plain, address.pathname)).text()).toBe('embedded stand-in');
  expect(await (await get(real, `/app/widget.html?product=${product}`)).text()).toContain(embeddedSdkUrl);
});

it('leaves Zoho’s SDK where that is asked', async () => {
  expect(await (await get(real, '/app/widget.html')).text()).toContain(deskSdkUrl);
});

it('sets Desk’s policy on all that it serves', async () => {
  for (const path of ['/app/widget.html', '/app/assets/a.js', '/app/none']) {
    const response = await get(plain, path);
    expect(response.headers.get('content-security-policy')).toBe(
      'connect-src https://*.zohostatic.com https://*.sigmausercontent.com https://oms.example.com http://127.0.0.1:5081',
    );
  }
});

it.each([
  '/',
  '/app/',
  '/app/none.js',
  '/secret.txt',
  '/app/..%2fsecret.txt',
  '/app/%2e%2e/secret.txt',
  '/app/%00',
  '/app/%zz',
])('has nothing at %s', async (path) => {
  expect((await get(plain, path)).status).toBe(404);
});
