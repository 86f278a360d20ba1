import { isRecord, own } from '../records.ts';
import type { EmbeddedProduct, EmbeddedSdk } from './sdk.ts';

/** The administrator's parameters that these products can hold: none of them is a secret. */
const parameters = [
  'gatewayurl',
  'maxfilemb',
  'blockedendings',
  'connectortimeout',
  'connectoratonce',
  'gatewayatonce',
] as const;

/**
 * Reads the configuration from the organisation's variables, `anexo_gatewayurl` and the like. Never rejects.
 * @returns those that have a value, by the parameter's name
 */
export async function readVariables(sdk: EmbeddedSdk, product: EmbeddedProduct): Promise<ReadonlyMap<string, string>> {
  const names = parameters.map((parameter) => `anexo_${parameter}`);
  const contents = await askAll();
  const values = parameters.map((parameter, at) => [parameter, textOf(own(contents, names[at] ?? ''))] as const);
  return new Map(values.flatMap(([parameter, text]) => (text === undefined ? [] : [[parameter, text]])));

  async function askAll(): Promise<unknown> {
    const together = await ask({ keys: names });
    if (isRecord(together)) return together;
    // An organisation that lacks one of them may refuse all: then each is asked for by itself.
    const single = await Promise.all(names.map((name) => ask({ keys: [name], name })));
    return Object.fromEntries(names.map((name, at) => [name, own(single[at], name) ?? single[at]]));
  }

  async function ask({ keys, name }: { keys: readonly string[]; name?: string }): Promise<unknown> {
    try {
      // CRM's changes the object that it is given.
      const answer =
        product === 'bigin' && sdk.has('API.getBiginVariable')
          ? await sdk.call('API.getBiginVariable', { nameSpace: keys.join(',') })
          : await sdk.call('API.getOrgVariable', name ?? { apiKeys: [...keys] });
      const success = own(answer, 'Success') ?? own(answer, 'success');
      return own(success, 'Content') ?? own(success, 'content');
    } catch {
      return undefined;
    }
  }
}

function textOf(given: unknown): string | undefined {
  const value = isRecord(given) ? own(given, 'value') : given;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
