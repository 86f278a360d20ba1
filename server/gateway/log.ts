import type { FastifyServerOptions } from 'fastify';
import type { Scrub } from './scrub.ts';

/** Where log lines go, each a JSON object. */
export interface LogTarget {
  write(line: string): void;
}

/** Fields that must never be in a log, should they ever be given to it. */
const secretFields = [
  'authorization',
  'auth',
  'apikey',
  'apiKey',
  'token',
  'secret',
  'secretKey',
  'signature',
  'signingKey',
  'signed_url',
  'clientSecret',
  'refreshToken',
  'refresh_token',
  'access_token',
  'x-anexo-secret',
];

/**
 * Settings of the gateway's log: one line a request and one a file, without headers, queries, names and bodies.
 * @param target `false` for no log
 */
export function logSettings(target: LogTarget | false, scrub: Scrub): NonNullable<FastifyServerOptions['logger']> {
  if (target === false) return false;
  return {
    level: 'info',
    stream: { write: (line: string) => target.write(scrub(line)) },
    redact: {
      paths: secretFields.flatMap((field) => [`["${field}"]`, `*["${field}"]`, `*.*["${field}"]`]),
      censor: '[redacted]',
    },
    serializers: {
      req: ({ method, url, ip }) => ({ method, path: withoutQueries(url), ip }),
      res: ({ statusCode }) => ({ status: statusCode }),
      err: ({ name, message, stack = '' }: Error) => ({
        type: name,
        message: withoutQueries(message),
        stack: withoutQueries(stack),
      }),
    },
  };
}

/** What follows a question mark may be a token or a signature, also where an error's words quote an address. */
function withoutQueries(text: string): string {
  return text.replace(/\?[^\s"']*/g, '');
}
