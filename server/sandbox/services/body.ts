import { finished } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** More than any test sends; only so that a mistake ends in an error instead of a full memory. */
const mostBytes = 512 * 1024 * 1024;

/** Makes a scope read every body whole and unparsed: the services themselves disagree on what a body may be. */
export function takeBodiesWhole(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: mostBytes }, (_request, body, done) =>
    done(null, body),
  );
}

/** As `takeBodiesWhole`, but also takes what has come of a body that breaks off, as Apache hands it to PHP. */
export function takeBodiesAsFarAsTheyCome(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, payload, done) => {
    const chunks: Buffer[] = [];
    payload.on('data', (chunk: Buffer) => chunks.push(chunk));
    finished(payload, { writable: false }, () => done(null, Buffer.concat(chunks)));
  });
}

/** The body as it came; empty where there is none. */
export function readBody(request: FastifyRequest): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** The body as JSON; `undefined` where it is none. */
export function readJson(request: FastifyRequest): unknown {
  try {
    return JSON.parse(readBody(request).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The body as multipart/form-data, read strictly; `undefined` where it is none. */
export function readMultipart(request: FastifyRequest): Promise<FormData | undefined> {
  return readForm(request, readBody(request));
}

/**
 * The body as multipart/form-data, read as PHP does: of a form without its end the last part goes to where the body ends
 * (main/rfc1867.c).
 */
export async function readCutMultipart(request: FastifyRequest): Promise<FormData | undefined> {
  const [, boundary = ''] = /boundary="?([^";]+)/i.exec(request.headers['content-type'] ?? '') ?? [];
  const end = Buffer.from(`\r\n--${boundary}--\r\n`);
  return (await readMultipart(request)) ?? readForm(request, Buffer.concat([readBody(request), end]));
}

async function readForm({ headers }: FastifyRequest, body: Buffer): Promise<FormData | undefined> {
  const init = { headers: { 'content-type': headers['content-type'] ?? '' } };
  try {
    return await new Response(new Uint8Array(body), init).formData();
  } catch {
    return undefined;
  }
}
