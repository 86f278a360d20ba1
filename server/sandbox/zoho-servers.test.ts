import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Switches, Verdict } from './browser/page-contract.ts';
import { type ScriptedService, startScriptedService } from './scripted-service.suite.ts';
import { type SdkFile, SdkOptions } from './sdk-call.ts';
import { createFaultBook, type Fault } from './services/faults.ts';
import { createSwitchBoard } from './switches.ts';
import { createZohoServers, type ZohoServers } from './zoho-servers.ts';

const attachments = 'https://desk.zoho.com/api/v1/tickets/1/attachments';
const pdf: SdkFile = { key: 'file', name: 'Orçamento.pdf', mimeType: 'application/pdf', content: bytes('%PDF-1.7') };
const refusal = '{"errorCode":"UNPROCESSABLE_ENTITY","message":"The file is not allowed."}';

let service: ScriptedService;
let board: ReturnType<typeof createSwitchBoard>;
let zoho: ZohoServers;
let waits: number[];
const book = createFaultBook();

beforeEach(async () => {
  service = await startScriptedService();
  board = createSwitchBoard({ tickets: ['1'], languages: ['en'] });
  waits = [];
  zoho = createZohoServers({
    connectionLinkName: 'anexodesk',
    whiteListedDomains: () => ['https://oms.example.com', `${service.url}/any/path`],
    parameters: () => new Map(Object.entries({ gatewaysecret: 's3cret', gatewayurl: service.url })),
    switches: board.get,
    deskUrl: `${service.url}/desk`,
    connectorToken: 'token-1',
    takeFault: (made) => book.take({ service: 'zoho', ...made }),
    wait: async (ms) => void waits.push(ms),
  });
});

afterEach(() => service.close());

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text));
}

function call(options: Record<string, unknown>, files: readonly SdkFile[] = []): Promise<Verdict> {
  return zoho.request({ options: SdkOptions.parse({ headers: {}, data: {}, postBody: {}, ...options }), files });
}

const connected = (options: Record<string, unknown> = {}, files?: readonly SdkFile[]): Promise<Verdict> =>
  call({ url: attachments, connectionLinkName: 'anexodesk', ...options }, files);
const upload = (): Promise<Verdict> => connected({ type: 'POST', headers: { orgId: '7' } }, [pdf]);

function parsed(verdict: Verdict): unknown {
  return verdict.kind === 'resolved' && typeof verdict.value === 'string' ? JSON.parse(verdict.value) : undefined;
}

function inner(verdict: Verdict): unknown {
  const outer = parsed(verdict);
  const response = typeof outer === 'object' && outer !== null && 'response' in outer ? outer.response : undefined;
  return typeof response === 'string' ? JSON.parse(response) : undefined;
}

