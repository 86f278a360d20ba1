import type * as z from 'zod';
import { type Configuration, ConfigurationSchema } from './configuration-schema.ts';
import { fillIn } from './environment.ts';

export type { Configuration } from './configuration-schema.ts';

/** One thing that is wrong, at the field of that path, such as `clients[0].destination`. Holds no value: it may be secret. */
export interface ConfigurationProblem {
  readonly path: string;
  readonly problem: string;
}

export type ConfigurationReading =
  | { readonly kind: 'read'; readonly configuration: Configuration }
  | { readonly kind: 'faulty'; readonly problems: readonly ConfigurationProblem[] };

/**
 * Reads a configuration.
 * @param value as parsed from JSON; texts may hold `${NAME}`
 * @param environment where these names are looked up
 */
export function readConfiguration(
  value: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): ConfigurationReading {
  const filled = fillIn(value, environment);
  const problems = [
    ...filled.missing.map(({ path, name }) => ({
      path: pathText(path),
      problem: `uses the environment variable ${name}, which is not set: set it, or write the value here`,
    })),
    ...filled.unreadable.map((path) => ({ path: pathText(path), problem: noName })),
  ];
  if (problems.length > 0) return { kind: 'faulty', problems };
  const read = ConfigurationSchema.safeParse(filled.value);
  return read.success
    ? { kind: 'read', configuration: read.data }
    : { kind: 'faulty', problems: read.error.issues.flatMap(problemsOf) };
}

const noName = `has a "\${" that no name of a variable follows: write \${NAME}, of letters, digits and _ alone; a value with "\${" in it goes into a variable`;

function problemsOf(issue: z.core.$ZodIssue): ConfigurationProblem[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: pathText(issue.path), problem: issue.message }];
  return issue.keys.map((key) => ({
    path: pathText([...issue.path, key]),
    problem: 'is not known: correct its name or remove it',
  }));
}

function pathText(path: readonly PropertyKey[]): string {
  const joined = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return joined.replace(/^\./, '') || 'the configuration';
}
