import { type Clock, tooLate, within } from '../clock.ts';
import { findDataCentre } from './data-centre.ts';
import { createDeskRequest } from './desk-request.ts';
import type { Host, Preferences, Ticket, TicketReading, User } from './host.ts';
import { isRecord, own, type UnknownRecord } from './records.ts';
import { readTranslations } from './translations.ts';
import {
  AppMeta,
  answered,
  isInstance,
  SdkId,
  SdkParameter,
  SdkTicket,
  SdkUser,
  UserPreferences,
  type ZohoDeskSdk,
} from './zohodesk.ts';

export interface DeskHostOptions {
  readonly sdk: ZohoDeskSdk;
  /** What `onload` resolved with. */
  readonly app: unknown;
  readonly connectionLinkName: string | undefined;
  readonly clock: Clock;
}

/** How long an answer of the page around the widget is awaited, in milliseconds: it has no timeout of its own. */
const askMs = 10_000;

const longestTitle = 255;

/** Makes the Host of a Zoho Desk ticket page, once the SDK has registered. Binds each of Desk's events once. */
export function createDeskHost({ sdk, app, connectionLinkName, clock }: DeskHostOptions): Host {
  const { instance, meta: given, locale }: UnknownRecord = isRecord(app) ? app : {};
  const meta = AppMeta.safeParse(given).data;
  const ticketListeners = new Set<() => void>();
  const newsListeners = new Set<() => void>();
  const preferenceListeners = new Set<(preferences: Preferences) => void>();
  let preferences = preferencesOf(meta?.userPreferences ?? {});
  let organisation: Promise<string | undefined> | undefined;

  /** What Desk holds at a path; `undefined` where it refuses, throws at once, or stays silent. */
  async function ask(path: string): Promise<unknown> {
    try {
      const answer = await within(clock, askMs, sdk.get(path));
      return answer === tooLate ? undefined : answered(answer, path);
    } catch {
      return undefined;
    }
  }

  async function readTicket(): Promise<TicketReading> {
    const ticket = SdkTicket.safeParse(await ask('ticket'));
    if (ticket.success) return { kind: 'ticket', ticket: ticketOf(ticket.data) };
    const id = SdkId.safeParse(await ask('ticket.id'));
    if (id.success) return { kind: 'ticket', ticket: { id: id.data } };
    return { kind: 'unreadable', message: 'Zoho Desk does not say which ticket is on screen' };
  }

  if (isInstance(instance)) {
    // All are hints that another window could forge: two lead to asking again, the last changes looks only.
    for (const [event, listeners] of [
      ['ticket_Shift', ticketListeners],
      // No event tells about attachments; a comment may bring some.
      ['ticket_comment.add', newsListeners],
    ] as const) {
      instance.on(event, () => {
        for (const listener of [...listeners]) listener();
      });
    }
    instance.on('user_preference.changed', (payload) => {
      const changed = changedPreferences(payload);
      if (!changed) return;
      preferences = { ...preferences, ...changed };
      for (const listener of [...preferenceListeners]) listener(preferences);
    });
  }

  return {
    product: 'desk',
    locale: typeof locale === 'string' && locale.trim() ? locale.trim() : 'en',
    dataCentre: findDataCentre({
      serviceOrigin: isInstance(instance) ? instance.serviceOrigin : undefined,
      deskDomainUrl: meta?.deskDomainUrl,
      dcType: meta?.dcType,
    }),
    translations: readTranslations(app),
    get preferences() {
      return preferences;
    },
    readTicket,
    async readOrganisation() {
      organisation ??= ask('portal.id').then((answer) => SdkId.safeParse(answer).data);
      const id = await organisation;
      if (id === undefined) organisation = undefined;
      return id;
    },
    async readUser() {
      const user = SdkUser.safeParse(await ask('user')).data;
      return user && userOf(user);
    },
    async readConfiguration() {
      // A page that starts slowly must not be without its gateway for as long as it stands.
      return configurationOf((await ask('extension.config')) ?? (await ask('extension.config')));
    },
    onTicketChange: (listener) => listen(ticketListeners, () => listener()),
    onTicketNews: (listener) => listen(newsListeners, () => listener()),
    onPreferences: (listener) => listen(preferenceListeners, (changed) => listener(changed)),
    async openAttachments() {
      if (!sdk.invoke) return false;
      try {
        // Documented for other locations than the right panel: it may be refused, or never answered.
        const answer = await within(clock, askMs, Promise.resolve(sdk.invoke('ROUTE_TO', 'ticket.attachments')));
        return answer !== tooLate && own(answer, 'status') !== 'failure';
      } catch {
        return false;
      }
    },
    request: createDeskRequest({ sdk, connectionLinkName, clock }),
    async notify({ title, content, icon }) {
      try {
        await sdk.notify({ title: title.slice(0, longestTitle), content, icon });
      } catch {
        // A notice outside the panel is a courtesy: the panel itself says the same.
      }
    },
  };
}

/** Adds a listener of its own identity, so that one function given twice is called twice and ended one by one. */
function listen<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function ticketOf({ id, number, subject }: { id: string; number?: unknown; subject?: unknown }): Ticket {
  return {
    id,
    ...(typeof number === 'string' && number && { number }),
    ...(typeof subject === 'string' && { subject }),
  };
}

function userOf({ id, fullName }: { id: string; fullName?: string | undefined }): User {
  return { id, ...(fullName && { name: fullName }) };
}

function preferencesOf({ appearance, theme, fontFamily }: Partial<UserPreferences>): Preferences {
  return {
    appearance: appearance === 'pureDark' ? 'dark' : (appearance ?? 'light'),
    ...(theme && { accent: theme }),
    ...(fontFamily && { font: fontFamily }),
  };
}

/** The payload's shape is not documented: the preferences themselves, or an object that holds them. */
function changedPreferences(payload: unknown): Partial<Preferences> | undefined {
  for (const candidate of [payload, own(payload, 'userPreferences'), own(payload, 'data')]) {
    const read = UserPreferences.safeParse(candidate);
    if (!read.success) continue;
    const { appearance, ...rest } = preferencesOf(read.data);
    const changed = { ...rest, ...(read.data.appearance && { appearance }) };
    if (Object.keys(changed).length > 0) return changed;
  }
  return undefined;
}

function configurationOf(given: unknown): ReadonlyMap<string, string> {
  const parameters = Array.isArray(given) ? given : [];
  return new Map(
    parameters.flatMap((one): [string, string][] => {
      const parameter = SdkParameter.safeParse(one).data;
      const value = parameter?.value ?? parameter?.defaultValue;
      const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
      return parameter && isPlain ? [[parameter.name, String(value)]] : [];
    }),
  );
}
