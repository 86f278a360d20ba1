import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Frame } from 'playwright-core';
import type { Switches } from '../server/sandbox/browser/page-contract.ts';
import { freePorts, startSandbox } from '../server/sandbox/sandbox.ts';
import { borrowPage } from './borrowed-page.ts';
import type { PanelState, Stage } from './states.ts';
import { widgetFrame } from './widget-frame.ts';

/** A page in one of its states. */
export interface OpenState extends Stage {
  /** The widget's own frame; it is another one after each reload. */
  frame(): Frame;
  /** @param passed as in `BorrowedPage` */
  close(passed: boolean): Promise<void>;
}

/** Opens a page in a sandbox of its own and brings it to a state. */
export async function openState(
  browser: Browser,
  state: PanelState,
  switches: Partial<Switches> = {},
  options: BrowserContextOptions = {},
): Promise<OpenState> {
  const { configuration = {} } = state;
  const sandbox = await startSandbox({ ports: freePorts, configuration });
  const looks = { viewport: { width: 1280, height: 800 }, ...options };
  const { page, giveBack } = await borrowPage(browser, sandbox.frameOrigin, looks);
  const folder = await mkdtemp(join(tmpdir(), 'anexo-state-'));
  const close = async (passed: boolean) => {
    try {
      await giveBack(passed);
    } finally {
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    }
  };
  try {
    sandbox.switches.patch({ ...state.switches, ...switches });
    await state.prepare?.(sandbox, page);
    await page.goto(`${sandbox.url}${state.path ?? ''}`);
    const stage: Stage = { page, panel: page.frameLocator('iframe'), sandbox, folder };
    await state.play(stage);
    return { ...stage, frame: () => widgetFrame(page), close };
  } catch (error) {
    await close(false);
    throw new Error(`the state "${state.name}" was not reached`, { cause: error });
  }
}
