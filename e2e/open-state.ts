import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Frame } from 'playwright-core';
import type { Switches } from '../server/sandbox/browser/page-contract.ts';
import { startSandbox } from '../server/sandbox/sandbox.ts';
import type { PanelState, Stage } from './states.ts';

const everyPort = { page: 0, gateway: 0, frame: 0, services: 0 };

/** A page in one of its states. */
export interface OpenState extends Stage {
  /** The widget's own frame; it is another one after each reload. */
  frame(): Frame;
  close(): Promise<void>;
}

/** Opens a page in a sandbox of its own and brings it to a state. */
export async function openState(
  browser: Browser,
  state: PanelState,
  switches: Partial<Switches> = {},
  options: BrowserContextOptions = {},
): Promise<OpenState> {
  const { configuration = {} } = state;
  const sandbox = await startSandbox({ ports: everyPort, configuration });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const folder = await mkdtemp(join(tmpdir(), 'anexo-state-'));
  const close = async () => {
    await context.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    sandbox.switches.patch({ ...state.switches, ...switches });
    const page = await context.newPage();
    await state.prepare?.(sandbox, page);
    await page.goto(`${sandbox.url}${state.path ?? ''}`);
    const stage: Stage = { page, panel: page.frameLocator('iframe'), sandbox, folder };
    await state.play(stage);
    const frame = (): Frame => {
      const found = page.frames().find((one) => one !== page.mainFrame());
      if (!found) throw new Error(`the page has no frame in the state "${state.name}"`);
      return found;
    };
    return { ...stage, frame, close };
  } catch (error) {
    await close();
    throw new Error(`the state "${state.name}" was not reached`, { cause: error });
  }
}
