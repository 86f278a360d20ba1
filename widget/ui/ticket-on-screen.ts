import { type ReadonlySignal, signal } from '@preact/signals';
import { type Clock, systemClock } from '../clock.ts';
import type { Host, Ticket } from '../hosts/host.ts';

export type TicketOnScreen =
  /** `slow`: it takes long enough to say so. */
  | { readonly kind: 'reading'; readonly slow: boolean }
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface TicketWatch {
  readonly onScreen: ReadonlySignal<TicketOnScreen>;
  /** How often the agent has gone to another ticket. */
  readonly changes: ReadonlySignal<number>;
  /** Asks once more. */
  read(): void;
}

/** After this, in milliseconds, a reading counts as slow. */
export const slowReadingMs = 4000;

/** As much of the host as tells of the ticket. */
export interface TicketTeller extends Pick<Host, 'readTicket'> {
  onTicketChange(listener: () => void): unknown;
}

/**
 * Follows the ticket on screen: reads it at once and after each change. While a reading runs there is no ticket, so
 * that no file goes to the one that the agent has left.
 */
export function watchTicket(host: TicketTeller, clock: Clock = systemClock): TicketWatch {
  const onScreen = signal<TicketOnScreen>({ kind: 'reading', slow: false });
  const changes = signal(0);
  let latest = 0;

  async function read(): Promise<void> {
    latest += 1;
    const mine = latest;
    const tell = (state: TicketOnScreen) => {
      if (mine === latest) onScreen.value = state;
    };
    tell({ kind: 'reading', slow: false });
    const callOff = clock.after(slowReadingMs, () => tell({ kind: 'reading', slow: true }));
    try {
      tell(await host.readTicket());
    } catch (error) {
      tell({ kind: 'unreadable', message: error instanceof Error ? error.message : '' });
    } finally {
      callOff();
    }
  }

  host.onTicketChange(() => {
    changes.value += 1;
    void read();
  });
  void read();
  return { onScreen, changes, read: () => void read() };
}
