import * as z from 'zod';
import type { Fault } from './fault.ts';
import { sharedByPlaceholder } from './manifest.ts';

/** The connection's block in the manifest, `zohoAuthorisation`, in the order in which Zoho's guide shows it. */
export interface Connection {
  readonly type: 'connectors';
  readonly connectionLinkName: string;
  readonly connectionName: string;
  readonly serviceName: 'zlabs_integration';
  readonly userAccess: boolean;
  readonly isUserDefinedService: false;
  readonly sharedBy: string;
  readonly scope: readonly string[];
}

/** What Anexo asks of Desk: to see a ticket's attachments, and to add, change and remove them. */
export const neededScopes: readonly string[] = ['Desk.tickets.READ', 'Desk.tickets.UPDATE'];

export type ConnectionReading =
  /** `notes`: what the administrator should know, though nothing is wrong. */
  | { readonly kind: 'connection'; readonly connection: Connection; readonly notes: readonly string[] }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[] };

/** Fields as they were given, before they have been checked. */
export type GivenFields = Readonly<Record<string, unknown>>;

/** What `zet` takes for the name of a connection. */
const connectionName = /^[a-zA-Z][a-zA-Z0-9-_ ]*$/;

/** A link name goes into requests as it is. */
const linkName = /^[a-zA-Z][a-zA-Z0-9_-]*$/;

const known = ['type', 'serviceName', 'connectionLinkName', 'connectionName', 'userAccess', 'isUserDefinedService'];
const alsoKnown = ['sharedBy', 'scope'];

/** Checks the fields of a connection: each that `zet`, Desk or Anexo would refuse becomes a fault of its own. */
export function checkConnection(given: GivenFields): ConnectionReading {
  const faults: Fault[] = [];
  const notes: string[] = [];
  const refuse = (where: string, wrong: string, right: string) => faults.push({ where, wrong, right });

  /** A text by its name, or a fault. @param right what would be right where it is missing or unfit */
  function text(name: string, pattern: RegExp, right: string): string {
    const value = given[name];
    const read = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
    if (read === undefined || read === null || read === '') refuse(name, 'is missing', right);
    else if (typeof read === 'number') refuse(name, 'is a number that lost digits', 'put it in quotation marks');
    else if (typeof read !== 'string') refuse(name, `is ${describeType(read)}`, right);
    else if (!pattern.test(read)) refuse(name, `is "${read}"`, right);
    else return read;
    return '';
  }

  function fixed(name: string, wanted: string, right: string): void {
    const value = given[name] ?? wanted;
    if (String(value) !== wanted) refuse(name, `is ${JSON.stringify(value)}`, right);
  }

  fixed('type', 'connectors', 'it must be "connectors"');
  fixed(
    'serviceName',
    'zlabs_integration',
    'it must be "zlabs_integration": in Sigma, make the connection for the default service Zoho OAuth',
  );
  fixed('isUserDefinedService', 'false', 'it must be false: a connection for a custom service has no way to Desk');
  const connectionLinkName = text(
    'connectionLinkName',
    linkName,
    'copy the link name from Sigma, such as anexodesk: a letter first, then letters, digits, _ and -',
  );
  const name = text(
    'connectionName',
    connectionName,
    'copy the name from Sigma: a letter first, then letters, digits, blanks, _ and -',
  );
  const sharedBy = text('sharedBy', /^\S+$/, 'copy it from Sigma: the number of the publisher');
  if (sharedBy === sharedByPlaceholder) {
    refuse('sharedBy', 'is still the placeholder', 'copy it from Sigma: the number of the publisher');
  }
  const userAccess = readFlag(given['userAccess'] ?? true);
  if (userAccess === undefined) {
    refuse('userAccess', `is ${JSON.stringify(given['userAccess'])}`, 'it is true (each agent authorises) or false');
  } else if (!userAccess) notes.push('userAccess is false: every file will carry the name of who authorises.');

  const scope = readScopes(given['scope']);
  if (!scope) refuse('scope', 'is missing', `give the connection exactly ${neededScopes.join(' and ')} in Sigma`);
  else notes.push(...checkScopes(scope, refuse));

  const extra = Object.keys(given).filter((key) => ![...known, ...alsoKnown].includes(key));
  if (extra.length > 0) notes.push(`left out, since the manifest knows no such field: ${extra.join(', ')}.`);
  if (faults.length > 0) return { kind: 'faulty', faults };
  return {
    kind: 'connection',
    connection: {
      type: 'connectors',
      connectionLinkName,
      connectionName: name,
      serviceName: 'zlabs_integration',
      userAccess: userAccess ?? true,
      isUserDefinedService: false,
      sharedBy,
      scope: scope ?? [],
    },
    notes,
  };
}

function checkScopes(scope: readonly string[], refuse: (where: string, wrong: string, right: string) => void) {
  const covers = (wanted: string) => scope.includes(wanted) || scope.includes(wanted.replace(/\.\w+$/, '.ALL'));
  const missing = neededScopes.filter((one) => !covers(one));
  if (missing.length > 0) {
    refuse('scope', `lacks ${missing.join(' and ')}`, 'add it to the connection in Sigma and copy the JSON again');
  }
  const spare = scope.filter((one) => !neededScopes.includes(one));
  return spare.length > 0
    ? [`the connection may more than Anexo needs (${spare.join(', ')}): a public listing asks for the least.`]
    : [];
}

const Scopes = z.array(z.string().trim().min(1)).min(1);

/** A list, or one text with commas or blanks between them. */
function readScopes(value: unknown): readonly string[] | undefined {
  const list = typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : value;
  return Scopes.safeParse(list).data;
}

function readFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function describeType(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `${typeof value}`;
}
