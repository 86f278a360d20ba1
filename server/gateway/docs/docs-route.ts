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

/**
 * `/docs`: what the gateway's calls take and answer, for people and for programs. Described when it is first asked for:
 * it takes longer than all else of a start.
 */
export function docsRoute(app: FastifyInstance, publicUrl: string | undefined): void {
  // Bytes, which all answers share: of a text, each that nobody reads would hold its own.
  let described: { readonly api: Buffer; readonly page: Buffer } | undefined;
  function describe(): { readonly api: Buffer; readonly page: Buffer } {
    if (described) return described;
    const api = describeApi(operations, publicUrl);
    described = { api: Buffer.from(JSON.stringify(api)), page: Buffer.from(renderPage(api, docsPaths.document)) };
    return described;
  }
  const style = createHash('sha256').update(pageStyle).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  app.get(docsPaths.page, async (_request, reply) =>
    reply.header('content-security-policy', policy).type('text/html; charset=utf-8').send(describe().page),
  );
  app.get(docsPaths.document, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(describe().api),
  );
}
