import { fileURLToPath } from 'node:url';
import type { JSHandle, Page } from 'playwright-core';
import { build } from 'vite';
import { expect, it, onTestFinished } from 'vitest';
import type { openIndexedDbKeeper } from '../widget/queue/indexed-db-keeper.ts';
import { describeKeeper, keptUpload, type StageOptions } from '../widget/queue/keeper.suite.ts';
import type { Keeper, Kept } from '../widget/queue/keeper.ts';
import type { KeptUpload } from '../widget/queue/kept-upload.ts';
import { testBrowser } from './test-browser.ts';

declare global {
  /** What the script of the page makes of the module. */
  var keeperModule: { readonly openIndexedDbKeeper: typeof openIndexedDbKeeper };
}

const browser = await testBrowser();
const script = await bundle('../widget/queue/indexed-db-keeper.ts');

/** Makes one script of a module of the widget, as its build would. */
async function bundle(path: string): Promise<string> {
  const root = fileURLToPath(new URL('../', import.meta.url));
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    resolve: { alias: { 'zod/mini': `${root}widget/light-zod/light-zod.ts` } },
    build: {
      write: false,
      lib: { entry: fileURLToPath(new URL(path, import.meta.url)), formats: ['iife'], name: 'keeperModule' },
    },
  });
  const code = [built].flat().flatMap((one) => ('output' in one ? one.output : []))[0];
  if (code?.type !== 'chunk') throw new Error('The build made no script');
  return code.code;
}

/** Files go to the page and come back as their text. */
interface Sent {
  readonly upload: KeptUpload;
  readonly text: string;
}

const received = ({ upload, text }: Sent): Kept => ({ upload, file: new Blob([text]) });

/** The keeper of a page, as it can be used from here. */
function remoteKeeper(keeper: JSHandle<Keeper>): Keeper {
  return {
    async list() {
      const { kept, ...others } = await keeper.evaluate(async (one) => {
        const list = await one.list();
        const kept = list.kept.map(async ({ upload, file }) => ({ upload, text: await file.text() }));
        return { ...list, kept: await Promise.all(kept) };
      });
      return { ...others, kept: kept.map(received) };
    },
    async find(id) {
      const found = await keeper.evaluate(async (one, wanted) => {
        const kept = await one.find(wanted);
        return kept && { upload: kept.upload, text: await kept.file.text() };
      }, id);
      return found && received(found);
    },
    keep: async (upload, file) =>
      keeper.evaluate((one, sent) => one.keep(sent.upload, new Blob([sent.text])), { upload, text: await file.text() }),
    note: (id, change) => keeper.evaluate((one, noted) => one.note(noted.id, noted.change), { id, change }),
    drop: (id) => keeper.evaluate((one, dropped) => one.drop(dropped), id),
  };
}

async function openPage(): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  await context.route('**', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  const page = await context.newPage();
  await page.goto('http://localhost/');
  await page.addScriptTag({ content: script });
  return page;
}

/** Opens the keeper of a realm in a page. */
async function openKeeper(page: Page, realm: string, { bounds, nowMs }: StageOptions): Promise<Keeper> {
  const keeper = await page.evaluateHandle(
    (options) =>
      keeperModule.openIndexedDbKeeper({
        factory: indexedDB,
        realm: options.realm,
        bounds: options.bounds,
        clock: { now: () => options.nowMs, after: () => () => {} },
      }),
    { realm, bounds, nowMs },
  );
  return remoteKeeper(keeper);
}

describeKeeper('in IndexedDB', async (options) => {
  const page = await openPage();
  const open = () => openKeeper(page, 'realm', options);
  return {
    keeper: await open(),
    another: open,
    plant: async (id, record, file) => {
      const text = file instanceof Blob ? await file.text() : undefined;
      await page.evaluate(
        (planted) =>
          new Promise<void>((resolve, reject) => {
            const request = indexedDB.open('anexo-uploads', 1);
            request.onsuccess = () => {
              const transaction = request.result.transaction(['records', 'files'], 'readwrite');
              transaction.objectStore('records').put(planted.record, ['realm', planted.id]);
              const bytes = planted.text === undefined ? 'no bytes' : new Blob([planted.text]);
              transaction.objectStore('files').put(bytes, ['realm', planted.id]);
              transaction.oncomplete = () => {
                request.result.close();
                resolve();
              };
              transaction.onabort = () => reject(transaction.error);
            };
          }),
        { id, record, text },
      );
    },
  };
});

it('keeps the uploads of one realm from all others', async () => {
  const page = await openPage();
  const options = { bounds: { bytes: 5, ageMs: 1000 }, nowMs: 0 };
  const [one, other] = [await openKeeper(page, 'one', options), await openKeeper(page, 'other', options)];
  const kept = keptUpload('a', { keptMs: 0 });
  await one.keep(kept, new Blob(['abc']));
  expect(await other.keep(kept, new Blob(['xyz']))).toEqual({ kind: 'kept', evicted: [] });
  await other.drop('a');
  expect(await other.find('a')).toBeUndefined();
  expect((await other.list()).kept).toEqual([]);
  expect((await one.list()).kept.map(({ upload }) => upload.id)).toEqual(['a']);
});
