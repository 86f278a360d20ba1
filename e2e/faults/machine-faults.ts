import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Fault as Scripted } from '../../server/sandbox/services/faults.ts';
import type { Fault, Way } from './case.ts';
import { readRows } from './panel.ts';
import { panelReady, type Stage } from './stage.ts';
import { until } from './until.ts';

const ways: readonly Way[] = ['connector', 'gateway-desk', 'gateway-oms'];
const minutes = 60_000;
/** An OMS lists nothing, but the gateway tells of each upload whose answer was lost on the way. */
const canAsk = (): boolean => true;
/** Where it may have been the connector's attempt that was struck: of that nobody can tell where nothing is listed. */
const canAskOfAll = (way: Way): boolean => way !== 'gateway-oms';

/** Something that befalls the call which brings a file, on the way that is tried first. */
function script(stage: Stage, does: Pick<Scripted, 'kind'> & object, times?: number): void {
  const connector = stage.way === 'connector';
  stage.script({
    ...does,
    service: connector ? 'zoho' : 'gateway',
    path: connector ? '/attachments$' : '/api/put/',
    ...(connector && { method: 'POST' }),
    ...(times !== undefined && { times }),
  } as Scripted);
}

const underWay = (stage: Stage) =>
  until(async () => (await readRows(stage)).some(({ state }) => ['sending', 'waiting', 'asking'].includes(state)));

const someStored = ({ sandbox }: Stage) => until(() => sandbox.services.ledger.all().length > 0);

/** The agent's clock is wrong, and answers are lost once the file is stored: the ticket is asked what arrived. */
const skews: readonly Fault[] = (
  [
    ['a day ahead', 24 * 60],
    ['half an hour ahead', 30],
    ['half an hour behind', -30],
    ['a day behind', -24 * 60],
  ] as const
).flatMap(([words, skewMinutes]) =>
  [false, true].map((lost): Fault => {
    return {
      hop: 'machine',
      ways,
      name: `the agent's clock ${words}${lost ? ', answers lost' : ''}`,
      setup: { skewMs: skewMinutes * minutes },
      hangs: lost,
      expect: 'delivered',
      canAsk,
      ...(lost && { begin: (stage, files) => script(stage, { kind: 'hang-after' }, Math.min(2, files)) }),
    };
  }),
);

/** The gateway's clock is wrong, and the answers of its destination are lost once the file is stored. */
const gatewaySkews: readonly Fault[] = (
  [
    ['a day ahead', 24 * 60],
    ['half an hour ahead', 30],
    ['a day behind', -24 * 60],
  ] as const
).map(([words, skewMinutes]): Fault => {
  return {
    hop: 'machine',
    ways: ['gateway-desk', 'gateway-oms'],
    name: `the gateway's clock ${words}, answers lost`,
    setup: { gatewaySkewMs: skewMinutes * minutes },
    expect: 'delivered',
    canAsk: canAskOfAll,
    begin({ way, script: strike }, files) {
      const service = way === 'gateway-desk' ? 'desk' : 'oms';
      const path = way === 'gateway-desk' ? '/attachments$' : '/api/put/';
      strike({
        service,
        path,
        kind: 'reset-after',
        times: Math.min(2, files),
        ...(service === 'desk' && { method: 'POST' }),
      });
    },
  };
});

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = new Promise((resolve) => page.once('crash', resolve));
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

async function openTab(stage: Stage): Promise<Page> {
  const page = await stage.context.newPage();
  await page.goto(stage.sandbox.url);
  await panelReady(page);
  return page;
}

