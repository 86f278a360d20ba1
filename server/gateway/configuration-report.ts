import type { Configuration } from './configuration-schema.ts';
import { secretsOf } from './scrub.ts';

/** What was read of a configuration, with all that has its default, as JSON for people. Secrets are not in it. */
export function reportConfiguration(configuration: Configuration): string {
  const secrets = new Set(secretsOf(configuration));
  return JSON.stringify(
    configuration,
    (_, value: unknown) => (typeof value === 'string' && secrets.has(value) ? '(secret)' : value),
    2,
  );
}
