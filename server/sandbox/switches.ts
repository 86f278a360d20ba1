import * as z from 'zod';
import {
  appearances,
  attachFileModes,
  bodyShapes,
  connectionModes,
  connectorModes,
  embeddedFailures,
  failureShapes,
  gatewayDestinations,
  gatewayModes,
  installationModes,
  invokeModes,
  pageLoads,
  panelWidths,
  placeholderModes,
  type Switches,
  themes,
} from './browser/page-contract.ts';
import { biginRecords, crmRecords } from './services/crm/records.ts';

/** What tickets and languages there are to switch to. */
export interface SwitchChoices {
  /** Ids; the first is on screen at the start. */
  readonly tickets: readonly string[];
  /** Locale codes; the first is the language at the start. */
  readonly languages: readonly string[];
  /** What differs at the start from everything working. */
  readonly start?: Partial<Switches>;
}

/** The switches of a running sandbox. */
export interface SwitchBoard {
  get(): Switches;
  /** Takes a part of the switches, as it came from outside. */
  patch(change: unknown): SwitchPatch;
  /** Back to the start. */
  reset(): Switches;
  /** @returns a function that ends it */
  subscribe(listener: (switches: Switches) => void): () => void;
}

export type SwitchPatch =
  | { readonly kind: 'switched'; readonly switches: Switches }
  /** Nothing was switched. */
  | { readonly kind: 'invalid'; readonly message: string };

/** Ids of the records to switch to. */
const records = { crm: crmRecords.map(({ id }) => id), bigin: biginRecords.map(({ id }) => id) } as const;

export function createSwitchBoard({ tickets, languages, start }: SwitchChoices): SwitchBoard {
  const schema = z.strictObject({
    ticket: z.enum(tickets),
    crm: z.enum(records.crm),
    bigin: z.enum(records.bigin),
    attachFile: z.enum(attachFileModes),
    embeddedFailure: z.enum(embeddedFailures),
    pageLoad: z.enum(pageLoads),
    connections: z.enum(connectionModes),
    connector: z.enum(connectorModes),
    failureShape: z.enum(failureShapes),
    bodyShape: z.enum(bodyShapes),
    placeholders: z.enum(placeholderModes),
    gateway: z.enum(gatewayModes),
    destination: z.enum(gatewayDestinations),
    installation: z.enum(installationModes),
    slowSeconds: z.number().min(0).max(600),
    invoke: z.enum(invokeModes),
    appearance: z.enum(appearances),
    theme: z.enum(themes),
    width: z.literal(panelWidths),
    language: z.enum(languages),
  });
  const patchSchema = schema.partial();
  const initial: Switches = schema.parse({
    ticket: tickets[0],
    crm: records.crm[0],
    bigin: records.bigin[0],
    attachFile: 'there',
    embeddedFailure: 'resolves',
    pageLoad: 'record',
    connections: 'authorised',
    connector: 'working',
    failureShape: 'rejects-text',
    bodyShape: 'object',
    placeholders: 'url-and-headers',
    gateway: 'working',
    destination: 'oms',
    installation: 'right',
    slowSeconds: 5,
    invoke: 'granted',
    appearance: 'light',
    theme: 'blue',
    width: 360,
    language: languages[0],
    ...start,
  });
  const listeners = new Set<(switches: Switches) => void>();
  let current = initial;

  function become(next: Switches): Switches {
    current = next;
    for (const listener of listeners) listener(current);
    return current;
  }

  return {
    get: () => current,
    patch(change) {
      const read = patchSchema.safeParse(change);
      if (!read.success) return { kind: 'invalid', message: describe(read.error) };
      return { kind: 'switched', switches: become(schema.parse({ ...current, ...read.data })) };
    },
    reset: () => become(initial),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function describe(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`).join('; ');
}
