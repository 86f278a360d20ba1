import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** The widget from its source, with hot reload, in place of the built one. */
export interface ViteFrame {
  /** Answers, or calls `next` where Vite has nothing at that address. */
  serve(request: IncomingMessage, response: ServerResponse, next: () => void): void;
  close(): Promise<void>;
}

/**
 * Starts Vite's development server inside the frame server. Vite is loaded only here: the sandbox runs without it.
 * @param root the project's root folder, with vite.config.ts
 * @param server carries Vite's websocket
 * @param editHtml applied to the widget's page, with the address that was asked for
 */
export async function startVite(
  root: string,
  server: Server,
  editHtml: (html: string, address: string) => string,
): Promise<ViteFrame> {
  const { createServer } = await import('vite');
  const edit = (html: string, { originalUrl, path }: { originalUrl?: string; path: string }): string =>
    editHtml(html, originalUrl ?? path);
  const vite = await createServer({
    configFile: join(root, 'vite.config.ts'),
    // The widget has the same address as when built.
    base: '/app/',
    appType: 'mpa',
    server: { middlewareMode: true, hmr: { server } },
    plugins: [{ name: 'anexo-sandbox-sdk', transformIndexHtml: { order: 'pre', handler: edit } }],
    logLevel: 'warn',
  });
  return {
    serve: (request, response, next) => vite.middlewares(request, response, next),
    close: () => vite.close(),
  };
}
