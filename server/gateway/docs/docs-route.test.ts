import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { omsPaths } from '../../../contract/oms.ts';
import { passSecretHeader } from '../../../contract/pass.ts';
import { callerOf, openV1Gateway, secretOf, tickets, type V1Gateway } from '../v1/test-v1.suite.ts';
import { operations } from './docs-route.ts';
import { docsPaths } from './service-operations.ts';

const token = 'a-token-for-whoever-reads-the-metrics';

let gateway: V1Gateway;
beforeAll(async () => {
  gateway = await openV1Gateway({ metrics: { token }, publicUrl: 'https://files.example.com' });
});
afterAll(() => gateway.close());

const Document = z.looseObject({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ operationId: z.string() }))),
});

/** Methods and paths of all routes, as the server tells them: a tree of path parts, each with its methods. */
function registeredRoutes(): readonly string[] {
  const routes: string[] = [];
  const open: string[] = [];
  for (const line of gateway.app.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', part = '', methods = ''] = /^([│ ]*)[├└]── (\S*) \(([A-Z, -]+)\)$/.exec(line) ?? [];
    if (methods === '') continue;
    const depth = indent.length / 4;
    open.splice(depth, open.length, part);
    const path = open.join('').replace(/:(\w+)/g, '{$1}');
    routes.push(...methods.split(', ').map((method) => `${method} ${path}`));
  }
  return routes;
}

describe('the document', () => {
  it('has every route that does something, and no other', async () => {
    const documented = operations.map(({ method, path }) => `${method} ${path}`);
    const routes = registeredRoutes();
    expect(routes).toEqual(expect.arrayContaining(documented));
    const rest = routes.filter((one) => !documented.includes(one) && /^(GET|HEAD|POST|PUT|PATCH|DELETE) /.test(one));
    for (const route of rest) {
      const [method = '', path = ''] = route.split(' ');
      const answer = await fetch(`${gateway.url}${path.replace(/\{\w+\}/g, '1')}`, { method });
      // What a path does not know is answered with what it does.
      expect(`${route} ${answer.status}`).toBe(`${route} 405`);
    }
  });

  it('is OpenAPI 3.1, with what the schemas say', async () => {
    const { body } = await gateway.ask(docsPaths.document);
    const { paths, servers } = Document.parse(body);
    expect(servers).toEqual([{ url: 'https://files.example.com' }]);
    const ids = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
    expect(new Set(ids).size).toBe(operations.length);
    expect(paths['/v1/tickets/{ticket}/attachments']?.['get']).toMatchObject({
      operationId: 'listAttachments',
      security: [{ token: [] }],
      parameters: [
        { name: 'ticket', in: 'path', required: true, schema: { type: 'string' } },
        { name: 'offset', in: 'query', required: false, schema: { type: 'integer', minimum: 0, default: 0 } },
        {
          name: 'limit',
          in: 'query',
          required: false,
          schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
        },
      ],
      responses: {
        200: { content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } } },
        401: { content: { 'application/json': { schema: { required: ['detail', 'request_id'] } } } },
        429: { headers: { 'Retry-After': {} } },
      },
    });
    expect(paths['/v1/tickets/{ticket}/attachments/{attachment}']?.['patch']).toMatchObject({
      requestBody: {
        content: {
          'application/json': { schema: { properties: { is_public: { type: 'boolean' } }, required: ['is_public'] } },
        },
      },
    });
    expect(paths[omsPaths.put]?.['put']).toMatchObject({
      requestBody: {
        content: {
          'application/json': { schema: { properties: { anexos: { anyOf: [{ type: 'array' }, { type: 'null' }] } } } },
        },
      },
    });
    for (const path of Object.keys(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const operation of Object.values(paths[path] ?? {})) {
        const given = z.array(z.object({ name: z.string(), in: z.string() })).parse(operation['parameters']);
        expect(given.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(named);
      }
    }
  });

  it('knows what the calls beside /v1 answer', async () => {
    const post = (body: unknown, headers = {}) =>
      gateway.ask(omsPaths.auth, { method: 'POST', headers, body: JSON.stringify(body) });
    expect((await post(callerOf('desk'))).status).toBe(200);
    expect((await post({ zoho_id: '1' }, { [passSecretHeader]: secretOf('desk') })).status).toBe(200);
    expect((await post({})).status).toBe(400);
    expect((await post({ ...callerOf('desk'), token: 'x' })).status).toBe(401);
    expect((await post(callerOf('blocked'))).status).toBe(403);
    expect((await gateway.ask(omsPaths.put, { method: 'PUT', body: '{}' })).status).toBe(401);
    expect((await gateway.ask(omsPaths.put, { method: 'PUT', body: '{' })).status).toBe(400);
    const auth = await gateway.tokenOf('desk');
    const attachments = [
      { name: 'a.txt', base64: 'aGVsbG8=' },
      { name: 'b.txt', base64: '' },
    ];
    const body = JSON.stringify({ auth, zoho_id: tickets.desk[0], attachments });
    for (const method of ['PUT', 'POST'])
      expect(await gateway.ask(omsPaths.put, { method, body })).toMatchObject({ status: 200 });
    expect((await gateway.ask('/healthz')).status).toBe(200);
    expect((await gateway.ask('/readyz')).status).toBe(200);
    expect((await gateway.ask('/metrics', { token })).status).toBe(200);
  });
});

describe('the page', () => {
  it('shows every call, and needs nothing from anywhere', async () => {
    const { status, headers, body } = await gateway.ask(docsPaths.page);
    expect(status).toBe(200);
    const page = String(body);
    for (const { id, path } of operations) {
      expect(page).toContain(`<article id="${id}">`);
      expect(page).toContain(path);
    }
    expect(page).not.toMatch(/<script|<link|<img|\bon\w+=|@import|url\(|https?:\/\/(?!files\.example\.com)/);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+';/);
  });
});
