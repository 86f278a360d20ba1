import multipart from '@fastify/multipart';
import fastify, { type FastifyInstance } from 'fastify';
import type { PageData } from './browser/page-contract.ts';
import { addRecordsPages } from './embedded-requests.ts';
import { addPageEvents } from './page-events.ts';
import { addSdkRequests } from './page-requests.ts';
import type { RecordsPages } from './records-pages.ts';
import { controlRoutes } from './services/control.ts';
import type { World } from './services/world.ts';
import { readStaticFile } from './static-files.ts';
import type { SwitchBoard } from './switches.ts';
import type { ZohoServers } from './zoho-servers.ts';

/** The server of the pages: Zoho's pages and servers to the widget, and the sandbox's own switches. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

export interface PageServerOptions {
  /** 0 for any. */
  readonly port: number;
  /** The page's HTML and CSS. */
  readonly staticFolder: string;
  /** The page's compiled scripts. */
  readonly scriptFolder: string;
  readonly frameOrigin: string;
  readonly page: PageData;
  /** The extension's texts in a language of the page's. */
  readonly textsIn: (language: string) => Promise<unknown>;
  readonly recordsPages: RecordsPages;
  readonly switches: SwitchBoard;
  readonly zohoServers: ZohoServers;
  /** The stand-ins of the services: their control routes are offered on the page's origin too. */
  readonly world: World;
}

/** @throws Error with code EADDRINUSE where the port is taken */
export async function startPageServer(options: PageServerOptions): Promise<PageServer> {
  const app = fastify({ forceCloseConnections: true });
  await app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY, fieldSize: 16 * 1024 * 1024 } });
  answerOwnPage(app);
  addPageFiles(app, options);
  addSwitches(app, options.switches);
  addPageEvents(app, options.switches);
  addSdkRequests(app, options.zohoServers);
  addRecordsPages(app, options.recordsPages);
  await app.register(controlRoutes(resettingAll(options)), { prefix: '/sandbox' });
  app.get('/sandbox/page', async () => options.page);
  app.get<{ Params: { language: string } }>('/sandbox/texts/:language', async ({ params: { language } }, reply) =>
    options.page.languages.includes(language) ? options.textsIn(language) : reply.callNotFound(),
  );
  const url = await app.listen({ port: options.port, host: '127.0.0.1' });
  return { url, close: () => app.close() };
}

/** The page calls its own server by other names too: see `browser/send-call.ts`. No other page may read an answer. */
function answerOwnPage(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ headers: { origin = '', host = '' } }, reply) => {
    const port = host.split(':')[1];
    const own = ['127.0.0.1', 'localhost'].map((name) => `http://${name}:${port}`);
    if (own.includes(origin)) reply.header('access-control-allow-origin', origin);
  });
}

/** The ticket page, the extension's own page in Desk's setup, and the records of CRM and Bigin. */
const pages = {
  '/': 'index.html',
  '/settings': 'settings.html',
  '/crm': 'records.html',
  '/bigin': 'records.html',
} as const;

function addPageFiles(app: FastifyInstance, { staticFolder, scriptFolder, frameOrigin }: PageServerOptions): void {
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self' http://*.localhost:*; frame-src ${frameOrigin}; base-uri 'none'; form-action 'none'`;
  for (const [path, name] of Object.entries(pages)) {
    app.get(path, async (_request, reply) => {
      const file = await readStaticFile(staticFolder, name);
      return reply
        .headers({ 'content-security-policy': policy, 'cache-control': 'no-store' })
        .type('text/html')
        .send(file?.body);
    });
  }
  app.get<{ Params: { '*': string } }>('/page/*', async (request, reply) => {
    const path = request.params['*'];
    const file = await readStaticFile(path.endsWith('.js') ? scriptFolder : staticFolder, path);
    if (!file) return reply.callNotFound();
    return reply.header('cache-control', 'no-store').type(file.contentType).send(file.body);
  });
}

function addSwitches(app: FastifyInstance, switches: SwitchBoard): void {
  app.get('/sandbox/switches', async () => switches.get());
  app.patch('/sandbox/switches', async (request, reply) => {
    const patch = switches.patch(request.body);
    return patch.kind === 'switched' ? patch.switches : reply.code(400).send({ error: patch.message });
  });
}

/** One reset puts back both the services and the switches. */
function resettingAll({ world, switches }: PageServerOptions): World {
  return {
    ...world,
    async reset() {
      switches.reset();
      await world.reset();
    },
  };
}
