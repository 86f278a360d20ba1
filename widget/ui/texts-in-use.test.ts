import { describe, expect, it } from 'vitest';
import english from '../../app/translations/en.json' with { type: 'json' };
import type { Finding, NameFault, TypeSign } from '../../contract/check.ts';
import type { RefusalReason } from '../../contract/outcome.ts';
import type { Twin } from '../attachments/find-twin.ts';
import type { Choice } from '../attachments/intake.ts';
import type { Change, Trouble } from '../attachments/ticket-attachments.ts';
import type { HostStart } from '../hosts/host.ts';
import type { Doing, RouteName, Trial, UploadState } from '../queue/upload.ts';
import { type CheckState, checkNames, type Fault } from '../settings/check.ts';
import { known } from '../settings/values.tsx';
import { endings } from './news.ts';

const sources = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '!../**/*.test.{ts,tsx}', '!../**/*.suite.ts', '!../**/testing.{ts,tsx}'],
  { query: '?raw', import: 'default', eager: true },
);
const code = Object.values(sources).join('\n');

/** The keys of the English source, each plural once. */
const keys = [...new Set(Object.keys(english).map((key) => (isForm(key) ? key.replace(/\.\w+$/, '') : key)))];

function isForm(key: string): boolean {
  const base = key.replace(/\.\w+$/, '');
  return /\.(?:one|other)$/.test(key) && `${base}.other` in english;
}

/** All members of a union: the compiler asks for each of them, and for no other. */
function all<Member extends string>(members: Readonly<Record<Member, true>>): readonly string[] {
  return Object.keys(members);
}

const routes = all<RouteName>({ connector: true, gateway: true });
const notices = all<'noSdk' | 'slow' | 'unreadable' | Exclude<HostStart['kind'], 'ready' | 'no-sdk'>>({
  noSdk: true,
  outside: true,
  slow: true,
  unloaded: true,
  unreadable: true,
});
const faults = all<Fault>({
  'configuration.unread': true,
  'configuration.unusable': true,
  'connection.unauthorized': true,
  'connection.scope': true,
  'connection.rights': true,
  'connection.busy': true,
  'connection.silent': true,
  'connection.failing': true,
  'pass.unlisted': true,
  'pass.secretMissing': true,
  'pass.secretWrong': true,
  'pass.blocked': true,
  'pass.busy': true,
  'pass.silent': true,
  'pass.failing': true,
  'browser.unlisted': true,
  'browser.origin': true,
  'browser.unreachable': true,
  'browser.follows': true,
  'destination.refuses': true,
  'destination.scope': true,
  'destination.token': true,
  'destination.busy': true,
  'destination.failing': true,
});

/** Every key that the source puts together from parts, `*` in the place of what varies, with all that can stand there. */
const composed: Readonly<Record<string, readonly string[]>> = {
  'finding.*': all<Extract<Finding['kind'], 'empty' | 'unreadable'>>({ empty: true, unreadable: true }),
  'finding.type.*': all<TypeSign>({ ending: true, mime: true, content: true }),
  'finding.name.*': all<NameFault>({
    blank: true,
    path: true,
    'control-characters': true,
    'direction-override': true,
  }),
  'why.*': all<Exclude<Trial['end']['kind'], 'limits'>>({
    unauthorized: true,
    busy: true,
    unavailable: true,
    unknown: true,
  }),
  'why.refused.*': all<RefusalReason>({
    empty: true,
    'too-large': true,
    type: true,
    name: true,
    content: true,
    'ticket-not-found': true,
    invalid: true,
  }),
  'route.*': routes,
  'via.*': routes,
  'remark.*': routes,
  'state.*': all<Doing | Exclude<UploadState['kind'], 'elsewhere' | 'sending' | 'waiting'>>({
    checking: true,
    rejected: true,
    queued: true,
    starting: true,
    sending: true,
    asking: true,
    delivered: true,
    refused: true,
    failed: true,
    unconfirmed: true,
    cancelling: true,
    cancelled: true,
  }),
  'said.*': endings,
  'saidOfMany.*': endings,
  'twin.*': all<Choice>({ skip: true, keep: true, replace: true }),
  'twin.ticket.*': all<Extract<Twin, { place: 'ticket' }>['same']>({ name: true, both: true, content: true }),
  'twin.queue.*': all<Extract<Twin, { place: 'queue' }>['same']>({ name: true, content: true }),
  'files.trouble.*': all<Trouble['kind']>({ unauthorized: true, busy: true, unavailable: true }),
  'file.trouble.*': all<Exclude<Change['kind'], 'done' | 'gone'>>({
    unauthorized: true,
    busy: true,
    unavailable: true,
  }),
  'notice.*.title': notices,
  'notice.*.text': notices,
  'settings.check.*': checkNames,
  'settings.passed.*': checkNames,
  'settings.skipped.*': all<Extract<CheckState, { kind: 'skipped' }>['why']>({
    noGateway: true,
    login: true,
    before: true,
    unlistable: true,
  }),
  'settings.state.*': all<CheckState['kind']>({ running: true, passed: true, failed: true, skipped: true }),
  'settings.wrong.*': faults,
  'settings.todo.*': faults,
  'settings.parameter.*': known,
};

describe('the English texts', () => {
  const made = Object.entries(composed).flatMap(([pattern, members]) =>
    members.map((member) => pattern.replace('*', member)),
  );

  it('are made up by the source in these ways, and no others', () => {
    const families = new Set(keys.map((key) => key.split('.')[0]));
    const found = [...code.matchAll(/`([a-zA-Z]+)\.([\w.-]*)\$\{[^}`]*\}([\w.-]*)`/g)]
      .filter(([, family]) => families.has(family ?? ''))
      .map(([, family, before, after]) => `${family}.${before}*${after}`);
    expect([...new Set(found)].sort()).toEqual(Object.keys(composed).sort());
  });

  it('lack none that is asked for', () => {
    const asked = [...code.matchAll(/\bt\('([\w.-]+)'/g)].map(([, key]) => key ?? '');
    expect(asked.length).toBeGreaterThan(50);
    expect([...asked, ...made].filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('have none that nothing shows', () => {
    const used = (key: string) => key.startsWith('record:') || made.includes(key) || code.includes(`'${key}'`);
    expect(keys.filter((key) => !used(key))).toEqual([]);
  });

  it('speak of a record wherever the panel speaks of a ticket, but where it names its number: records have none', () => {
    const texts: Readonly<Record<string, string>> = english;
    const entries = Object.entries(texts);
    const ofTickets = entries.filter(
      ([key, text]) => /ticket/i.test(text) && !text.includes('#{number}') && !/^(?:settings\.|record:)/.test(key),
    );
    expect(ofTickets.map(([key]) => `record:${key}`).filter((key) => !texts[key])).toEqual([]);
    const ofRecords = entries.filter(([key]) => key.startsWith('record:'));
    expect(ofRecords.filter(([key]) => !texts[key.slice('record:'.length)])).toEqual([]);
    expect(ofRecords.filter(([, text]) => /ticket/i.test(text))).toEqual([]);
  });
});
