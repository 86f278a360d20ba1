import { printTable, say } from '../bench/table.ts';
import { compare, type Differences } from './accounts.ts';
import type { Sent } from './deliver.ts';
import { share } from './figures.ts';
import type { GatewayProcess } from './processes.ts';
import type { BookContent } from './service/book.ts';

/** What must hold, and what was found. */
export interface Rule {
  readonly title: string;
  readonly found: string;
  readonly rule: string;
  /** `undefined` for a figure that nothing is asked of. */
  readonly met: boolean | undefined;
}

/** Prints the rules of a phase. @returns whether none is broken */
export function judge(rules: readonly Rule[]): boolean {
  say('');
  const word = (met: boolean | undefined): string => (met === undefined ? '' : met ? 'kept' : 'BROKEN');
  printTable(
    ['rule', 'found', 'must be', ''],
    rules.map(({ title, found, rule, met }) => [title, found, rule, word(met)]),
  );
  return rules.every(({ met }) => met !== false);
}

export function count(title: string, figure: number, most = 0): Rule {
  return { title, found: String(figure), rule: most === 0 ? '0' : `≤ ${most}`, met: figure <= most };
}

export function figure(title: string, found: string): Rule {
  return { title, found, rule: '', met: undefined };
}

/** What every phase must hold to. */
export function accountRules(
  sent: readonly Sent[],
  book: BookContent,
  gateways: readonly GatewayProcess[],
  mostCalls: number,
): readonly Rule[] {
  const differences = compare(sent, book);
  for (const [kind, names] of Object.entries(differences)) if (names.length > 0) tell(kind, names, sent, book);
  const open = sent.filter(({ said }) => said.kind === 'unknown' || said.kind === 'silent').length;
  const failed = sent.filter(({ said }) => said.kind === 'failed').length;
  const silences = sent.flatMap((one) => one.silences);
  for (const error of new Set(silences)) console.error('no answer:', error);
  const organisations = Object.entries(book.organisations);
  return [
    figure('files sent', String(sent.length)),
    ...accounts.map(([kind, title]) => count(title, differences[kind].length)),
    figure('not delivered, and said so', String(failed)),
    figure('Redis lost: no answer within its bound', String(sum(gateways.map(({ losses }) => losses())))),
    figure('left open by the gateway (unknown)', String(open)),
    count('requests without an answer', silences.length),
    count("lines of the gateway's log that tell of a fault", sum(gateways.map(({ faults }) => faults.length))),
    ...organisations.map(([name, { most }]) => count(`most calls in flight: ${name}`, most, mostCalls)),
    ...organisations.map(([name, { turnedAway }]) => count(`calls refused as too many: ${name}`, turnedAway)),
    count('uploads that came to the service as no whole form', sum(organisations.map(([, { broken }]) => broken))),
    count(
      'access tokens fetched, most of one organisation',
      Math.max(...organisations.map(([, one]) => one.tokens)),
      1,
    ),
  ];
}

const leastShare = 0.7;
/** With fewer, chance decides: one large file is as much work as a hundred small ones. */
const leastFiles = 100;

/** Clients with as many senders each get as much done. */
export function shareRule(organisation: string, sent: readonly Sent[]): Rule {
  const { least, most } = share(sent.filter((one) => one.organisation === organisation));
  return {
    title: `files by client, fewest and most: ${organisation}`,
    found: `${least}, ${most}`,
    rule: 'fewest ≥ 0.7 × most',
    met: most < leastFiles ? undefined : least >= leastShare * most,
  };
}

const accounts: readonly (readonly [keyof Differences, string])[] = [
  ['lost', 'lost: said delivered, not there'],
  ['doubled', 'there twice'],
  ['thereAfterAll', 'said failed, and there'],
  ['damaged', 'there with other bytes'],
  ['strange', 'there, and never sent'],
];

function tell(kind: string, names: readonly string[], sent: readonly Sent[], book: BookContent): void {
  for (const name of names.slice(0, 5)) {
    console.error(kind, JSON.stringify({ ...sent.find((one) => one.name === name), stored: book.files[name] }));
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, one) => total + one, 0);
}
