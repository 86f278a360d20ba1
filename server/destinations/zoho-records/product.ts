import type { Limits } from '../../../contract/limits.ts';

/** What tells Zoho CRM from Bigin: for attachments their interfaces are one (seeds 001 and 002). */
export interface RecordsProduct {
  readonly kind: 'zoho-crm' | 'bigin';
  /** For messages. */
  readonly name: 'CRM' | 'Bigin';
  /** Of all calls. */
  readonly basePath: '/crm/v2' | '/bigin/v2';
  /** What the names of its OAuth scopes begin with. */
  readonly scopePrefix: 'ZohoCRM' | 'ZohoBigin';
  /** API names of the modules whose records take attachments. */
  readonly modules: readonly string[];
  /** What people call a module whose API name is another. */
  readonly otherNames: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

/** A record as a reference names it. */
export type RecordReading =
  /** `id` stays a text: its 18 digits are more than a number holds. */
  | { readonly kind: 'record'; readonly module: string; readonly id: string }
  | { readonly kind: 'unknown-module'; readonly module: string }
  | { readonly kind: 'no-record' };

/**
 * Reads `Module:id`, or an id alone, which is one of the default module's.
 * @param modules API names of all modules that take attachments
 */
export function readRecord(reference: string, { modules, otherNames, defaultModule }: ModuleNames): RecordReading {
  const [, named, id] = /^(?:([^:]{1,100}):)?(\d{1,32})$/.exec(reference.trim()) ?? [];
  if (id === undefined) return { kind: 'no-record' };
  if (named === undefined) return { kind: 'record', module: defaultModule, id };
  const plain = plainName(named);
  const module = otherNames[plain] ?? modules.find((one) => plainName(one) === plain);
  return module === undefined ? { kind: 'unknown-module', module: named } : { kind: 'record', module, id };
}

export interface ModuleNames extends Pick<RecordsProduct, 'modules' | 'otherNames'> {
  readonly defaultModule: string;
}

/** `Price Books`, `Price_Books` and `pricebooks` are one: screen, interface and scopes each have their own spelling. */
function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_]+/g, '');
}
