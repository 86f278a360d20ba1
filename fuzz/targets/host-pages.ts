import fc from 'fast-check';
import { startDesk } from '../../widget/hosts/desk.ts';
import { createEmbeddedHost } from '../../widget/hosts/embedded/host.ts';
import { readSdk } from '../../widget/hosts/embedded/sdk.ts';
import type { Host } from '../../widget/hosts/host.ts';
import { must, target } from '../target.ts';
import { clonedJunk, spoiledValue } from '../values.ts';
import { mustBeText } from './outcomes.ts';

/** Time stands still: nothing here may wait for it. */
const clock = { now: () => 0, after: () => () => {} };

const ticket = { id: '4000000012345', number: '1042', subject: 'Broken' };

/** What Desk's page holds. */
const deskPages = fc.constant({
  app: {
    instance: { serviceOrigin: 'https://desk.zoho.eu', on: undefined },
    meta: {
      dcType: 'EU',
      deskDomainUrl: 'https://desk.zoho.eu',
      userPreferences: { appearance: 'dark', theme: 'red' },
    },
    locale: 'pt',
    localeResource: { a: 'b', c: { d: 'e' } },
  },
  held: {
    ticket: { ticket },
    'ticket.id': { 'ticket.id': ticket.id },
    'portal.id': { 'portal.id': '700000' },
    user: { user: { id: '9', fullName: 'An Agent' } },
    'extension.config': { 'extension.config': [{ name: 'gatewayurl', value: 'https://example.com' }] },
  },
  answer: { response: { statusCode: 200, statusMessage: { id: '5' } } },
  news: { appearance: 'light', userPreferences: { theme: 'blue' } },
});

function held(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

/** Whatever the page says, the host answers in the shapes that it promises, and never rejects. */
async function mustBeHost(host: Host): Promise<void> {
  must(typeof host.locale === 'string' && host.locale !== '', 'there is no locale');
  must(typeof host.dataCentre === 'string', 'there is no data centre');
  must(['light', 'dark', 'auto'].includes(host.preferences.appearance), `it looks ${host.preferences.appearance}`);
  for (const text of host.translations.values()) must(typeof text === 'string', 'a translation is no text');
  const reading = await host.readTicket();
  if (reading.kind === 'ticket') {
    must(typeof reading.ticket.id === 'string' && reading.ticket.id !== '', 'the ticket has no id');
    mustBeText(reading.ticket.number, 'the number of the ticket');
    must(['undefined', 'string'].includes(typeof reading.ticket.subject), 'the subject is no text');
  }
  mustBeText(await host.readOrganisation(), 'the organisation');
  const user = await host.readUser();
  must(user === undefined || (typeof user.id === 'string' && user.id !== ''), 'the user has no id');
  mustBeText(user?.name, 'the name of the user');
  for (const [name, value] of await host.readConfiguration()) {
    must(typeof name === 'string' && typeof value === 'string', 'a parameter is no text');
  }
  const call = { method: 'GET', url: 'https://example.com/', connection: false, timeoutMs: 1000 } as const;
  const answer = await host.request(call);
  must(['answer', 'failure'].includes(answer.kind), `a request ends as ${answer.kind}`);
}

/** Zoho Desk's page, its SDK and its events. */
export const deskPage = target({
  name: 'desk-page',
  perSecond: 6000,
  inputs: fc.record({ page: spoiledValue(deskPages, clonedJunk), fails: fc.boolean() }),
  open: () => ({
    async check({ page, fails }) {
      const listeners: ((payload: unknown) => void)[] = [];
      const app = held(page, 'app');
      const instance = held(app, 'instance');
      const on = (_: string, listener: (payload: unknown) => void) => void listeners.push(listener);
      const sdk = {
        extension: {
          onload: async () =>
            typeof app === 'object' && app !== null && typeof instance === 'object'
              ? { ...app, instance: { ...instance, on } }
              : app,
        },
        get: async (path: string) => held(held(page, 'held'), path),
        async request() {
          if (fails) throw held(page, 'answer');
          return held(page, 'answer');
        },
        notify: async () => undefined,
      };
      const started = await startDesk({ ZOHODESK: sdk, parent: {} }, { connectionLinkName: 'anexo', clock });
      must(started.kind === 'ready', `the widget starts as ${started.kind}`);
      if (started.kind !== 'ready') return;
      for (const hear of listeners) hear(held(page, 'news'));
      await mustBeHost(started.host);
    },
  }),
});

const embeddedPages = fc.constant({
  load: { Entity: 'Leads', EntityId: ['4000000012345'] },
  user: { id: '9', full_name: 'An Agent', language: 'pt_BR' },
  origin: 'https://crm.zoho.eu',
  answers: {
    getRecord: { data: [{ Full_Name: 'Somebody' }] },
    getOrgInfo: { org: [{ id: '700000' }] },
    getOrgVariable: { Success: { Content: { anexo_gatewayurl: { value: 'https://example.com' } } } },
    get: JSON.stringify({ id: '5' }),
  },
});

/** The page of CRM or Bigin, and its SDK. */
export const embeddedPage = target({
  name: 'embedded-page',
  perSecond: 5000,
  inputs: fc.record({ page: spoiledValue(embeddedPages, clonedJunk), fails: fc.boolean() }),
  open: () => ({
    async check({ page, fails }) {
      const answers = held(page, 'answers');
      const functionOf = (name: string) => async () => {
        if (fails) throw held(answers, name);
        return held(answers, name);
      };
      const API = { getRecord: functionOf('getRecord'), getOrgVariable: functionOf('getOrgVariable') };
      const functions = { API, CONFIG: { getOrgInfo: functionOf('getOrgInfo') }, HTTP: { get: functionOf('get') } };
      const sdk = readSdk({ embeddedApp: { on: () => {}, init: () => {} }, CRM: functions }, 'crm');
      if (!sdk) throw new Error('the SDK is not known');
      const host = createEmbeddedHost({
        sdk,
        product: 'crm',
        pageLoad: () => held(page, 'load'),
        onPageLoad: () => () => {},
        user: held(page, 'user'),
        serviceOrigin: held(page, 'origin'),
        language: 'en',
        clock,
      });
      await mustBeHost(host);
    },
  }),
});
