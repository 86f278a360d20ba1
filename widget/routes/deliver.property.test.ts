import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pause } from '../clock.ts';
import { createManualClock, turnOfPromises } from '../manual-clock.ts';
import { createDeliver } from './deliver.ts';
import type { Deliver, Delivery, DeliveryWatch, PastAttempts } from './delivery.ts';
import { type ModelCase, modelCases } from './model-cases.ts';
import { heardBy } from './model-routes.ts';
import { createModelService, settleMs } from './model-service.ts';
import { openModelTab } from './model-tab.ts';
import { createWatchTower } from './model-tower.ts';
import type { Consignment } from './route.ts';

/** As long as an agent looks at a ticket before sending again what is unconfirmed, in milliseconds. */
const lookingMs = 60_000;
/** After so long no word comes any more, in milliseconds. */
const quietMs = 20 * 60_000;

/** Plays one case. @returns what was wrong, in words */
async function play({ routes: wanted, uploads, reloads, script }: ModelCase): Promise<readonly string[]> {
  const clock = createManualClock(turnOfPromises);
  const service = createModelService(clock, script);
  const tower = createWatchTower(service);
  const gateway = { clock, flights: new Map(), ends: new Map() };
  const pasts = new Map<string, PastAttempts>();
  const said = new Map<string, Delivery['kind']>();

  function openPage() {
    const { page: caller, routes, close: end } = openModelTab({ clock, service, gateway, tower, routes: wanted });
    let close = () => {};
    const closed = new Promise<undefined>((resolve) => {
      close = () => {
        end();
        resolve(undefined);
      };
    });
    const deliver: Deliver = createDeliver({ routes, clock: caller.clock, random: () => 0.5, policy: { settleMs } });
    return { isOpen: caller.isOpen, close, closed, deliver };
  }

  let page = openPage();
  let isOver = false;

  async function reload(): Promise<void> {
    for (const ms of reloads) {
      await pause(clock, ms);
      if (isOver) return;
      page.close();
      page = openPage();
    }
  }

  /** What an agent does with one file: begins, perhaps cancels, and tries again what did not get there. */
  async function deliverOne({ startMs, cancelMs, againMs, ...upload }: ModelCase['uploads'][number], index: number) {
    const uploadId = `u${index + 1}`;
    const ticket = { id: upload.ticketId };
    const file = new File(['x'.repeat(upload.size)], upload.name);
    const consignment: Consignment = { uploadId, ticket, file, mimeType: 'text/plain' };
    tower.expect(consignment);
    await pause(clock, startMs);
    let cancelling = new AbortController();
    if (cancelMs !== undefined) clock.after(cancelMs, () => cancelling.abort());
    let wantedMs = againMs;
    let byItself = false;
    for (let tries = 0; tries < 60; tries += 1) {
      const { deliver, isOpen, closed } = page;
      const watch: DeliveryWatch = {
        signal: cancelling.signal,
        byItself,
        onStep: () => {},
        onAttempts: async (past) => {
          if (isOpen()) pasts.set(uploadId, past);
        },
        onLateArrival: ({ kind }) => {
          if (isOpen()) said.set(uploadId, kind);
        },
      };
      const delivery: Delivery | undefined = await Promise.race([
        deliver(consignment, watch, pasts.get(uploadId)),
        closed,
      ]);
      byItself = delivery === undefined;
      if (delivery === undefined) {
        if (cancelling.signal.aborted) return void said.delete(uploadId);
        continue;
      }
      said.set(uploadId, delivery.kind);
      tower.hear(uploadId, delivery);
      if (delivery.kind === 'cancelled' && wantedMs !== undefined) {
        await pause(clock, wantedMs);
        if (said.get(uploadId) === 'delivered') return;
        wantedMs = undefined;
        cancelling = new AbortController();
        continue;
      }
      if (delivery.kind === 'delivered' || delivery.kind === 'refused' || delivery.kind === 'cancelled') return;
      await heardBy({ isOpen: () => true }, pause(clock, lookingMs));
      if (said.get(uploadId) === 'delivered' || cancelling.signal.aborted) return;
      if (delivery.kind === 'unconfirmed' && service.of(uploadId).length > 0) return;
      // Whoever has looked need not try for ever what is refused.
      if (delivery.kind === 'unconfirmed' && delivery.trials?.some(({ end }) => end.kind === 'refused')) return;
    }
    tower.note(`${uploadId} gets no end`);
  }

  void reload();
  await clock.run(Promise.all(uploads.map(deliverOne)));
  isOver = true;
  await clock.advance(quietMs);
  for (const [uploadId, kind] of said) tower.settle(uploadId, kind);
  return tower.breaches;
}

it('deliver loses nothing, doubles nothing and says what is true, whatever the services do', async () => {
  await fc.assert(
    fc.asyncProperty(modelCases, async (one) => {
      expect(await play(one)).toEqual([]);
    }),
    { numRuns: 800 },
  );
});
