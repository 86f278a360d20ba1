import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createManualClock, turnOfPromises } from '../manual-clock.ts';
import { routeOrders, scriptsOf } from '../routes/model-cases.ts';
import { createModelService, type Script } from '../routes/model-service.ts';
import { createWatchTower } from '../routes/model-tower.ts';
import type { RouteName } from '../routes/route.ts';
import { createBrowserStandIn } from './browser-stand-in.ts';
import { type ModelWorld, openModelPage } from './model-page.ts';
import { countIds } from './testing.ts';
import type { Upload } from './upload.ts';

/** What an agent does, or what happens to the browser. */
type Deed =
  | { readonly do: 'pick'; readonly files: readonly { readonly name: string; readonly size: number }[] }
  | { readonly do: 'switch ticket'; readonly id: string }
  | { readonly do: 'cancel' | 'retry' | 'remove'; readonly at: number }
  | { readonly do: 'retry all' | 'clear' | 'go offline' | 'go online' | 'reload' | 'change tab' | 'close tab' }
  | { readonly do: 'wait'; readonly ms: number };

interface Life {
  readonly routes: readonly [RouteName, ...RouteName[]];
  readonly script: Script;
  readonly deeds: readonly Deed[];
  /** Whether no two files have the same name: needed where several pages take part (model-cases.ts). */
  readonly ownNames: boolean;
}

/** As long as an agent looks at a ticket before sending again what is unconfirmed, in milliseconds. */
const lookingMs = 60_000;
/** After so long no word comes any more, and all that was under way has ended, in milliseconds. */
const quietMs = 20 * 60_000;

const rest: readonly Upload['state']['kind'][] = ['delivered', 'rejected', 'refused', 'cancelled'];

/** Lives through one life. @returns what was wrong, in words */
async function live({ routes, script, deeds, ownNames }: Life): Promise<readonly string[]> {
  const clock = createManualClock(turnOfPromises);
  const service = createModelService(clock, script);
  const tower = createWatchTower(service);
  const browser = createBrowserStandIn();
  const gateway = { clock, flights: new Map(), ends: new Map() };
  const world: ModelWorld = { clock, service, gateway, tower, browser, routes, newId: countIds() };
  const picked = new Set<string>();
  const dismissed = new Set<string>();
  let pages = [openModelPage(world)];
  let active = 0;
  let ticket = { id: '7' };
  let named = 0;

  const page = () => pages[active % pages.length] ?? pages[0];

  /** What is dropped when a page ends: what has ended well, and what could not be kept yet. */
  function close(closing: ReturnType<typeof openModelPage>): void {
    for (const { id, state } of closing.rows())
      if (rest.includes(state.kind) || !browser.held.has(id)) picked.delete(id);
    closing.close();
    pages = pages.filter((one) => one !== closing);
  }

  async function retry(upload: Upload): Promise<void> {
    const { id, state } = upload;
    if (state.kind === 'unconfirmed') {
      await clock.advance(lookingMs);
      if (service.of(id).length > 0) return page()?.queue.confirm(id);
    }
    void page()?.queue.retry(id);
  }

  async function perform(deed: Deed): Promise<void> {
    const here = page();
    if (!here) return;
    const { queue, offline } = here;
    const upload = 'at' in deed ? here.rows()[deed.at % Math.max(1, here.rows().length)] : undefined;
    switch (deed.do) {
      case 'pick': {
        const files = deed.files.map(({ name, size }) => {
          named += 1;
          return new File(['x'.repeat(size)], ownNames ? `${named}${name}` : name);
        });
        for (const id of here.pick(files, ticket)) picked.add(id);
        return;
      }
      case 'switch ticket':
        ticket = { id: deed.id };
        return;
      case 'cancel':
        return upload && queue.cancel(upload.id);
      case 'retry':
        return upload && retry(upload);
      case 'remove':
        if (!upload) return;
        queue.remove(upload.id);
        if (!here.rows().some(({ id }) => id === upload.id)) dismissed.add(upload.id);
        return;
      case 'retry all':
        void queue.retryAll();
        return;
      case 'clear':
        for (const { id, state } of here.rows()) if (rest.includes(state.kind)) dismissed.add(id);
        return queue.clearFinished();
      case 'go offline':
      case 'go online':
        offline.value = deed.do === 'go offline';
        return;
      case 'reload':
        close(here);
        pages.push(openModelPage(world));
        return;
      case 'change tab':
        if (pages.length < 2) pages.push(openModelPage(world));
        active += 1;
        return;
      case 'close tab':
        if (pages.length > 1) close(here);
        return;
      case 'wait':
        return clock.advance(deed.ms);
    }
  }

  /** The world is kind at last, and the agent tries what has failed until nothing is left. */
  async function end(): Promise<void> {
    service.beKind();
    for (const one of pages) one.offline.value = false;
    for (let round = 0; round < 3; round += 1) {
      await clock.advance(quietMs);
      for (active = 0; active < pages.length; active += 1) {
        for (const upload of page()?.rows() ?? []) {
          if (upload.state.kind === 'failed' || upload.state.kind === 'unconfirmed') await retry(upload);
        }
      }
    }
    await clock.advance(quietMs);
  }

  function judge(): void {
    const shown = pages.flatMap((one) => one.rows());
    for (const { id, state } of shown) {
      if (state.kind === 'elsewhere' && state.doing === 'refused') continue;
      if (!rest.includes(state.kind)) tower.note(`${id} stays ${state.kind}`);
      else if (state.kind === 'rejected') tower.settle(id, 'refused');
      else if (state.kind === 'delivered' || state.kind === 'refused' || state.kind === 'cancelled') {
        tower.settle(id, state.kind);
      }
    }
    for (const id of new Set([...picked, ...browser.held.keys()])) {
      if (!dismissed.has(id) && !shown.some((one) => one.id === id)) tower.note(`${id} is lost`);
    }
  }

  for (const deed of deeds) {
    await perform(deed);
    await clock.advance(0);
  }
  await end();
  judge();
  return tower.breaches;
}

