import { isRecord, own, parseJson } from './records.ts';

/**
 * The texts that Desk hands over from the extension's `translations/`: the host sends them as `localeResource`, the
 * documentation calls them `localeResources`; as an object or as its JSON. Nested keys are joined with dots.
 */
export function readTranslations(app: unknown): ReadonlyMap<string, string> {
  const given = own(app, 'localeResource') ?? own(app, 'localeResources');
  return new Map(texts(typeof given === 'string' ? parseJson(given) : given, '', 0));
}

const maxDepth = 5;

function texts(value: unknown, prefix: string, depth: number): [string, string][] {
  if (!isRecord(value) || depth > maxDepth) return [];
  return Object.entries(value).flatMap(([key, inner]): [string, string][] =>
    typeof inner === 'string' ? [[prefix + key, inner]] : texts(inner, `${prefix}${key}.`, depth + 1),
  );
}
