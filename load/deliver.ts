import { setTimeout } from 'node:timers/promises';
import type { LoadFile } from './files.ts';
import { type Form, type Said, send, type Target } from './send.ts';

/** What became of one file, as its sender sees it. */
export interface Sent {
  readonly name: string;
  readonly size: number;
  readonly crc: number;
  /** The organisation whose ticket it is for. */
  readonly organisation: string;
  /** The client of the gateway that sent it. */
  readonly client: string;
  /** The last that the gateway said. */
  readonly said: Said;
  readonly attempts: number;
  /** What those of them broke with that got no answer at all. */
  readonly silences: readonly string[];
  /** From the first byte sent to the last answer, waits between attempts included, in milliseconds. */
  readonly ms: number;
}

export interface Delivery extends Pick<Sent, 'organisation' | 'client'> {
  /** Taken in turn by the attempts: with several instances a repetition goes to another. */
  readonly targets: readonly [Target, ...Target[]];
  readonly file: LoadFile;
  readonly form: Form;
  readonly mostAttempts: number;
}

const usualWaitMs = 1000;

/** Sends a file until it is delivered or refused for good, with the same key each time, as the widget does. */
export async function deliver(delivery: Delivery): Promise<Sent> {
  const { file, targets, form, organisation, client, mostAttempts } = delivery;
  const { name, size, crc } = file;
  const began = performance.now();
  const silences: string[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const said = await send(targets[(attempts - 1) % targets.length] ?? targets[0], file, form);
    if (said.kind === 'silent') silences.push(said.error);
    if (isEnd(said) || attempts === mostAttempts) {
      return { name, size, crc, organisation, client, said, attempts, silences, ms: performance.now() - began };
    }
    await setTimeout(waitOf(said));
  }
}

function isEnd(said: Said): boolean {
  return said.kind === 'delivered' || (said.kind === 'failed' && said.outcome === 'refused');
}

function waitOf(said: Said): number {
  return (said.kind === 'failed' ? said.waitMs : undefined) ?? usualWaitMs;
}
