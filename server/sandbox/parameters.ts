import type { ExtensionParameter } from './browser/page-contract.ts';
import type { Manifest } from './manifest.ts';

/** The extension's configuration parameters as an administrator would have filled them in, secure ones included. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Every parameter of the manifest with its value: the given one, else the manifest's default, else empty.
 * @throws Error where a value is given for a parameter that the manifest does not have
 */
export function fillParameters(manifest: Manifest, given: Readonly<Record<string, string>>): Parameters {
  const known = new Map(manifest.config.map((one) => [one.name, one.default ?? '']));
  for (const [name, value] of Object.entries(given)) {
    if (!known.has(name)) throw new Error(`plugin-manifest.json has no configuration parameter "${name}"`);
    known.set(name, value);
  }
  return known;
}

/** What `ZOHODESK.get('extension.config')` shows: every parameter but those marked secure. */
export function visibleParameters(manifest: Manifest, parameters: Parameters): ExtensionParameter[] {
  return manifest.config
    .filter((one) => !one.secure)
    .map((one) => ({ name: one.name, value: parameters.get(one.name) ?? '', defaultValue: one.default ?? '' }));
}

/** Replaces `{{name}}` by the parameter's value, as Zoho's servers do; unknown names stay as they are. */
export function replacePlaceholders(text: string, parameters: Parameters): string {
  return text.replaceAll(/\{\{([^{}]+)\}\}/g, (whole, name: string) => parameters.get(name.trim()) ?? whole);
}
