import { type Signal, signal } from '@preact/signals';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { onTestFinished } from 'vitest';
import type { Host } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { createPhotos } from '../photos/photos.ts';
import type { Reducer } from '../photos/reduce-photo.ts';
import type { Standing } from '../queue/holdings.ts';
import type { Lost } from '../queue/keeping.ts';
import { createQueue } from '../queue/queue.ts';
import { countIds, createErrands, deskRoute } from '../queue/testing.ts';
import type { Delivery, DeliveryStep } from '../routes/delivery.ts';
import type { OnTicket } from './attachments/on-ticket.ts';
import { createLater } from './later.ts';
import { Panel, type SecondPart } from './panel.tsx';
import { parts } from './panel-parts.ts';
import type { Problem } from './problems.tsx';
import type { TicketOnScreen } from './ticket-on-screen.ts';

export const ticket = { id: '7', number: '1042', subject: 'The printer is on fire' };

interface Scene {
  readonly onScreen?: TicketOnScreen;
  readonly problems?: readonly Problem[];
  readonly standing?: Standing | 'opening';
  readonly lost?: Lost;
  readonly offline?: Signal<boolean>;
  readonly routes?: Parameters<typeof createQueue>[0]['routes'];
  readonly onTicket?: OnTicket;
  /** Makes photos smaller. */
  readonly reduce?: Reducer['reduce'];
  /** Stands for the loading of the second part. */
  readonly load?: (second: SecondPart) => Promise<SecondPart>;
}

/** Puts a panel on an empty page until the test ends, with a queue whose deliveries are in the test's hands. */
export async function mountPanel({
  onScreen = { kind: 'ticket', ticket },
  problems = [],
  standing = 'opening',
  lost = { expired: [], broken: 0 },
  offline = signal(false),
  routes,
  onTicket,
  load = async (second) => second,
  reduce = async (file) => file,
}: Scene = {}) {
  const { deliver, errands } = createErrands();
  const clock = createManualClock();
  const queue = createQueue({ routes: routes ?? [deskRoute], deliver, atOnce: 20, newId: countIds() });
  const news = { standing: signal(standing), lost: signal(lost) };
  const screen = signal(onScreen);
  const changes = signal(0);
  let readings = 0;
  const watch = {
    onScreen: screen,
    changes,
    read() {
      readings += 1;
      screen.value = { kind: 'reading', slow: false };
    },
  };
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  onTestFinished(() => act(() => render(null, root)));
  const notices: Parameters<Host['notify']>[0][] = [];
  const notify: Host['notify'] = async (notice) => void notices.push(notice);
  const photos = createPhotos({ storage: () => sessionStorage, reducer: { prepare: async () => {}, reduce } });
  const preparing = { ...queue, add: photos.before(queue.add) };
  const keeping = { news, offline, photos };
  const later = createLater(() => load({ queue: preparing, problems, onTicket, parts, photos, keeping, notify }));
  await act(async () => render(<Panel later={later} watch={watch} clock={clock} />, root));

  const rows = () => [...root.querySelectorAll('li')];
  const buttons = () => [...root.querySelectorAll('button')];
  return {
    root,
    queue,
    errands,
    clock,
    rows,
    readings: () => readings,
    /** What the product was asked to show outside the panel. */
    notices,
    show: (next: TicketOnScreen) =>
      act(() => {
        screen.value = next;
      }),
    /** The agent goes to another ticket, which is to be read yet. */
    leave: () =>
      act(() => {
        changes.value += 1;
        screen.value = { kind: 'reading', slow: false };
      }),
    /** By its accessible name. */
    button: (name: string) => buttons().find((one) => (one.getAttribute('aria-label') ?? one.textContent) === name),
    add: (...files: File[]) => act(() => queue.add(files, ticket)),
    step: (index: number, step: DeliveryStep) => act(() => errands[index]?.watch.onStep(step)),
    end: (index: number, delivery: Delivery) => act(() => errands[index]?.end(delivery)),
    click: (element: HTMLElement | undefined | null) => act(() => element?.click()),
    passTime: (ms: number) => act(() => clock.advance(ms)),
    /** What the one live region says. */
    said: () => root.querySelector('[role=status]')?.textContent,
  };
}

export type MountedPanel = Awaited<ReturnType<typeof mountPanel>>;

/** A row's visible words, spaces made plain. */
export function wordsOf(row: Element | undefined): string {
  const shown = row?.cloneNode(true);
  if (!(shown instanceof Element)) return '';
  for (const one of shown.querySelectorAll('.hidden')) one.remove();
  const parts = [...shown.querySelectorAll('.file-name, .status-parts > span, .reason, .choice')];
  return parts.map((part) => (part.textContent ?? '').replace(/[\u00a0\u202f]/g, ' ')).join(' | ');
}

/** What the browser does when files are pasted into the page. */
export async function paste(...files: readonly File[]): Promise<Event> {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { types: files.length > 0 ? ['Files'] : ['text/plain'], files } });
  await act(async () => void document.body.dispatchEvent(event));
  return event;
}

export function textFile(name: string, content = 'x'): File {
  return new File([content], name, { type: 'text/plain' });
}
