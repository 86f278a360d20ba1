import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { posix } from 'node:path';
import { deskSdkUrl, embeddedSdkUrl, productPage, products } from '../../tools/product-page.ts';
import { closeServer, listen } from './http-server.ts';
import { readStaticFile, type StaticFile } from './static-files.ts';
import { startVite } from './vite-frame.ts';

/** The stand-ins of Zoho's SDKs, by the address that a page of the widget names. */
const standIns: Readonly<Record<string, { readonly path: string; readonly script: string }>> = {
  [deskSdkUrl]: { path: '/sandbox-sdk.js', script: 'zohodesk-sdk.js' },
  [embeddedSdkUrl]: { path: '/sandbox-embedded-sdk.js', script: 'embedded-sdk.js' },
};

/** Serves the widget from another origin than the page's, as Zoho does. */
export interface FrameServer {
  /** On `localhost`, so that it is another site than 127.0.0.1 to the browser. */
  readonly origin: string;
  close(): Promise<void>;
}

export interface FrameServerOptions {
  /** 0 for any. */
  readonly port: number;
  /** The folder served as `/app/`. */
  readonly appFolder: string;
  /** Compiled browser code, with the SDK's stand-in. */
  readonly browserFolder: string;
  /** Leaves Zoho's own SDK in the widget's page. */
  readonly realSdk: boolean;
  /** `connect-src` of the extension; read for each page. */
  connectSources(): readonly string[];
  /** Root of the project, to serve the widget from source through Vite. */
  readonly devRoot?: string | undefined;
}

/** @throws Error with code EADDRINUSE where the port is taken */
export async function startFrameServer(options: FrameServerOptions): Promise<FrameServer> {
  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  const origin = (await listen(server, options.port)).replace('127.0.0.1', 'localhost');
  const vite =
    options.devRoot === undefined ? undefined : await startVite(options.devRoot, server, pageOf).catch(giveUp);

  async function giveUp(error: unknown): Promise<never> {
    await closeServer(server);
    throw error;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-security-policy', policy());
    response.setHeader('cache-control', 'no-store');
    const path = posix.normalize(new URL(request.url ?? '/', origin).pathname);
    const standIn = Object.values(standIns).find((one) => one.path === path);
    if (standIn) return sendFile(response, await readStaticFile(options.browserFolder, standIn.script));
    const serveBuilt = async (): Promise<void> => {
      const file = path.startsWith('/app/') ? await readStaticFile(options.appFolder, path.slice(5)) : undefined;
      sendFile(response, file && path.endsWith('.html') ? withStandIn(file, request.url ?? '') : file);
    };
    if (!vite) return serveBuilt();
    vite.serve(request, response, () => void serveBuilt().catch(() => response.destroy()));
  }

  /** What Desk sets on the frame; Vite's client also needs its own server. */
  function policy(): string {
    const sources = ['https://*.zohostatic.com', 'https://*.sigmausercontent.com', ...options.connectSources()];
    if (vite) sources.push(origin, origin.replace('http:', 'ws:'));
    return `connect-src ${sources.join(' ')}`;
  }

  /** The widget's page for the product that the address asks for (`?product=crm`), with the SDK's stand-in. */
  function pageOf(html: string, address: string): string {
    const asked = new URL(address, origin).searchParams.get('product');
    const made = productPage(html, products.find((one) => one === asked) ?? 'desk') ?? html;
    if (options.realSdk) return made;
    // The whole address: Vite puts its base before a mere path.
    return Object.entries(standIns).reduce((page, [url, { path }]) => page.replaceAll(url, origin + path), made);
  }

  function withStandIn(file: StaticFile, address: string): StaticFile {
    return { ...file, body: Buffer.from(pageOf(file.body.toString('utf8'), address)) };
  }

  return {
    origin,
    async close() {
      await vite?.close();
      await closeServer(server);
    },
  };
}

function sendFile(response: ServerResponse, file: StaticFile | undefined): void {
  if (file) response.writeHead(200, { 'content-type': file.contentType }).end(file.body);
  else response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
}
