import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { extname, join, sep } from 'node:path';
import { getPortPromise } from 'portfinder';
import * as z from 'zod';
import { readCertificate } from './developer-certificate.js';

/** Where Desk's developer mode looks for an extension. */
const host = '127.0.0.1';
const deskPort = 5000;

/** What every answer carries beside the manifest's own connect-src: the policy under which Desk frames a widget. */
const connectSources = ['https://*.zohostatic.com', 'https://*.sigmausercontent.com'];

/** @type {Readonly<Record<string, string>>} */
const contentTypes = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.md': 'text/markdown; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.xml': 'application/xml; charset=utf-8',
};

const Manifest = z.looseObject({ cspDomains: z.looseObject({ 'connect-src': z.array(z.url()) }) });

/**
 * @typedef {object} DeveloperServer
 * @property {number} port where it listens, on 127.0.0.1
 * @property {() => Promise<void>} close ends it
 */

/**
 * Starts the HTTPS server that Desk's developer mode loads the extension from.
 * @param {object} options
 * @param {string} options.root the folder with the manifest, `resources.json` and `app/`; the certificate is kept in
 *   its `.cache/`
 * @param {number} [options.port] the port to begin looking for a free one at, or 0 for any
 * @param {(line: string) => void} options.print shows a line to the developer
 * @param {number} [options.now] milliseconds since 1970
 * @returns {Promise<DeveloperServer>}
 */
export async function startDeveloperServer({ root, port = deskPort, print, now = Date.now() }) {
  const certificate = await readCertificate(join(root, '.cache'), now);
  const server = createServer({ key: certificate.key, cert: certificate.cert }, (request, response) => {
    answer(root, request.method ?? '', request.url ?? '/').then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(request.method === 'HEAD' ? '' : body),
      (error) => response.writeHead(500, { 'Content-Type': 'text/plain; charset=utf-8' }).end(`${error}\n`),
    );
  });
  const free = port === 0 ? 0 : await getPortPromise({ port, host });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(free, host, () => resolve(undefined));
  });
  const address = server.address();
  const actual = typeof address === 'object' && address ? address.port : free;

  print(`Anexo for Zoho Desk's developer mode: https://${host}:${actual}`);
  if (port !== 0 && actual !== port) {
    print(`Port ${port} is taken. Desk looks at ${deskPort} only: end what uses it and start again.`);
  }
  if (!existsSync(join(root, 'app/widget.html'))) print('app/widget.html is not built yet: run npm run build.');
  print(
    certificate.fresh
      ? `Its certificate is new. Open the address in the browser once and let it pass, or trust ${certificate.path}.`
      : `If the browser shows nothing in Desk, open the address once and let it pass, or trust ${certificate.path}.`,
  );
  return {
    port: actual,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {string} root
 * @param {string} method
 * @param {string} address
 * @returns {Promise<{ status: number, headers: Record<string, string>, body: string | Buffer }>}
 */
async function answer(root, method, address) {
  const manifest = Manifest.parse(JSON.parse(await readFile(join(root, 'plugin-manifest.json'), 'utf8')));
  const common = {
    'Access-Control-Allow-Origin': '*',
    // Browsers ask before a public page such as Desk's may load from the developer's own machine.
    'Access-Control-Allow-Private-Network': 'true',
    'Content-Security-Policy': `connect-src ${[...connectSources, ...manifest.cspDomains['connect-src']].join(' ')}`,
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-store',
  };
  /** @type {(status: number, ending: string, body: string | Buffer) => { status: number, headers: Record<string, string>, body: string | Buffer }} */
  const say = (status, ending, body) => ({
    status,
    headers: { ...common, 'Content-Type': contentTypes[ending] ?? 'application/octet-stream' },
    body,
  });

  if (method === 'OPTIONS') return say(204, '.txt', '');
  if (method !== 'GET' && method !== 'HEAD') return say(405, '.txt', 'Only GET and HEAD\n');
  const path = decodePath(address);
  if (path === '/') return say(200, '.txt', 'Anexo is served to Zoho Desk’s developer mode.\n');
  if (path === '/plugin-manifest.json') return say(200, '.json', JSON.stringify({ ...manifest, name: 'anexo-desk' }));
  if (path === '/resources.json') return say(200, '.json', await readFile(join(root, path)).catch(() => '{}'));

  const file = path?.startsWith('/app/') ? join(root, path) : '';
  if (file.startsWith(join(root, 'app') + sep)) {
    const body = await readFile(file).catch(() => undefined);
    if (body) return say(200, extname(file).toLowerCase(), body);
    if (path === '/app/widget.html') return say(404, '.txt', 'app/widget.html is not built yet: run npm run build.\n');
  }
  return say(404, '.txt', 'Nothing here\n');
}

/**
 * @param {string} address as in the request line
 * @returns {string | undefined} its path, decoded; `undefined` where it cannot be
 */
function decodePath(address) {
  try {
    const path = decodeURIComponent(new URL(address, 'https://localhost').pathname);
    return path.includes('\0') ? undefined : path;
  } catch {
    return undefined;
  }
}
