import { type Clock, tooLate, within } from '../../clock.ts';
import type { Host, Ticket, TicketReading, User } from '../host.ts';
import { own } from '../records.ts';
import { dataCentreOf } from './data-centre.ts';
import { createEmbeddedRequest } from './request.ts';
import type { EmbeddedProduct, EmbeddedSdk, SdkFunction } from './sdk.ts';
import { readVariables } from './variables.ts';

export interface EmbeddedHostOptions {
  readonly sdk: EmbeddedSdk;
  readonly product: EmbeddedProduct;
  /** What the last `PageLoad` told. */
  pageLoad(): unknown;
  /** Calls at each `PageLoad` after the first. @returns a function that ends it */
  onPageLoad(listener: () => void): () => void;
  /** What `getCurrentUser` told at the start. */
  readonly user: unknown;
  /** The origin of the page around the widget, as its address says. */
  readonly serviceOrigin: unknown;
  /** The browser's language, where the product does not tell the user's. */
  readonly language: string;
  readonly clock: Clock;
}

/** How long an answer of the page around the widget is awaited, in milliseconds. */
const askMs = 10_000;

/** How long the record's name is awaited: without it files can be attached as well. */
const nameMs = 2000;

/** Fields that name a record, by module. */
const nameFields = ['Full_Name', 'Subject', 'Deal_Name', 'Account_Name', 'Product_Name', 'Name', 'Last_Name'];

/** Makes the Host of a Zoho CRM or Bigin record page, once the SDK has told which record it shows. */
export function createEmbeddedHost(options: EmbeddedHostOptions): Host {
  const { sdk, product, user, clock } = options;
  const names = new Map<string, string>();
  let organisation: Promise<string | undefined> | undefined;

  /** What the SDK answers; `undefined` where it refuses, has no such function, or stays silent. */
  async function ask(limitMs: number, name: SdkFunction, given?: unknown): Promise<unknown> {
    try {
      const answer = await within(clock, limitMs, sdk.call(name, given));
      return answer === tooLate ? undefined : answer;
    } catch {
      return undefined;
    }
  }

  async function nameOf(Entity: string, RecordID: string): Promise<string | undefined> {
    const record = firstIn(await ask(nameMs, 'API.getRecord', { Entity, RecordID }), 'data');
    return nameFields.map((field) => textOf(own(record, field))).find((one) => one !== undefined);
  }

  return {
    product,
    locale: textOf(own(user, 'language')) ?? textOf(own(user, 'locale')) ?? options.language,
    dataCentre: dataCentreOf(options.serviceOrigin),
    // Neither product tells its looks.
    preferences: { appearance: 'auto' },
    translations: new Map(),
    takesFiles: sdk.has('API.attachFile'),
    async readTicket(): Promise<TicketReading> {
      const record = readRecord(options.pageLoad());
      if (!record) return { kind: 'unreadable', message: 'The page does not say which record is on screen' };
      const { id, Entity, RecordID } = record;
      const subject = names.get(id) ?? (await nameOf(Entity, RecordID));
      if (subject !== undefined) names.set(id, subject);
      return { kind: 'ticket', ticket: ticketOf(id, subject) };
    },
    async readOrganisation() {
      organisation ??= ask(askMs, 'CONFIG.getOrgInfo').then((answer) => textOf(own(firstIn(answer, 'org'), 'id')));
      const id = await organisation;
      if (id === undefined) organisation = undefined;
      return id;
    },
    // The start does not wait for long: who was not told then is asked for again.
    readUser: async () => userOf(user) ?? userOf(firstIn(await ask(askMs, 'CONFIG.getCurrentUser'), 'users')),
    async readConfiguration() {
      // A page that starts slowly must not be without its gateway for as long as it stands.
      for (let time = 0; time < 2; time += 1) {
        const read = await within(clock, askMs, readVariables(sdk, product));
        if (read !== tooLate) return read;
      }
      return new Map();
    },
    onTicketChange: (listener) => options.onPageLoad(listener),
    onPreferences: () => () => {},
    request: createEmbeddedRequest({ sdk, product, clock }),
    // Neither product has a notice for widgets.
    notify: async () => {},
  };
}

/** The first of a list under a name, as the interfaces answer; the answer itself where it has no such list. */
export function firstIn(answer: unknown, name: string): unknown {
  const list = own(answer, name);
  return Array.isArray(list) ? list[0] : answer;
}

/**
 * The record that a `PageLoad` tells. It may come as an array of one, its id too; a list of several, and a page that is
 * no record's, are none. Its reference holds the module, as the gateway's destinations read it.
 */
function readRecord(given: unknown): { id: string; Entity: string; RecordID: string } | undefined {
  const data = oneOf(given);
  const Entity = textOf(oneOf(own(data, 'Entity')));
  const RecordID = textOf(oneOf(own(data, 'EntityId')));
  if (!Entity || !/^\w{1,60}$/.test(Entity) || !RecordID || !/^\d{1,32}$/.test(RecordID)) return undefined;
  return { id: `${Entity}:${RecordID}`, Entity, RecordID };
}

function oneOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.length === 1 ? value[0] : undefined;
}

function ticketOf(id: string, subject: string | undefined): Ticket {
  return subject === undefined ? { id } : { id, subject };
}

function userOf(user: unknown): User | undefined {
  const id = textOf(own(user, 'id'));
  const name = textOf(own(user, 'full_name'));
  return id === undefined ? undefined : { id, ...(name !== undefined && { name }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value.trim() : undefined;
}
