import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { type Problem, problem, valueProblem } from './answer.ts';

/** Longest body of JSON, in bytes. */
export const jsonBytes = 16 * 1024;

/** JSON arrives whole; a body of any other type is left to its route to read, or to be thrown away. */
export function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: jsonBytes }, (_request, body, done) =>
    done(null, body),
  );
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
}

/** Reads a body of JSON. */
export function readJsonBody<Schema extends z.core.$ZodType>(
  { body }: FastifyRequest,
  schema: Schema,
): { readonly kind: 'body'; readonly value: z.core.output<Schema> } | Problem {
  if (!Buffer.isBuffer(body)) return problem(415, 'The body must be of the type application/json');
  const parsed = parse(body.toString('utf8'));
  if (!parsed) return problem(400, 'The body is not valid JSON');
  const read = z.safeParse(schema, parsed.value);
  return read.success ? { kind: 'body', value: read.data } : valueProblem('body', read.error);
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