const killed: readonly Fault[] = (['hang-before', 'hang-after'] as const).flatMap((kind) =>
  (['killed', 'reloaded'] as const).map((how): Fault => {
    const when = kind === 'hang-before' ? 'before the file is stored' : 'after the file is stored';
    return {
      hop: 'machine',
      ways,
      name: `tab ${how} ${when}, and opened again`,
      hangs: true,
      expect: 'delivered',
      canAsk: kind === 'hang-before' ? canAskOfAll : canAsk,
      begin: (stage) => script(stage, { kind }),
      async after(stage) {
        if (kind === 'hang-before') await underWay(stage);
        else await someStored(stage);
        // What is not kept yet would be lost by right: the panel says when one may leave.
        await stage.page.frameLocator('iframe').getByText('You can leave at any time').waitFor();
        stage.script();
        if (how === 'killed') {
          await crash(stage.page);
          stage.page = await openTab(stage);
        } else {
          await stage.page.reload();
          await panelReady(stage.page);
        }
      },
    };
  }),
);

const moving: readonly Fault[] = [
  {
    hop: 'machine',
    ways,
    name: 'another ticket on screen in mid-upload, answers lost',
    hangs: true,
    expect: 'delivered',
    canAsk,
    begin: (stage, files) => script(stage, { kind: 'hang-after' }, Math.min(2, files)),
    async after(stage) {
      await underWay(stage);
      const [, other] = stage.sandbox.services.tickets;
      if (other) stage.sandbox.switches.patch({ ticket: other.id });
    },
  },
  {
    hop: 'machine',
    ways,
    name: 'two tabs, the one that sends is closed',
    hangs: true,
    expect: 'delivered',
    canAsk,
    begin: (stage) => script(stage, { kind: 'hang-after' }),
    async after(stage) {
      const second = await openTab(stage);
      await someStored(stage);
      await stage.page.frameLocator('iframe').getByText('You can leave at any time').waitFor();
      stage.script();
      await stage.page.close();
      stage.page = second;
    },
  },
  ...(['hang-before', 'hang-after'] as const).map(
    (kind): Fault => ({
      hop: 'machine',
      ways,
      name: `offline in mid-upload, ${kind === 'hang-before' ? 'nothing' : 'the file'} stored, and back`,
      hangs: true,
      canAsk: kind === 'hang-before' ? canAskOfAll : canAsk,
      begin: (stage) => script(stage, { kind }),
      async after(stage) {
        if (kind === 'hang-before') await underWay(stage);
        else await someStored(stage);
        await stage.context.setOffline(true);
      },
      async end(stage) {
        stage.script();
        await stage.context.setOffline(false);
      },
      goesOnAtEnd: true,
    }),
  ),
  {
    hop: 'machine',
    ways,
    name: 'offline before, and back',
    begin: (stage) => stage.context.setOffline(true),
    end: (stage) => stage.context.setOffline(false),
    goesOnAtEnd: true,
  },
  {
    hop: 'machine',
    ways,
    name: 'no room to keep files, answers lost',
    setup: { quota: 1000 },
    hangs: true,
    expect: 'delivered',
    canAsk,
    begin: (stage, files) => script(stage, { kind: 'hang-after' }, Math.min(2, files)),
  },
];

const onDisk: readonly Fault[] = (['changed', 'deleted'] as const).flatMap((how) =>
  [false, true].map((kept): Fault => {
    return {
      hop: 'machine',
      ways,
      name: `file ${how} on disk after picking${kept ? '' : ', no room to keep it'}`,
      ...(!kept && { setup: { quota: 1000 } }),
      hangs: true,
      fileBytes: 300_000,
      canAsk: canAskOfAll,
      ...(kept ? { expect: 'delivered' } : { mayStayBehind: true }),
      // Held up, so that the file is touched before it leaves.
      begin: (stage, files) => script(stage, { kind: 'hang-before' }, Math.min(2, files)),
      async after(stage) {
        await underWay(stage);
        if (kept) await stage.page.frameLocator('iframe').getByText('You can leave at any time').waitFor();
        const names = (await readRows(stage)).map(({ name }) => join(stage.folder, name));
        if (how === 'deleted') for (const name of names) await rm(name);
        else for (const name of names) await writeFile(name, '%PDF-1.7\nsomething else');
      },
    };
  }),
);

/** What befalls the agent's own machine. */
export const machineFaults: readonly Fault[] = [...skews, ...gatewaySkews, ...killed, ...moving, ...onDisk];
