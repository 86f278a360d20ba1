import { secretsOfDestination } from '../destinations/configuration.ts';
import { shortestSecret } from '../destinations/configuration-fields.ts';
import type { Configuration } from './configuration-schema.ts';

/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

const censored = '[redacted]';
/** What stands where words were cut. */
const ellipsis = '…';

/**
 * Takes out tokens that are not in the configuration, by their looks: what follows an auth scheme, Zoho's, and signed
 * ones. In steps that grow as the text does: callers choose what is in it.
 */
function withoutTokens(text: string): string {
  return text
    .replace(/\b((?:Zoho-oauthtoken|Bearer)\s+)[\w.~+/=-]+/gi, `$1${censored}`)
    .replace(/\b1000\.[0-9a-f]{32}\.[0-9a-f]{32}\b/g, censored)
    .replace(/[\w.-]+/g, (run) => (isSigned(run) ? censored : run));
}

/** Whether three parts in a row, with dots between them, may be a signed token: the first begins as `{"` does in base64. */
function isSigned(run: string): boolean {
  if (!run.includes('eyJ')) return false;
  const parts = run.split('.');
  return parts.some((part, at) => /\beyJ/.test(part) && parts[at + 1] && parts[at + 2]);
}

/** For logs and for services' words that go on to callers. Also finds secrets as they stand in JSON. */
export function createScrub(configuration: Configuration): Scrub {
  const secrets = secretsOf(configuration)
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap((secret) => [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])])
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    const known = secrets.reduce((left, secret) => left.replaceAll(secret, censored), text);
    return withoutTokens(known.includes(ellipsis) ? withoutBeginnings(known, secrets) : known);
  };
}

/** Takes out the beginning of a secret in whose middle a service's words were cut. */
function withoutBeginnings(text: string, secrets: readonly string[]): string {
  return secrets.reduce((left, secret) => {
    for (let length = secret.length - 1; length >= shortestSecret; length -= 1) {
      const beginning = secret.slice(0, length) + ellipsis;
      if (left.includes(beginning)) return left.replaceAll(beginning, censored + ellipsis);
    }
    return left;
  }, text);
}

/** All that must never be seen. */
export function secretsOf({ signingKey, redisUrl, metrics, clients, destinations }: Configuration): string[] {
  const ofClients = clients.flatMap(({ apikey, token, secret }) => [apikey, token, secret]);
  const ofDestinations = Object.values(destinations).flatMap(secretsOfDestination);
  const ofRedis = redisUrl === undefined ? [] : [redisUrl, decodeURIComponent(new URL(redisUrl).password)];
  return [signingKey, metrics?.token, ...ofRedis, ...ofClients, ...ofDestinations].filter(
    (secret) => secret !== undefined,
  );
}
