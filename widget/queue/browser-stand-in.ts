import type { Clock } from '../clock.ts';
import type { RawKept } from './keeper.ts';
import type { KeepingPlace } from './keeping.ts';
import { createMemoryKeeper } from './memory-keeper.ts';
import { type Channel, createTabTalk } from './tab-talk.ts';
import { createWebLockTenures, type Locks } from './tenures.ts';

/** A tab of a browser for tests. */
export interface TabStandIn {
  readonly locks: Locks;
  openChannel(name: string): Channel;
  /** The place where its uploads are kept: tenures and talk as in a browser, and the store of all tabs. */
  place(clock: Clock): KeepingPlace;
  /** Ends the tab as a crash does: its locks are free, and it is heard no more. */
  close(): void;
}

interface Waiting {
  readonly tab: symbol;
  readonly go: () => void;
}

interface Listening extends Pick<Waiting, 'tab'> {
  readonly name: string;
  readonly channel: Channel;
  readonly hear: (event: MessageEvent<unknown>) => void;
}

/** A browser for tests: the locks, channels and store that its tabs share. */
export function createBrowserStandIn() {
  const held = new Map<string, Omit<RawKept, 'id'>>();
  /** By the lock's name: who has it, and then who waits for it. */
  const lines = new Map<string, readonly Waiting[]>();
  let listening: readonly Listening[] = [];

  function leave(name: string, one: Waiting): void {
    const [first, ...others] = lines.get(name) ?? [];
    const line = first === one ? others : [first, ...others].flatMap((each) => (each && each !== one ? [each] : []));
    lines.set(name, line);
    if (first === one) line[0]?.go();
  }

  function locksOf(tab: symbol, isOpen: () => boolean): Locks {
    return {
      async request(name, { ifAvailable, signal }, work) {
        if (!isOpen()) return new Promise(() => {});
        const line = lines.get(name) ?? [];
        if (ifAvailable && line.length > 0) return work(null);
        let leaveLine = () => {};
        await new Promise<void>((go, refuse) => {
          const one: Waiting = { tab, go };
          leaveLine = () => leave(name, one);
          lines.set(name, [...line, one]);
          if (line.length === 0) return go();
          signal?.addEventListener('abort', () => {
            leaveLine();
            refuse(signal.reason);
          });
        });
        await work({ name, mode: 'exclusive' });
        return leaveLine();
      },
    };
  }

  return {
    held,
    openTab(): TabStandIn {
      const tab = Symbol('tab');
      let isOpen = true;
      const locks = locksOf(tab, () => isOpen);
      const openChannel = (name: string): Channel => {
        const channel: Channel = {
          postMessage(data) {
            if (!isOpen) return;
            const hearers = listening.filter((one) => one.name === name && one.channel !== channel);
            for (const { hear } of hearers) hear(new MessageEvent('message', { data }));
          },
          addEventListener(_, hear) {
            listening = [...listening, { tab, name, channel, hear }];
          },
        };
        return channel;
      };
      return {
        locks,
        openChannel,
        place: (clock) => ({
          keeper: createMemoryKeeper({ held, clock }),
          tenures: createWebLockTenures(locks, 'realm'),
          talk: createTabTalk(openChannel('realm')),
        }),
        close() {
          isOpen = false;
          listening = listening.filter((one) => one.tab !== tab);
          for (const [name, line] of lines) for (const one of line) if (one.tab === tab) leave(name, one);
        },
      };
    },
  };
}