describe('through the connection', () => {
  it('maps desk.zoho.com, adds token and query, and answers a string two objects deep', async () => {
    service.answer = { status: 200, body: '{"data":[]}' };
    const verdict = await connected({ data: { limit: 5 }, headers: { orgId: 7 } });
    expect(service.received).toMatchObject([
      { method: 'GET', url: '/desk/api/v1/tickets/1/attachments?limit=5', headers: { orgid: '7' } },
    ]);
    expect(service.received[0]?.headers.authorization).toBe('Zoho-oauthtoken token-1');
    expect(parsed(verdict)).toMatchObject({ statusCode: 200, responseHeaders: {} });
    expect(inner(verdict)).toEqual({ status: 'true', statusMessage: { data: [] } });
  });

  it('gives the body as text where so switched, and text that is no JSON as it is', async () => {
    service.answer = { status: 200, body: '{"id":"9"}' };
    board.patch({ bodyShape: 'text' });
    expect(inner(await connected())).toEqual({ status: 'true', statusMessage: '{"id":"9"}' });
    board.patch({ bodyShape: 'object' });
    service.answer = { status: 200, body: 'plain' };
    expect(inner(await connected())).toEqual({ status: 'true', statusMessage: 'plain' });
  });

  it('answers 204 with an empty body', async () => {
    service.answer = { status: 204 };
    expect(parsed(await connected())).toEqual({ response: '', statusCode: 204, responseHeaders: {} });
  });

  it('sends files as multipart', async () => {
    await upload();
    const [request] = service.received;
    expect(request?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    const body = Buffer.from(request?.body ?? '', 'latin1').toString('utf8');
    expect(body).toContain('name="file"; filename="Orçamento.pdf"');
    expect(body).toContain('Content-Type: application/pdf\r\n\r\n%PDF-1.7\r\n');
  });

  it('sends postBody as JSON', async () => {
    await connected({ type: 'PATCH', url: `${attachments}/9`, postBody: { isPublic: true } });
    expect(service.received).toMatchObject([{ method: 'PATCH', body: '{"isPublic":true}' }]);
    expect(service.received[0]?.headers['content-type']).toBe('application/json');
  });

  it('with responseType json ignores body and files, and answers an object', async () => {
    service.answer = { status: 200, body: '{"id":"9"}' };
    const verdict = await connected({ type: 'POST', responseType: 'json', postBody: { a: 1 } }, [pdf]);
    expect(verdict).toMatchObject({
      kind: 'resolved',
      value: { data: { statusMessage: { id: '9' } }, statusCode: 200 },
    });
    expect(service.received).toMatchObject([{ body: '' }]);
  });

  it('knows one connection and one host only', async () => {
    expect(await connected({ connectionLinkName: 'other' })).toMatchObject({ kind: 'rejected' });
    expect(await connected({ url: 'https://desk.zoho.eu/api/v1/tickets' })).toMatchObject({ kind: 'rejected' });
    expect(await connected({ url: 'no address' })).toMatchObject({ kind: 'rejected' });
    expect(service.received).toEqual([]);
  });
});

describe('a failed call through the connection', () => {
  const outer = (response: string) => JSON.stringify({ response, statusCode: 422, responseHeaders: {} });
  const shapes: readonly [Switches['failureShape'], Verdict][] = [
    ['rejects-text', { kind: 'rejected', value: JSON.stringify({ status: 'false', statusMessage: refusal }) }],
    ['rejects-errMsg', { kind: 'rejected', value: { errMsg: 'The file is not allowed.' } }],
    ['resolves-false', { kind: 'resolved', value: outer(`{"status":"false","statusMessage":${refusal}}`) }],
    ['resolves-failure', { kind: 'resolved', value: { status: 'failure', errorMessage: 'The file is not allowed.' } }],
    [
      'resolves-failure-inside',
      { kind: 'resolved', value: outer('{"status":"failure","errorMessage":"The file is not allowed."}') },
    ],
    ['resolves-status', { kind: 'resolved', value: outer(refusal) }],
  ];

  it.each(shapes)('comes back as %s', async (failureShape, verdict) => {
    service.answer = { status: 422, body: refusal };
    board.patch({ failureShape });
    expect(await upload()).toEqual(verdict);
  });

  it('hands on Retry-After where there is an outer object', async () => {
    service.answer = { status: 429, body: '{"errorCode":"THRESHOLD_EXCEEDED"}', headers: { 'retry-after': '30' } };
    board.patch({ failureShape: 'resolves-status' });
    expect(parsed(await upload())).toMatchObject({ statusCode: 429, responseHeaders: { 'retry-after': '30' } });
  });

  it('rejects where Desk cannot be reached', async () => {
    await service.close();
    expect(await upload()).toEqual({ kind: 'rejected', value: { errMsg: 'Desk did not answer' } });
    service = await startScriptedService();
  });
});

describe('the connector switched', () => {
  it('not authorised or failing: sends nothing', async () => {
    board.patch({ connector: 'unauthorised', failureShape: 'resolves-status' });
    expect(parsed(await upload())).toMatchObject({ statusCode: 401 });
    board.patch({ connector: 'failing' });
    expect(parsed(await connected())).toMatchObject({ statusCode: 500 });
    expect(service.received).toEqual([]);
  });

  it('slow: waits first', async () => {
    board.patch({ connector: 'slow', slowSeconds: 1.5 });
    expect(await upload()).toMatchObject({ kind: 'resolved' });
    expect(waits).toEqual([1500]);
  });

  it('hanging: a file is neither sent nor answered, anything else works', async () => {
    board.patch({ connector: 'hanging' });
    expect(await upload()).toEqual({ kind: 'silent' });
    expect(service.received).toEqual([]);
    expect(await connected()).toMatchObject({ kind: 'resolved' });
  });

  it('answer lost: a file is sent but not answered, anything else works', async () => {
    board.patch({ connector: 'answer-lost' });
    expect(await upload()).toEqual({ kind: 'silent' });
    expect(service.received).toHaveLength(1);
    expect(await connected()).toMatchObject({ kind: 'resolved' });
  });

  it('deaf: nothing is answered, but calls without the connection are', async () => {
    board.patch({ connector: 'deaf' });
    expect(await connected()).toEqual({ kind: 'silent' });
    expect(await call({ url: `${service.url}/pass` })).toMatchObject({ kind: 'resolved' });
  });
});

describe('without a connection', () => {
  it('answers the raw body one object deep, also for 4xx and 5xx', async () => {
    service.answer = { status: 403, body: '{"code":500,"error":"Client blocked"}' };
    const verdict = await call({ type: 'POST', url: `${service.url}/api/get/auth` });
    expect(parsed(verdict)).toEqual({
      response: '{"code":500,"error":"Client blocked"}',
      statusCode: 403,
      responseHeaders: {},
    });
    expect(service.received[0]?.headers.authorization).toBeUndefined();
  });

  it('replaces placeholders in address and headers, never in the body', async () => {
    await call({
      type: 'POST',
      url: '{{gatewayurl}}/api/get/auth?s={{gatewaysecret}}',
      headers: { 'X-Anexo-Secret': '{{gatewaysecret}}', 'X-Other': '{{unknown}}' },
      postBody: { secret: '{{gatewaysecret}}' },
    });
    expect(service.received).toMatchObject([
      {
        url: '/api/get/auth?s=s3cret',
        headers: { 'x-anexo-secret': 's3cret', 'x-other': '{{unknown}}' },
        body: '{"secret":"{{gatewaysecret}}"}',
      },
    ]);
  });

  it('replaces placeholders in a body too where so switched', async () => {
    board.patch({ placeholders: 'body-too' });
    await call({ type: 'POST', url: `${service.url}/x`, postBody: { secret: '{{gatewaysecret}}' } });
    expect(service.received).toMatchObject([{ body: '{"secret":"s3cret"}' }]);
  });

  it('replaces none beside a file', async () => {
    await call({ type: 'POST', url: `${service.url}/up`, headers: { 'x-s': '{{gatewaysecret}}' } }, [pdf]);
    expect(service.received).toMatchObject([{ headers: { 'x-s': '{{gatewaysecret}}' } }]);
  });

  it.each(['https://oms.example.com:444/x', 'http://oms.example.com/x', 'https://evil.example/', 'no address'])(
    'refuses %s, which the manifest does not list',
    async (url) => {
      const verdict = await call({ url });
      expect(verdict).toMatchObject({
        kind: 'rejected',
        value: { errMessage: expect.stringContaining('No entry found in plugin-manifest whiteListedDomains') },
      });
    },
  );

  it('rejects where nobody answers', async () => {
    await service.close();
    expect(await call({ url: `${service.url}/x` })).toMatchObject({ kind: 'rejected' });
    service = await startScriptedService();
  });
});

describe('where a fault strikes between the page and the services', () => {
  const sent = () => service.received.length;

  function strike(fault: Fault extends infer One ? (One extends unknown ? Omit<One, 'service'> : never) : never): void {
    book.set([{ ...fault, service: 'zoho', path: '/attachments$', times: 1 }]);
  }

  it.each([
    ['hang-before', { kind: 'silent' }, 0],
    ['hang-after', { kind: 'silent' }, 1],
    ['reset-before', { kind: 'rejected' }, 0],
    ['reset-middle', { kind: 'rejected' }, 0],
    ['reset-after', { kind: 'rejected' }, 1],
  ] as const)('%s', async (kind, verdict, calls) => {
    strike({ kind });
    expect(await upload()).toMatchObject(verdict);
    expect(sent()).toBe(calls);
    expect(await upload()).toMatchObject({ kind: 'resolved' });
  });

  it('gives half of the answer', async () => {
    strike({ kind: 'half-answer' });
    const verdict = await upload();
    expect(verdict.kind).toBe('resolved');
    expect(() => parsed(verdict)).toThrow();
    expect(sent()).toBe(1);
  });

  it('answers by itself, in the shape of the call', async () => {
    strike({ kind: 'status', status: 429, body: 'later', headers: { 'Retry-After': '7' } });
    board.patch({ failureShape: 'resolves-status' });
    expect(parsed(await upload())).toEqual({
      response: 'later',
      statusCode: 429,
      responseHeaders: { 'retry-after': '7' },
    });
    strike({ kind: 'status', status: 200, body: '}{', after: true });
    expect(await upload()).toEqual({ kind: 'resolved', value: '}{' });
    expect(sent()).toBe(1);
    book.set([{ kind: 'status', service: 'zoho', status: 502, body: '<html>' }]);
    expect(parsed(await call({ url: `${service.url}/any` }))).toMatchObject({ response: '<html>', statusCode: 502 });
    book.set([]);
  });

  it('waits, or takes as long as the file is', async () => {
    strike({ kind: 'delay', ms: 5000 });
    await upload();
    strike({ kind: 'slow', bytesPerSecond: 4 });
    await upload();
    expect([waits, sent()]).toEqual([[5000, 2000], 2]);
  });
});