const name = fc.constantFrom('a.txt', 'b.txt');
const files = fc.array(fc.record({ name, size: fc.constantFrom(1, 1, 2, 2, 0) }), { minLength: 1, maxLength: 4 });
const at = fc.nat(9);
const waits = fc.oneof(fc.nat(400), fc.nat(70_000)).map((ms): Deed => ({ do: 'wait', ms }));

const ownDeeds: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: files.map((some): Deed => ({ do: 'pick', files: some })), weight: 3 },
  { arbitrary: waits, weight: 5 },
  { arbitrary: fc.constantFrom('7', '8').map((id): Deed => ({ do: 'switch ticket', id })), weight: 1 },
  { arbitrary: at.map((n): Deed => ({ do: 'cancel', at: n })), weight: 2 },
  { arbitrary: at.map((n): Deed => ({ do: 'retry', at: n })), weight: 2 },
  { arbitrary: at.map((n): Deed => ({ do: 'remove', at: n })), weight: 1 },
  {
    arbitrary: fc.constantFrom<Deed[]>({ do: 'retry all' }, { do: 'clear' }, { do: 'go offline' }, { do: 'go online' }),
    weight: 3,
  },
);

const pageDeeds: fc.Arbitrary<Deed> = fc.oneof(
  { arbitrary: ownDeeds, weight: 6 },
  { arbitrary: fc.constantFrom<Deed[]>({ do: 'reload' }, { do: 'change tab' }, { do: 'close tab' }), weight: 1 },
);

const deedsOf = (deed: fc.Arbitrary<Deed>) => fc.array(deed, { minLength: 1, maxLength: 25 });

it.each<[string, fc.Arbitrary<Life>]>([
  [
    'one page, of files of the same name and size',
    fc.record({
      routes: routeOrders,
      script: scriptsOf(false),
      deeds: deedsOf(ownDeeds),
      ownNames: fc.constant(false),
    }),
  ],
  [
    'one page, of services that answer late',
    fc.record({ routes: routeOrders, script: scriptsOf(true), deeds: deedsOf(ownDeeds), ownNames: fc.constant(false) }),
  ],
  [
    'several pages',
    fc.record({
      routes: routeOrders,
      script: scriptsOf(false),
      deeds: deedsOf(pageDeeds),
      ownNames: fc.constant(true),
    }),
  ],
])('the queue loses nothing, doubles nothing and says what is true in %s', async (_, lives) => {
  await fc.assert(
    fc.asyncProperty(lives, async (life) => {
      expect(await live(life)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
