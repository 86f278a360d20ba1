import * as z from 'zod';
import { dataCentres } from '../../contract/desk.ts';
import { megabyte } from '../../contract/limits.ts';
import { address, fault, oneOf, text, wholeNumber } from './configuration-fields.ts';
import { isOriginPattern } from './origins.ts';

const scopes = ['attachments:read', 'attachments:write', 'attachments:delete'] as const;
export type Scope = (typeof scopes)[number];

const bytes = wholeNumber('a whole number of bytes, 1 or more', 1);
const endings = z.array(z.string().regex(/^[a-z0-9]+$/, { error: 'give endings in lower case, without the dot' }));
const mimeTypes = z.array(z.string().regex(/^[\w.+-]+\/[\w.+-]+$/, { error: 'give MIME types such as image/png' }));

/** Replaces some of a destination's own limits. */
const LimitsOverride = z.strictObject({
  fileBytes: bytes.exactOptional(),
  nameLength: wholeNumber('a whole number of characters, 1 or more', 1).exactOptional(),
  files: wholeNumber('a whole number, 1 or more', 1).exactOptional(),
  totalBytes: bytes.exactOptional(),
  types: z
    .discriminatedUnion(
      'kind',
      [z.strictObject({ kind: z.literal('except'), endings }), z.strictObject({ kind: z.literal('only'), mimeTypes })],
      { error: fault('{"kind": "except", "endings": […]} or {"kind": "only", "mimeTypes": […]}') },
    )
    .exactOptional(),
});

const common = {
  limits: LimitsOverride.optional(),
  silenceSeconds: wholeNumber('seconds, 1 to 3600', 1, 3600).default(60),
};

const Oms = z.strictObject({
  ...common,
  kind: z.literal('oms'),
  baseUrl: address('https://oms.example.com'),
  apikey: text('the apikey that OMS gave you'),
  token: text('the token that OMS gave you'),
  email: text('the email address that OMS knows you by'),
});

const ZohoDesk = z.strictObject({
  ...common,
  kind: z.literal('zoho-desk'),
  dataCentre: oneOf(dataCentres),
  orgId: text("the organisation's id, digits, in quotes").regex(/^\d+$/, {
    error: "is not right: give the organisation's id, digits, in quotes",
  }),
  clientId: text('the client id of the Zoho API console'),
  clientSecret: text('the client secret of the Zoho API console'),
  refreshToken: text('the refresh token of the Zoho API console'),
  chamadoField: text('the API name of a custom field')
    .regex(/^cf_\w+$/, { error: 'is not right: give the API name of a custom field, such as cf_chamado_id' })
    .optional(),
  baseUrl: address('https://desk.zoho.com').optional(),
  accountsUrl: address('https://accounts.zoho.com').optional(),
});

const DestinationConfiguration = z.discriminatedUnion('kind', [Oms, ZohoDesk], {
  error: fault('an object whose "kind" is oms or zoho-desk'),
});
export type DestinationConfiguration = z.infer<typeof DestinationConfiguration>;

const Client = z
  .strictObject({
    id: wholeNumber('a whole number of your choice, 1 or more', 1),
    apikey: text('a text of your choice').optional(),
    token: text('a text of your choice').optional(),
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

const Shape = z.strictObject(
  {
    listen: z
      .strictObject({
        host: text('an address of this machine').default('127.0.0.1'),
        port: wholeNumber('a port, 0 to 65535', 0, 65_535).default(5081),
      })
      .prefault({}),
    allowedOrigins: z
      .array(
        z.string().refine(isOriginPattern, {
          error: 'is no origin: give one such as https://desk.example.com or https://*.zappsusercontent.com',
        }),
        { error: fault('a list of origins') },
      )
      .default([]),
    signingKey: text('32 random characters or more').min(32, { error: 'is too short: give at least 32 characters' }),
    maxFilesPerRequest: wholeNumber('a whole number, 1 or more', 1).default(5),
    maxRequestBytes: bytes.optional(),
    requestSeconds: wholeNumber('seconds, 1 to 3600', 1, 3600).default(300),
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
