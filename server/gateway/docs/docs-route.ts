import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { v1Operations } from '../v1/operations.ts';
import { describeApi } from './document.ts';
import { omsOperations } from './oms-operations.ts';
import type { Operation } from './operation.ts';
import { renderPage } from './page.ts';
import { pageStyle } from './page-style.ts';
import { docsPaths, serviceOperations } from './service-operations.ts';

/** Every call of the gateway. A route that is added needs its operation here. */
export const operations: readonly Operation[] = [
  ...omsOperations,
  ...Object.values(v1Operations),
  ...serviceOperations,
];

/** `/docs`: what the gateway's calls take and answer, for people and for programs. */
export function docsRoute(app: FastifyInstance, publicUrl: string | undefined): void {
  const api = describeApi(operations, publicUrl);
  const page = renderPage(api, docsPaths.document);
  const style = createHash('sha256').update(pageStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  app.get(docsPaths.page, async (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(page),
  );
  app.get(docsPaths.document, async () => api);
}
