import { X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCertificate } from './developer-certificate.js';
import { startDeveloperServer } from './developer-server.js';

const day = 24 * 60 * 60 * 1000;
let root: string;
let lines: string[];
const running: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'anexo-developer-'));
  lines = [];
  await mkdir(join(root, 'app/assets'), { recursive: true });
  await writeFile(join(root, 'app/widget.html'), '<h1>Anexo</h1>');
  await writeFile(join(root, 'app/assets/main.js'), 'start();');
  await writeFile(join(root, 'secret.txt'), 'not for browsers');
  await writeFile(join(root, 'resources.json'), '{"fields":[]}');
  await writeFile(
    join(root, 'plugin-manifest.json'),
    JSON.stringify({ service: 'DESK', cspDomains: { 'connect-src': ['https://anexo.example.com'] } }),
  );
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()));
  await rm(root, { recursive: true, force: true });
});

async function start(port = 0) {
  const server = await startDeveloperServer({ root, port, print: (line) => lines.push(line) });
  running.push(server);
  return server;
}

/** Asks as a browser that trusts the certificate does; the path goes out as it is. */
async function ask(port: number, path: string, method = 'GET', servername?: string) {
  const ca = await readFile(join(root, '.cache/developer-cert.pem'));
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
    (resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path, method, servername, ca, agent: false }, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
          reject,
        );
      });
      call.on('error', reject);
      call.end();
    },
  );
}

describe('startDeveloperServer', () => {
  it('serves the manifest with a name, and the resources', async () => {
    const { port } = await start();
    const manifest = await ask(port, '/plugin-manifest.json');
    expect(manifest.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(manifest.body)).toEqual({
      service: 'DESK',
      cspDomains: { 'connect-src': ['https://anexo.example.com'] },
      name: 'anexo-desk',
    });
    expect((await ask(port, '/resources.json')).body).toBe('{"fields":[]}');
  });

  it('serves the app with Desk’s policy, for every origin, and never from a cache', async () => {
    const { port } = await start();
    const page = await ask(port, '/app/widget.html?serviceOrigin=https%3A%2F%2Fdesk.zoho.com');
    expect(page).toMatchObject({
      status: 200,
      body: '<h1>Anexo</h1>',
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'access-control-allow-origin': '*',
        'content-security-policy':
          'connect-src https://*.zohostatic.com https://*.sigmausercontent.com https://anexo.example.com',
        'cache-control': 'no-store',
      },
    });
    const script = await ask(port, '/app/assets/main.js');
    expect([script.headers['content-type'], script.body]).toEqual(['text/javascript; charset=utf-8', 'start();']);
  });

  it.each([
    '/app/../secret.txt',
    '/app/%2e%2e/secret.txt',
    '/app/..%2fsecret.txt',
    '/app/assets/..%2f..%2fsecret.txt',
    '/app/..%5csecret.txt',
    '/app/%00',
    '/app/%',
    '/app/',
    '/app',
    '/secret.txt',
    '/.cache/developer-key.pem',
    '//evil.example/app/widget.html/..',
  ])('gives nothing for %s', async (path) => {
    const { port } = await start();
    expect(await ask(port, path)).toMatchObject({ status: 404, body: 'Nothing here\n' });
  });

  it('answers HEAD and OPTIONS, and refuses to be written to', async () => {
    const { port } = await start();
    expect(await ask(port, '/app/widget.html', 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await ask(port, '/app/widget.html', 'OPTIONS')).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-private-network': 'true' },
    });
    expect(await ask(port, '/app/widget.html', 'PUT')).toMatchObject({ status: 405 });
  });

  it('says what to do where the widget is not built', async () => {
    await rm(join(root, 'app/widget.html'));
    const { port } = await start();
    expect(lines).toContain('app/widget.html is not built yet: run npm run build.');
    expect(await ask(port, '/app/widget.html')).toMatchObject({ status: 404, body: expect.stringContaining('build') });
  });

  it('says what is wrong where the manifest cannot be read', async () => {
    const { port } = await start();
    await writeFile(join(root, 'plugin-manifest.json'), '{');
    expect(await ask(port, '/plugin-manifest.json')).toMatchObject({
      status: 500,
      body: expect.stringContaining('JSON'),
    });
  });

  it('prints its address and takes the next free port, saying that Desk does not look there', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    running.push({ close: () => new Promise((resolve) => taken.close(() => resolve())) });
    const address = taken.address();
    const wanted = typeof address === 'object' && address ? address.port : 0;
    const { port } = await start(wanted);
    expect(port).toBeGreaterThan(wanted);
    expect(lines[0]).toBe(`Anexo for Zoho Desk's developer mode: https://127.0.0.1:${port}`);
    expect(lines[1]).toContain(`Port ${wanted} is taken.`);
  });

  it('is trusted as localhost too', async () => {
    const { port } = await start();
    expect(await ask(port, '/', 'GET', 'localhost')).toMatchObject({ status: 200 });
    await expect(ask(port, '/', 'GET', 'example.com')).rejects.toThrow(/does not match certificate/);
  });
});

describe('readCertificate', () => {
  const now = Date.UTC(2026, 0, 15);

  it('keeps a certificate, readable to its owner only, until a month before its end', async () => {
    const folder = join(root, '.cache');
    const first = await readCertificate(folder, now);
    expect(first.fresh).toBe(true);
    expect((await stat(join(folder, 'developer-key.pem'))).mode & 0o077).toBe(0);
    expect(await readCertificate(folder, now + 300 * day)).toEqual({ ...first, fresh: false });

    const next = await readCertificate(folder, now + 340 * day);
    expect(next.fresh).toBe(true);
    expect(next.cert).not.toBe(first.cert);
    expect(Date.parse(new X509Certificate(next.cert).validTo)).toBeGreaterThan(now + 700 * day);
  });

  it.each([
    ['developer-cert.pem', 'not a certificate'],
    ['developer-key.pem', 'not a key'],
    ['developer-key.pem', ''],
  ])('makes a new one where %s is %j', async (file, content) => {
    await readCertificate(root, now);
    await writeFile(join(root, file), content);
    expect((await readCertificate(root, now)).fresh).toBe(true);
  });

  it('makes a new one where key and certificate do not belong together', async () => {
    const other = await readCertificate(join(root, 'other'), now);
    await readCertificate(root, now);
    await writeFile(join(root, 'developer-key.pem'), other.key);
    expect((await readCertificate(root, now)).fresh).toBe(true);
  });
});
