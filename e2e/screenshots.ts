import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { findProjectRoot } from '../server/sandbox/project.ts';
import { type Sandbox, startSandbox } from '../server/sandbox/sandbox.ts';
import { launch } from './browser.ts';

/** Makes the pictures of the documentation from the sandbox: `docs/img/ticket-light.png` and `ticket-dark.png`. */
async function main(): Promise<void> {
  const target = join(findProjectRoot(), 'docs/img');
  await mkdir(target, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'anexo-screenshots-'));
  const browser = await launch();
  const sandbox = await startSandbox({ ports: { page: 0, gateway: 0, frame: 0, services: 0 } });
  try {
    const files = await writeSamples(folder);
    for (const appearance of ['light', 'dark'] as const) {
      await sandbox.services.reset();
      sandbox.switches.reset();
      sandbox.switches.patch({ appearance });
      await takePicture(browser, sandbox, files, join(target, `ticket-${appearance}.png`));
    }
  } finally {
    await browser.close();
    await sandbox.close();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Samples {
  /** Good and bad ones of one selection. */
  readonly selection: readonly string[];
  /** Picked afterwards, while the connector is slow. */
  readonly late: string;
}

async function writeSamples(folder: string): Promise<Samples> {
  const sample = async (name: string, start: string, size: number): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, Buffer.concat([Buffer.from(start, 'latin1'), randomBytes(size)]));
    return path;
  };
  return {
    selection: [
      await sample('delivery-slip-signed.pdf', '%PDF-1.7\n', 412_000),
      await sample('Screenshot 2026-11-20 at 10.22.33.png', '\x89PNG\r\n\x1a\n', 88_000),
      await sample('boxes 3 and 4.jpg', '\xff\xd8\xff\xe0', 1_730_000),
      await sample('invoice.pdf', 'MZ\x90\0\x03\0\0\0', 52_000),
      await sample('warehouse-video.zip', 'PK\x03\x04', 27_000_000),
    ],
    late: await sample('carrier claim 88213.docx', 'PK\x03\x04', 64_000),
  };
}

async function takePicture(
  browser: Browser,
  sandbox: Sandbox,
  { selection, late }: Samples,
  path: string,
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(sandbox.url);
  const panel = page.frameLocator('iframe');
  await panel.locator('.pick[aria-disabled="false"]').waitFor();
  const input = panel.locator('input[type=file]');
  await input.setInputFiles([...selection]);
  await panel.locator('[data-state="delivered"]').nth(2).waitFor();
  sandbox.switches.patch({ connector: 'slow', slowSeconds: 60 });
  await input.setInputFiles(late);
  await panel.locator('[data-state="sending"]').waitFor();
  await page.screenshot({ path });
  await context.close();
}

await main();
