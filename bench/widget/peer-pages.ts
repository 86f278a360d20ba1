import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import { build } from 'vite';
import { findProjectRoot } from '../../server/sandbox/project.ts';

/** The peers, each on a page of its own that is shown in a frame, and what is put into every frame to observe it. */
export interface PeerPages {
  /** Where the built files are. */
  readonly folder: string;
  /** The script that observes a frame. */
  readonly observer: string;
  /** The address of a page of another site with a panel in it. @param name of the peer */
  pageOf(name: string): string;
  /** How many files arrived until now. */
  arrived(): number;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Builds the pages of the peers as a product would, minified, and serves them; takes what they upload. */
export async function startPeerPages(): Promise<PeerPages> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-bench-'));
  const source = join(findProjectRoot(), 'bench/widget/pages');
  // Uppy's packages would each bring a Preact of their own: ours is of another version.
  const preact = dirname(createRequire(join(uppyFolder(), 'package.json')).resolve('preact/package.json'));
  const common = {
    configFile: false,
    root: source,
    base: './',
    logLevel: 'error',
    resolve: { alias: { preact } },
  } as const;
  const entries = ['uppy.html', 'filepond.html', 'bare.html', 'host.html'].map((name) => join(source, name));
  await build({ ...common, build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: entries } } });
  await build({
    ...common,
    build: {
      outDir: join(folder, 'observe'),
      lib: { entry: join(source, 'observe.ts'), formats: ['iife'], name: 'observe', fileName: () => 'observe.js' },
    },
  });

  let arrived = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', async () => {
      if (request.method === 'POST') {
        arrived += 1;
        response.setHeader('content-type', 'application/json').end('{"url":"https://example.com/stored"}');
        return;
      }
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const place = path.startsWith('/assets/') ? 'assets' : '.';
      const content = await readFile(join(folder, place, basename(path))).catch(() => undefined);
      if (content === undefined) response.writeHead(404).end();
      else response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream').end(content);
    });
  });
  const port = await listen(server);
  return {
    folder,
    observer: join(folder, 'observe/observe.js'),
    pageOf(name) {
      const panel = `http://localhost:${port}/${name}.html`;
      return `http://127.0.0.1:${port}/host.html?panel=${encodeURIComponent(panel)}`;
    },
    arrived: () => arrived,
    async close() {
      server.closeAllConnections();
      server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function uppyFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('@uppy/core/package.json'));
}

/** The names of a peer's scripts and style sheets, without those of the others. */
export async function assetsOf(folder: string, name: string): Promise<readonly string[]> {
  const page = await readFile(join(folder, `${name}.html`), 'utf8');
  const named = [...page.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path = '']) => path);
  const there = await readdir(join(folder, 'assets'));
  return named.filter((path) => there.includes(basename(path)));
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    // Both names of this machine, which are two sites to a browser.
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}
