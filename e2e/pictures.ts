import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Switches } from '../server/sandbox/browser/page-contract.ts';
import type { Sandbox } from '../server/sandbox/sandbox.ts';

/** A picture of the documentation: what is done before it is taken. */
export interface Picture {
  /** Of the file, below `docs/`, without `.png`. */
  readonly name: string;
  /** Path on the sandbox, such as `/settings`. */
  readonly path: string;
  readonly switches: Partial<Switches>;
  /** Leaves the sandbox's own bar out. */
  readonly bare?: boolean;
  /** Brings the page to the state that is shown. */
  play(page: Page, sandbox: Sandbox, samples: Samples): Promise<void>;
}

export interface Samples {
  /** Good and bad ones of one selection. */
  readonly selection: readonly string[];
  /** Picked afterwards, while the connector is slow. */
  readonly late: string;
}

/** Writes the files that are picked in the pictures. */
export async function writeSamples(folder: string): Promise<Samples> {
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

/** Three files on the ticket, two refused with the reason, one on its way. */
async function attach(page: Page, sandbox: Sandbox, { selection, late }: Samples): Promise<void> {
  const panel = page.frameLocator('iframe');
  await panel.locator('h1[data-reading="false"]').waitFor();
  const input = panel.locator('.picker input[type=file]');
  await input.setInputFiles([...selection]);
  await panel.locator('[data-state="delivered"]').nth(2).waitFor();
  await panel.locator('.total').waitFor({ state: 'detached' });
  sandbox.switches.patch({ connector: 'slow', slowSeconds: 60 });
  await input.setInputFiles(late);
  await panel.locator('[data-state="sending"]').waitFor();
}

/** Two files on the ticket by way of the gateway. */
async function attachByGateway(page: Page, _sandbox: Sandbox, { selection }: Samples): Promise<void> {
  const panel = page.frameLocator('iframe');
  await panel.locator('h1[data-reading="false"]').waitFor();
  await panel.locator('.picker input[type=file]').setInputFiles(selection.slice(0, 2));
  await panel.locator('[data-state="delivered"]').nth(1).waitFor();
  await panel.locator('.total').waitFor({ state: 'detached' });
  await page.locator('#attachments').getByText('delivery-slip-signed.pdf').waitFor();
}

/** Two files on the record, one refused with the reason. */
async function attachToRecord(page: Page, _sandbox: Sandbox, { selection }: Samples): Promise<void> {
  const panel = page.frameLocator('iframe');
  await panel.locator('h1[data-reading="false"]').waitFor();
  await panel.locator('.picker input[type=file]').setInputFiles([...selection.slice(0, 2), ...selection.slice(3, 4)]);
  await panel.locator('.attachments .attachment').nth(1).waitFor();
  await panel.locator('.total').waitFor({ state: 'detached' });
}

async function test(page: Page): Promise<void> {
  await page.frameLocator('iframe').locator('button[aria-disabled="false"]').waitFor();
}

const destination = 'desk';
const byGateway = { connector: 'unauthorised', destination } as const;

export const pictures: readonly Picture[] = [
  { name: 'img/ticket-light', path: '/', switches: { appearance: 'light' }, play: attach },
  { name: 'img/ticket-dark', path: '/', switches: { appearance: 'dark' }, play: attach },
  { name: 'img/ticket-gateway', path: '/', switches: byGateway, play: attachByGateway },
  { name: 'img/crm', path: '/crm', switches: {}, play: attachToRecord },
  { name: 'img/bigin', path: '/bigin', switches: {}, play: attachToRecord },
  { name: 'img/settings', path: '/settings', switches: { destination }, play: test },
  {
    name: 'img/settings-advice',
    path: '/settings',
    switches: { ...byGateway, installation: 'secret-wrong' },
    play: test,
  },
  { name: 'marketplace/img/1-attach', path: '/', switches: {}, bare: true, play: attach },
  { name: 'marketplace/img/2-gateway', path: '/', switches: byGateway, bare: true, play: attachByGateway },
  { name: 'marketplace/img/3-dark', path: '/', switches: { appearance: 'dark' }, bare: true, play: attach },
  { name: 'marketplace/img/4-settings', path: '/settings', switches: { destination }, bare: true, play: test },
];
