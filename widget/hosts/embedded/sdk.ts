import type { Product } from '../host.ts';
import { isRecord, own } from '../records.ts';

/** The products whose pages speak Zoho's SDK for embedded apps. */
export type EmbeddedProduct = Exclude<Product, 'desk'>;

/** What the widget calls of the SDK, below the product's own namespace. Any of it may be missing. */
export type SdkFunction =
  | `API.${'attachFile' | 'delinkRelatedRecord' | 'getBiginVariable' | 'getOrgVariable' | 'getRecord' | 'getRelatedRecords'}`
  | `CONFIG.${'getCurrentUser' | 'getOrgInfo'}`
  | 'CONNECTION.invoke'
  | `HTTP.${'delete' | 'get' | 'patch' | 'post' | 'put'}`;

/** Zoho's SDK for embedded apps (version 1.5), as far as the widget uses it. Its answers are unknown until read. */
export interface EmbeddedSdk {
  /** Registers the one listener of an event; another one takes its place. */
  on(event: string, listener: (data: unknown) => void): void;
  /** Begins. What it gives back is not to be relied on: some versions never settle it. */
  init(): void;
  has(name: SdkFunction): boolean;
  /** @throws what the SDK throws at once, or an Error where this SDK has no such function */
  call(name: SdkFunction, ...given: readonly unknown[]): Promise<unknown>;
}

/**
 * Takes hold of the global `ZOHO`.
 * @returns `undefined` where it is no such SDK
 */
export function readSdk(zoho: unknown, product: EmbeddedProduct): EmbeddedSdk | undefined {
  const app = own(zoho, 'embeddedApp');
  // Bigin's own script names its functions BIGIN; the same core is also published for CRM alone.
  const functions = (product === 'bigin' && own(zoho, 'BIGIN')) || own(zoho, 'CRM');
  if (typeof own(app, 'on') !== 'function' || typeof own(app, 'init') !== 'function' || !isRecord(functions)) {
    return undefined;
  }
  const find = (name: SdkFunction) => {
    const [group, key = ''] = name.split('.');
    const place = own(functions, group ?? '');
    return { place, found: own(place, key) };
  };
  return {
    on: (event, listener) => void apply(own(app, 'on'), app, [event, listener]),
    init: () => void apply(own(app, 'init'), app, []),
    has: (name) => typeof find(name).found === 'function',
    async call(name, ...given) {
      const { place, found } = find(name);
      return apply(found, place, given, name);
    },
  };
}

/** @throws where it is no function, in words by which the routes know that nothing was sent */
function apply(given: unknown, self: unknown, args: readonly unknown[], name = 'this function'): unknown {
  if (typeof given !== 'function') throw new Error(`Not permitted: the SDK of this page has no ${name}`);
  return Reflect.apply(given, self, args);
}
