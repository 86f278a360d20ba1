import { secretsOfDestination } from '../destinations/configuration.ts';
import type { Configuration } from './configuration-schema.ts';

/** Takes secrets out of a text. */
export type Scrub = (text: string) => string;

const censored = '[redacted]';
/** Shorter ones would take ordinary words out as well. */
const shortest = 6;

/** Tokens that are not in the configuration, by their looks: what follows an auth scheme, Zoho's, and signed ones. */
const tokenLooks = [
  /(?<=\b(?:Zoho-oauthtoken|Bearer)\s+)[\w.~+/=-]+/gi,
  /\b1000\.[0-9a-f]{32}\.[0-9a-f]{32}\b/g,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g,
];

/** For logs and for services' words that go on to callers. Also finds secrets as they stand in JSON. */
export function createScrub(configuration: Configuration): Scrub {
  const secrets = secretsOf(configuration)
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [...new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])])
    .toSorted((a, b) => b.length - a.length);
  return (text) => {
    const known = secrets.reduce((left, secret) => left.replaceAll(secret, censored), text);
    return tokenLooks.reduce((left, look) => left.replace(look, censored), known);
  };
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
