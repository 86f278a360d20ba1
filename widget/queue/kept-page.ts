import { signal } from '@preact/signals';
import type { Ticket } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { createAttachmentClaims } from '../routes/attachment-claims.ts';
import type { PastAttempts } from '../routes/delivery.ts';
import type { createBrowserStandIn } from './browser-stand-in.ts';
import { createKeptQueue, type KeepingPlace } from './keeping.ts';
import { createErrands, deskRoute } from './testing.ts';

export const ticket = { id: '7', number: '1042' };

let count = 0;

/** A page with a queue in a tab of its own, and its deliveries in the test's hands. */
export async function openPage(
  browser: ReturnType<typeof createBrowserStandIn>,
  change: (place: KeepingPlace) => KeepingPlace | undefined | Promise<KeepingPlace> = (place) => place,
  held = signal(false),
) {
  const clock = createManualClock();
  const tab = browser.openTab();
  const { deliver, errands } = createErrands();
  const claims = createAttachmentClaims();
  const looks: (PastAttempts | undefined)[] = [];
  const { queue, news, restored } = createKeptQueue({
    routes: [deskRoute],
    deliver,
    async lookAgain(_, past) {
      looks.push(past);
      return { kind: 'untold', message: 'down' };
    },
    claims,
    clock,
    place: Promise.resolve(change(tab.place(clock))),
    held,
    newId: () => {
      count += 1;
      return `u${count}`;
    },
  });
  await clock.advance(0);

  async function addFor(where: Ticket, ...names: string[]) {
    await queue.add(
      names.map((name) => new File(['abc'], name)),
      where,
    );
    await clock.advance(0);
  }

  return {
    clock,
    queue,
    news,
    restored,
    errands,
    /** What was known of earlier attempts each time that the ticket was asked about an unconfirmed upload. */
    looks,
    claims,
    settle: () => clock.advance(0),
    /** Picks files of the same size for the ticket on screen. */
    add: (...names: string[]) => addFor(ticket, ...names),
    addFor,
    /** Name and state of each upload. */
    rows: () =>
      queue.uploads.peek().map((entry) => {
        const { file, state } = entry.peek();
        return `${file.name} ${state.kind}${state.kind === 'elsewhere' ? ` ${state.doing}` : ''}`;
      }),
    idOf: (index: number) => queue.uploads.peek()[index]?.peek().id ?? '',
    close: () => tab.close(),
  };
}
