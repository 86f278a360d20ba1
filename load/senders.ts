import { logIn } from '../bench/log-in.ts';
import { callerOf, clientNames } from './configuration.ts';
import { deliver, type Sent } from './deliver.ts';
import { makeFile, type SizeRange } from './files.ts';
import type { Form, Target } from './send.ts';

/** Somebody who sends one file after the other, each to the same ticket. */
export interface Sender {
  readonly organisation: string;
  readonly client: string;
  /** One for each instance; the first attempt takes the first. */
  readonly targets: readonly [Target, ...Target[]];
  readonly form: Form;
}

export interface SenderSetting {
  /** Of the instances. */
  readonly urls: readonly string[];
  readonly organisations: readonly string[];
  /** Clients of each organisation. */
  readonly clients: number;
  /** Senders of all together. */
  readonly count: number;
}

/** One sender in so many speaks JSON, the others multipart. */
const jsonEvery = 5;

/** Logs all clients in, and spreads the senders evenly over organisations, clients and instances. */
export async function openSenders({ urls, organisations, clients, count }: SenderSetting): Promise<readonly Sender[]> {
  const names = organisations.map((organisation) => clientNames(organisation, clients));
  const tokens = new Map<string, string>();
  const [url = ''] = urls;
  for (const name of names.flat()) tokens.set(name, await logIn(url, callerOf(name)));
  return Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / organisations.length);
    const organisation = organisations[index % organisations.length] ?? '';
    const client = names[index % organisations.length]?.[turn % clients] ?? '';
    const target = (at: number): Target => ({
      url: urls[(turn + at) % urls.length] ?? '',
      token: tokens.get(client) ?? '',
      ticketId: String(1000 + index),
    });
    const targets = [target(0), ...urls.slice(1).map((_, at) => target(at + 1))] as const;
    return { organisation, client, targets, form: turn % jsonEvery === jsonEvery - 1 ? 'json' : 'multipart' };
  });
}

export interface Run {
  /** Begins the names of its files: unlike that of any other run. */
  readonly name: string;
  readonly seconds: number;
  readonly sizes: SizeRange;
  readonly mostAttempts: number;
}

/** All send until the time is over, and end what they have begun. */
export async function run(senders: readonly Sender[], { name, seconds, sizes, mostAttempts }: Run): Promise<Sent[]> {
  const sent: Sent[] = [];
  const endMs = performance.now() + seconds * 1000;
  await Promise.all(
    senders.map(async (sender, index) => {
      for (let turn = 1; performance.now() < endMs; turn += 1) {
        const file = makeFile(`${name}-${index}-${turn}.pdf`, sizes);
        sent.push(await deliver({ ...sender, file, mostAttempts }));
      }
    }),
  );
  return sent;
}
