import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { posix } from 'node:path';
import { closeServer, listen } from './http-server.ts';
import { readStaticFile, type StaticFile } from './static-files.ts';
import { startVite } from './vite-frame.ts';

/** Zoho's SDK, as every widget of Desk loads it. */
export const zohoSdkUrl = 'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js';
const standInPath = '/sandbox-sdk.js';

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
    options.devRoot === undefined ? undefined : await startVite(options.devRoot, server, replaceSdk).catch(giveUp);

  async function giveUp(error: unknown): Promise<never> {
    await closeServer(server);
    throw error;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-security-policy', policy());
    response.setHeader('cache-control', 'no-store');
    const path = posix.normalize(new URL(request.url ?? '/', origin).pathname);
    if (path === standInPath) return sendFile(response, await readStaticFile(options.browserFolder, 'zohodesk-sdk.js'));
    const serveBuilt = async (): Promise<void> => {
      const file = path.startsWith('/app/') ? await readStaticFile(options.appFolder, path.slice(5)) : undefined;
      sendFile(response, file && path.endsWith('.html') ? withStandIn(file) : file);
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

  function replaceSdk(html: string): string {
    // The whole address: Vite puts its base before a mere path.
    return options.realSdk ? html : html.replaceAll(zohoSdkUrl, origin + standInPath);
  }

  function withStandIn(file: StaticFile): StaticFile {
    return { ...file, body: Buffer.from(replaceSdk(file.body.toString('utf8'))) };
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
