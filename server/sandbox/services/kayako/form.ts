import type { FastifyRequest } from 'fastify';
import { readBody, readCutMultipart } from '../body.ts';

/** The fields of a call, as PHP shows them to Kayako. */
export type Fields = ReadonlyMap<string, string>;

/**
 * Reads the fields of a form's body. PHP reads no others, JSON least of all, and nothing of a body that is too large;
 * parts with a file name are files to it, not fields. A form that is cut off is as good to it as a whole one.
 * @param postMaxBytes PHP's `post_max_size`
 */
export async function readForm(request: FastifyRequest, postMaxBytes: number): Promise<Fields> {
  const body = readBody(request);
  if (body.length > postMaxBytes) return new Map();
  const type = request.headers['content-type'] ?? '';
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return new Map(new URLSearchParams(body.toString('utf8')));
  if (!/^multipart\/form-data\b/i.test(type)) return new Map();
  const form = await readCutMultipart(request);
  return new Map([...(form ?? [])].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}

/** The fields of a query. */
export function readQuery(request: FastifyRequest): Fields {
  return new Map(new URLSearchParams(request.url.split(/\?(.*)/s)[1] ?? ''));
}

/** A field's text; `undefined` where it is absent or, which is the same to PHP's `empty`, without content. */
export function fieldOf(fields: Fields, name: string): string | undefined {
  return fields.get(name) || undefined;
}

/** Decodes as PHP's `base64_decode` does: what is no base64 is passed over. */
export function decodeBase64(text: string): Buffer {
  return Buffer.from(text.replace(/[^A-Za-z0-9+/]+/g, ''), 'base64');
}
