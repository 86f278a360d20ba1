import type { I18n } from '../ui/i18n.ts';
import type { CheckName, CheckState, Checks, GatewayWord } from './check.ts';

/** What the sentences of the page name. */
export interface Named {
  /** The connection's link name. */
  readonly link: string;
  /** The gateway's address; empty where there is none. */
  readonly gateway: string;
  /** The service behind the gateway, as people call it. */
  readonly destination: string;
  /** This page's origin. */
  readonly origin: string;
}

/** Proper names: the same in every language. */
const services: { readonly [kind: string]: string | undefined } = {
  oms: 'OMS',
  'zoho-desk': 'Zoho Desk',
  'zoho-crm': 'Zoho CRM',
  bigin: 'Bigin',
  kayako: 'Kayako Classic',
  toptickets: 'TopTickets',
};

/** The name of the service behind the gateway; what the gateway calls it where it is none of ours. */
export function nameOfService(word: GatewayWord | undefined): string {
  return word === undefined ? '…' : (services[word.destination] ?? word.destination);
}

/** How a check stands, in a sentence, and what to do where it failed. */
export function describeCheck(
  name: CheckName,
  state: CheckState,
  named: Named,
  { t }: I18n,
): { readonly text: string; readonly todo?: string } {
  const values = { ...named };
  switch (state.kind) {
    case 'running':
      return { text: t('settings.testing') };
    case 'passed':
      return { text: t(`settings.passed.${name}`, values) };
    case 'skipped':
      return { text: t(`settings.skipped.${state.why}`, values) };
    case 'failed':
      return { text: t(`settings.wrong.${state.fault}`, values), todo: t(`settings.todo.${state.fault}`, values) };
  }
}

/** The sum of it: what the page says first, and announces. */
export function describeSum(checks: Checks, { t }: I18n): string {
  const states = Object.values(checks);
  if (states.some(({ kind }) => kind === 'running')) return t('settings.testing');
  const count = states.filter(({ kind }) => kind === 'failed').length;
  return count === 0 ? t('settings.well') : t('settings.attention', { count });
}
