import * as z from 'zod';
import { megabyte } from '../../contract/limits.ts';
import { DestinationConfiguration } from '../destinations/configuration.ts';
import {
  address,
  bytes,
  fault,
  oneOf,
  secret,
  text,
  textLike,
  wholeNumber,
} from '../destinations/configuration-fields.ts';
import { isAddressBlock } from './address-block.ts';
import { isOriginPattern } from './origins.ts';
import type { Allowances } from './rate-limits.ts';
import type { ScanSettings } from './relay/scanned.ts';

const scopes = ['attachments:read', 'attachments:write', 'attachments:delete'] as const;
export type Scope = (typeof scopes)[number];

const Client = z
  .strictObject({
    id: wholeNumber('a whole number of your choice, 1 or more', 1),
    apikey: secret('a text of your choice').optional(),
    token: secret('a text of your choice').optional(),
    email: text('an email address').optional(),
    secret: text('the gateway secret').min(16, { error: 'is too short: give at least 16 characters' }).optional(),
    blocked: z.boolean({ error: fault('true or false') }).default(false),
    destination: text('the name of one of "destinations"'),
    scopes: z
      .array(oneOf(scopes), { error: fault('a list of scopes') })
      .default(['attachments:read', 'attachments:write']),
  })
  .refine(({ apikey, token, email, secret }) => (apikey && token && email) || (secret && !apikey && !token && !email), {
    error:
      'is incomplete: give apikey, token and email for a caller of the OMS contract, secret for widgets, or all four',
  });

const rate = (right: string) => wholeNumber(`${right}, or 0 for no limit`, 0);

const RateLimits = z.strictObject({
  addressPerMinute: rate('requests in a minute').default(1200),
  clientPerMinute: rate('requests in a minute').default(1200),
  failedLogins: rate('logins in five minutes').default(10),
});

const Metrics = z
  .strictObject({
    host: text('an address of this machine').default('127.0.0.1'),
    port: wholeNumber('a port, 0 to 65535', 0, 65_535).optional(),
    token: textLike(/^[\w.~+/=-]{16,}$/, 'a token for Prometheus, 16 or more of A-Z a-z 0-9 . _ ~ + / = -').optional(),
  })
  .refine(({ port, token }) => port !== undefined || token !== undefined, {
    error: 'is incomplete: give a port of its own, or a token for /metrics beside the other paths, or both',
  });

const addressBlock = z.string().refine(isAddressBlock, {
  error: 'is no address: give one such as 127.0.0.1, or a block such as 10.0.0.0/8 (/1 at least)',
});

const Scanner = z
  .strictObject({
    host: text("the address of clamd's machine").optional(),
    port: wholeNumber('a port, 1 to 65535', 1, 65_535).default(3310),
    path: text("the path of clamd's socket").optional(),
    silenceSeconds: wholeNumber('seconds, 1 to 3600', 1, 3600).default(60),
    unreachable: oneOf(['refuse', 'pass']).default('refuse'),
  })
  .refine(({ host, path }) => (host === undefined) !== (path === undefined), {
    error: 'is not right: give host and port of clamd, or the path of its socket',
  });

const redisRight = 'a redis:// or rediss:// address such as redis://:password@127.0.0.1:6379/0';
const redisAddress = text(redisRight).refine(isRedisAddress, { error: fault(redisRight) });

const Shape = z.strictObject(
  {
    listen: z
      .strictObject({
        host: text('an address of this machine').default('127.0.0.1'),
        port: wholeNumber('a port, 0 to 65535', 0, 65_535).default(5081),
      })
      .prefault({}),
    publicUrl: address('https://files.example.com').optional(),
    allowedOrigins: z
      .array(
        z.string().refine(isOriginPattern, {
          error: 'is no origin: give one such as https://desk.example.com or https://*.zappsusercontent.com',
        }),
        { error: fault('a list of origins') },
      )
      .default([]),
    redisUrl: redisAddress.optional(),
    signingKey: text('32 random characters or more').min(32, { error: 'is too short: give at least 32 characters' }),
    maxFilesPerRequest: wholeNumber('a whole number, 1 or more', 1).default(5),
    maxRequestBytes: bytes.optional(),
    spoolBytes: bytes.default(256 * megabyte),
    requestSeconds: wholeNumber('seconds, 1 to 3600', 1, 3600).default(300),
    minBytesPerSecond: wholeNumber('a whole number of bytes, or 0 for none', 0).default(1024),
    maxConnections: wholeNumber('a whole number, 1 or more', 1).default(1000),
    stopSeconds: wholeNumber('seconds, 0 to 3600', 0, 3600).default(30),
    trustedProxies: z.array(addressBlock, { error: fault('a list of addresses') }).default([]),
    rateLimits: RateLimits.prefault({}),
    metrics: Metrics.optional(),
    scanner: Scanner.optional(),
    clients: z
      .array(Client, { error: fault('a list of clients') })
      .min(1, { error: 'is empty: give one client at least' }),
    destinations: z.record(z.string(), DestinationConfiguration, { error: fault('an object of destinations by name') }),
  },
  { error: fault('an object') },
);

/** The gateway's configuration, complete: what may be left out in the file has its default here. */
export type Configuration = z.infer<typeof Shape>;

/** The schema of the configuration file, `${NAME}`s filled in. */
export const ConfigurationSchema = Shape.check(({ value, issues }) => {
  const names = Object.keys(value.destinations);
  const seen = new Map<string, number>();
  for (const [index, client] of value.clients.entries()) {
    const complain = (field: string, message: string): void =>
      void issues.push({ code: 'custom', input: undefined, path: ['clients', index, field], message });
    if (!names.includes(client.destination)) {
      complain(
        'destination',
        `names no destination: there ${names.length === 0 ? 'is none' : `is ${names.join(', ')}`}`,
      );
    }
    for (const field of ['id', 'apikey', 'secret'] as const) {
      const key = `${field}:${client[field]}`;
      const first = seen.get(key);
      if (client[field] === undefined) continue;
      if (first !== undefined) complain(field, `is the same as in clients[${first}]: each client needs its own`);
      seen.set(key, first ?? index);
    }
  }
});

/**
 * The longest request, in bytes: as configured, or as many files as configured of the largest size that any
 * destination takes, in base64, and a megabyte for the rest.
 */
export function maxRequestBytes(configuration: Configuration, largestFileBytes: number): number {
  const { maxFilesPerRequest } = configuration;
  return configuration.maxRequestBytes ?? Math.ceil((largestFileBytes * 4) / 3) * maxFilesPerRequest + megabyte;
}

/** How much each caller may ask for. */
export function allowancesOf({ rateLimits }: Pick<Configuration, 'rateLimits'>): Allowances {
  return {
    address: { count: rateLimits.addressPerMinute, seconds: 60 },
    client: { count: rateLimits.clientPerMinute, seconds: 60 },
    'failed-login': { count: rateLimits.failedLogins, seconds: 300 },
  };
}

/** Where and how files are scanned for viruses, if they are. */
export function scanSettingsOf({ scanner }: Pick<Configuration, 'scanner'>): ScanSettings | undefined {
  if (!scanner) return undefined;
  const { host = '', port, path, silenceSeconds, unreachable } = scanner;
  const address = path === undefined ? { host, port } : { path };
  return { address, silenceMs: silenceSeconds * 1000, unreachable };
}

function isRedisAddress(value: string): boolean {
  return /^rediss?:\/\/./.test(value) && URL.canParse(value) && isDecodable(new URL(value).password);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
