import { omsPaths } from '../../contract/oms.ts';
import { gatewayFlags } from '../gateway-flags.ts';
import { logIn } from '../log-in.ts';
import type { Body } from './bodies.ts';
import type { Contender } from './contenders.ts';
import { startRelay } from './relay-process.ts';
import { send } from './send.ts';

/** A relay in a fresh process, ready to be sent files. */
export interface Sender {
  /** @returns milliseconds */
  send(body: Body): Promise<number>;
  /** In bytes. */
  peakMemory(): number;
  /** In milliseconds. */
  cpuTime(): number;
  stop(): Promise<void>;
}

export async function openSender({ script, caller, ours }: Contender, sinkUrl: string): Promise<Sender> {
  const relay = await startRelay({ script, args: [sinkUrl], flags: ours ? gatewayFlags() : [] });
  const token = caller && (await logIn(relay.url, caller));
  const url = `${relay.url}${omsPaths.put}`;
  return { ...relay, send: (body) => send(url, body, token) };
}
