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
export async function readMultipart(request: FastifyRequest): Promise<FormData | undefined> {
  const contentType = request.headers['content-type'] ?? '';
  try {
    return await new Response(new Uint8Array(readBody(request)), {
      headers: { 'content-type': contentType },
    }).formData();
  } catch {
    return undefined;
  }
}
