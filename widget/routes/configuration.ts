import * as z from 'zod/mini';
import { deskLimits, type Limits, megabyte } from '../../contract/limits.ts';
import { type AtOnce, usualAtOnce } from './places.ts';

/** The administrator's configuration, as far as it concerns the routes. */
export interface RouteSettings {
  /** `undefined` where files go by the connector alone. */
  readonly gateway: { readonly kind: 'anexo' | 'oms'; readonly baseUrl: string } | undefined;
  /** What the connector takes. */
  readonly connectorLimits: Limits;
  /** Endings that the administrator named; empty where the usual ones hold. */
  readonly blockedEndings: readonly string[];
  /** What an upload of any size may take by the connector, in milliseconds. */
  readonly connectorMs: number;
  readonly atOnce: AtOnce;
}

/** A parameter of the configuration that could not be used as it is. */
export interface ConfigurationProblem {
  /** The parameter's name in the manifest, such as `gatewayurl`. */
  readonly parameter: string;
  /** What is wrong with it and what holds in its place, in English, for the administrator. */
  readonly message: string;
}

const GatewayUrl = z.pipe(
  z.string().check(z.refine(isGatewayAddress)),
  z.transform((text) => text.replace(/(?<!\/)\/+$/, '')),
);

const GatewayKind = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) => text.toLowerCase()),
    z.enum(['anexo', 'oms']),
  ),
);

/** Desk takes no more by any account; a larger number is a number of something else. */
const largestFileMb = 1024;

const FileBytes = z.pipe(
  z.coerce.number().check(z.positive(), z.maximum(largestFileMb)),
  z.transform((megabytes) => Math.max(1, Math.round(megabytes * megabyte))),
);

const Endings = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string) =>
      text
        .toLowerCase()
        .split(/[\s,;]+/)
        .flatMap((one) => one.replace(/^\*?\./, '') || []),
    ),
    z.array(z.string().check(z.regex(/^[\p{L}\p{N}_$~!+-]+$/u))),
  ),
);

const Seconds = z.pipe(
  z.coerce.number().check(z.positive(), z.maximum(3600)),
  z.transform((seconds) => seconds * 1000),
);

/** What a browser itself has under way together to one server is little more. */
const mostAtOnce = 6;

const FilesAtOnce = z.coerce.number().check(z.refine(Number.isInteger), z.minimum(1), z.maximum(mostAtOnce));

/**
 * Reads the configuration; a value that makes no sense is reported and its default holds.
 * @param usual what the product's connector takes where nothing is configured
 */
export function readConfiguration(
  parameters: ReadonlyMap<string, string>,
  usual: Limits = deskLimits,
): {
  readonly settings: RouteSettings;
  readonly problems: readonly ConfigurationProblem[];
} {
  const problems: ConfigurationProblem[] = [];

  function read<T>(parameter: string, type: z.ZodMiniType<T>, wrong: string): T | undefined {
    const text = parameters.get(parameter)?.trim();
    if (!text) return undefined;
    const value = z.safeParse(type, text);
    if (!value.success) problems.push({ parameter, message: `"${text.slice(0, 100)}" ${wrong}` });
    return value.data;
  }

  const baseUrl = read('gatewayurl', GatewayUrl, 'is no https address: the connector alone is used');
  const kind = read('gatewaykind', GatewayKind, 'is neither anexo nor oms: anexo is used') ?? 'anexo';
  const fileBytes = read(
    'maxfilemb',
    FileBytes,
    `is no number up to ${largestFileMb}: ${usual.fileBytes / megabyte} MB is used`,
  );
  const endings = read('blockedendings', Endings, 'is no list of endings: the usual ones are blocked');
  const connectorMs = read('connectortimeout', Seconds, 'is no number of seconds up to 3600: 30 is used');
  const connectorAtOnce = read('connectoratonce', FilesAtOnce, `is no number from 1 to ${mostAtOnce}: 2 is used`);
  const gatewayAtOnce = read('gatewayatonce', FilesAtOnce, `is no number from 1 to ${mostAtOnce}: 3 is used`);
  const blockedEndings = endings ?? [];
  const settings: RouteSettings = {
    gateway: baseUrl === undefined ? undefined : { kind, baseUrl },
    connectorLimits: {
      ...usual,
      ...(fileBytes !== undefined && { fileBytes }),
      ...(blockedEndings.length > 0 && { types: { kind: 'except', endings: blockedEndings } }),
    },
    blockedEndings,
    connectorMs: connectorMs ?? 30_000,
    atOnce: { connector: connectorAtOnce ?? usualAtOnce.connector, gateway: gatewayAtOnce ?? usualAtOnce.gateway },
  };
  return { settings, problems };
}

/** https, or http to this machine for trying; no credentials and no query, which would end up in logs. */
function isGatewayAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, search, hash } = new URL(text);
  if (username || password || search || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
