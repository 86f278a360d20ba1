import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, FrameLocator, Locator, Page } from 'playwright-core';
import { onTestFinished, type TestContext } from 'vitest';
import type { RecordsPageProduct, Switches } from '../server/sandbox/browser/page-contract.ts';
import { freePorts, type Sandbox, type SandboxOptions, startSandbox } from '../server/sandbox/sandbox.ts';
import type { Fault } from '../server/sandbox/services/faults.ts';
import { borrowPage } from './borrowed-page.ts';
import { onDisk, type SampleFile } from './sample-files.ts';

/** An agent at a ticket: a sandbox of its own, its page in a browser, and what an agent does there. */
export interface Agent {
  readonly sandbox: Sandbox;
  readonly page: Page;
  readonly panel: FrameLocator;
  /** Picks files in the panel. */
  pick(...files: readonly SampleFile[]): Promise<void>;
  /** The row of the upload of that name. */
  row(name: string): Locator;
  /** Waits until the row of that name is in a state (`data-state`), and gives its text. */
  sees(name: string, state: string): Promise<string>;
  /** Turns switches of the sandbox, from outside as a script would. */
  turn(switches: Partial<Switches>): Promise<void>;
  /** Scripts faults of the services. */
  break(...faults: readonly Fault[]): void;
}

export interface OpenOptions extends Omit<SandboxOptions, 'ports'> {
  readonly switches?: Partial<Switches>;
  /** Whose page; Desk's where it is absent. */
  readonly product?: RecordsPageProduct;
  /** What kind of device and browser it is. */
  readonly context?: BrowserContextOptions;
}

/** Whether a test that is over was one without a failure. */
export const hasPassed = ({ task }: TestContext): boolean => task.result?.state === 'pass';

/** A ticket page, or that of a record, as a person opens it; closed and ended with the test. */
export async function openTicket(browser: Pick<Browser, 'newContext'>, options: OpenOptions = {}): Promise<Agent> {
  const { switches, product, context: kind, ...rest } = options;
  const sandbox = await startSandbox({ ports: freePorts, ...rest });
  onTestFinished(() => sandbox.close());
  if (switches) sandbox.switches.patch(switches);
  // What moves takes a tenth of a test's time to draw; main-job.test.ts has it drawn.
  const looks = { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' } as const;
  const { page, giveBack } = await borrowPage(browser, sandbox.frameOrigin, { ...looks, ...kind });
  onTestFinished((test) => giveBack(hasPassed(test)));
  await page.goto(product ? `${sandbox.url}/${product}` : sandbox.url);
  const agent = agentAt(page, sandbox);
  await agent.panel.locator('h1[data-reading="false"]').waitFor();
  return agent;
}

/** The agent at a page of the sandbox. */
export function agentAt(page: Page, sandbox: Sandbox): Agent {
  const panel = page.frameLocator('iframe');
  const row = (name: string): Locator => panel.locator('li.upload', { hasText: name });
  return {
    sandbox,
    page,
    panel,
    row,
    async pick(...files) {
      const folder = await mkdtemp(join(tmpdir(), 'anexo-e2e-'));
      try {
        await panel.locator('.picker input[type=file]').setInputFiles(await onDisk(folder, files));
      } finally {
        onTestFinished(() => rm(folder, { recursive: true, force: true }));
      }
    },
    async sees(name, state) {
      const found = row(name).and(panel.locator(`[data-state="${state}"]`));
      return textOf(found).catch(async (error: unknown) => {
        throw new Error(`${name} is not ${state}: ${await panel.locator('main').innerText()}`, { cause: error });
      });
    },
    async turn(change) {
      const answer = await fetch(`${sandbox.url}/sandbox/switches`, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(change),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    break: (...faults) => sandbox.services.faults.set(faults),
  };
}

/** What a row says, also one that is not drawn yet, or out of sight (`content-visibility`). */
export async function textOf(row: Locator): Promise<string> {
  const text = await row.evaluate((element: HTMLElement) => {
    element.style.contentVisibility = 'visible';
    const { innerText } = element;
    element.style.contentVisibility = '';
    return innerText;
  });
  return text.replace(/\s+/g, ' ');
}

export type { Browser, BrowserContext };
