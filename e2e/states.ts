import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import type { Switches } from '../server/sandbox/browser/page-contract.ts';
import type { Sandbox } from '../server/sandbox/sandbox.ts';
import type { StoredFile } from '../server/sandbox/services/ledger.ts';
import { deskPeople } from '../server/sandbox/services/people.ts';
import { csv, disguised, empty, onDisk, pdf, png, program, type SampleFile, zip } from './sample-files.ts';
import { phonePhoto } from './sample-photos.ts';
import { slowLine } from './widget-frame.ts';

/** Where a state is played: a page of the sandbox, as it was just opened. */
export interface Stage {
  readonly page: Page;
  readonly panel: FrameLocator;
  readonly sandbox: Sandbox;
  /** For the files that are picked. */
  readonly folder: string;
}

/** A state that the panel, or the settings page, can be in. */
export interface PanelState {
  /** In words that a file name may have. */
  readonly name: string;
  /** Path on the sandbox; the ticket page where it is absent. */
  readonly path?: '/crm' | '/bigin' | '/settings';
  readonly switches?: Partial<Switches>;
  /** Parameters of the extension that differ. */
  readonly configuration?: Readonly<Record<string, string>>;
  /** Readies what must be there before the page is opened. */
  prepare?(sandbox: Sandbox, page: Page): unknown;
  /** Brings the page to the state, whatever its language. */
  play(stage: Stage): Promise<void>;
}

const megabyte = 1024 * 1024;
const byGateway = { connector: 'unauthorised', destination: 'desk' } as const;

async function pick({ panel, folder }: Stage, ...files: readonly SampleFile[]): Promise<void> {
  await panel.locator('h1[data-reading="false"]').waitFor();
  await panel
    .locator('.picker input[type=file]')
    .first()
    .setInputFiles(await onDisk(folder, files));
}

/** The ticket's list is answered as ever. */
function keepUploadsWaiting({ services }: Sandbox): void {
  services.faults.set([{ service: 'desk', method: 'POST', path: '/attachments$', kind: 'hang-before' }]);
}

async function sees({ panel }: Stage, state: string, times = 1): Promise<void> {
  await panel
    .locator(`[data-state="${state}"]`)
    .nth(times - 1)
    .waitFor();
}

/** What colleagues and the customer have put on the ticket. */
async function fillTicket({ services, switches }: Sandbox, page: Page): Promise<void> {
  const { administrator, agent } = deskPeople;
  const put = (file: SampleFile, more: Partial<StoredFile> = {}) =>
    services.ledger.add({
      ticketId: switches.get().ticket,
      mimeType: file.mimeType,
      isPublic: false,
      creatorId: administrator.id,
      via: 'desk',
      name: file.name,
      bytes: file.buffer,
      ...more,
    });
  await put(pdf('delivery-slip-signed.pdf'), { isPublic: true });
  await put(await phonePhoto(page, 'boxes 3 and 4.jpg', 640, 480), { creatorId: agent.id });
  await put({ name: 'notes of the call.txt', mimeType: 'text/plain', buffer: Buffer.from('Rung back at ten.\n') });
}

async function openRow({ panel }: Stage, name: string): Promise<void> {
  await panel.locator('.attachments .attachment', { hasText: name }).locator('.icon-button').last().click();
}

/** All states, those that a person meets first before others. */
export const states: readonly PanelState[] = [
  { name: 'empty', play: ({ panel }) => panel.locator('.attachments').waitFor() },
  {
    name: 'refused',
    play: async (stage) => {
      await pick(stage, pdf(), disguised(), empty(), program());
      await sees(stage, 'rejected', 3);
      const large = join(stage.folder, 'warehouse-video.zip');
      await writeFile(large, 'PK\x03\x04');
      await truncate(large, 27 * megabyte);
      await stage.panel.locator('.picker input[type=file]').first().setInputFiles(large);
      await sees(stage, 'rejected', 4);
      await sees(stage, 'delivered');
    },
  },
  {
    name: 'sending',
    prepare: keepUploadsWaiting,
    play: async (stage) => {
      await pick(stage, pdf(), png(), csv(), zip('logs of three servers, October to November 2026.zip'));
      await sees(stage, 'sending', 2);
      await sees(stage, 'queued', 2);
    },
  },
  {
    name: 'progress',
    switches: byGateway,
    play: async (stage) => {
      await stage.panel.locator('.attachments').waitFor();
      await slowLine(stage.page, 300_000);
      await pick(stage, zip('video of the conveyor.zip', 12 * megabyte));
      await stage.panel.locator('[role=progressbar][aria-valuenow]').first().waitFor();
    },
  },
  {
    name: 'delivered beside older files',
    switches: { destination: 'desk' },
    prepare: fillTicket,
    play: async (stage) => {
      await pick(stage, pdf('carrier claim 88213.pdf'), png());
      await sees(stage, 'delivered', 2);
      await stage.panel.locator('.thumbnail img').first().waitFor();
    },
  },
  {
    name: 'preview',
    switches: { destination: 'desk' },
    prepare: fillTicket,
    play: async (stage) => {
      await openRow(stage, 'notes of the call');
      await stage.panel.locator('.attachments .choice').first().click();
      await stage.panel.locator('.preview').waitFor();
    },
  },
  {
    name: 'question before deleting',
    prepare: fillTicket,
    play: async (stage) => {
      await openRow(stage, 'delivery-slip');
      await stage.panel.locator('.attachments .choice').last().click();
      await stage.panel.locator('.attachments .reason').first().waitFor();
    },
  },
  {
    name: 'question about a double',
    prepare: fillTicket,
    play: async (stage) => {
      await stage.panel.locator('.attachments .attachment').first().waitFor();
      await pick(stage, pdf('delivery-slip-signed.pdf'), png());
      await stage.panel.locator('.held .choice').first().waitFor();
      await sees(stage, 'delivered');
    },
  },
  {
    name: 'failed, with its details',
    switches: { ...byGateway, gateway: 'down' },
    play: async (stage) => {
      await pick(stage, pdf());
      await sees(stage, 'failed');
      await stage.panel.locator('.details .link-button').first().click();
      await stage.panel.locator('.details .choice').waitFor();
    },
  },
  {
    name: 'unconfirmed',
    switches: { ...byGateway, destination: 'oms' },
    play: async (stage) => {
      // Nobody else knows what became of it.
      stage.sandbox.services.faults.set([{ service: 'oms', path: '/api/put/', kind: 'half-answer' }]);
      await pick(stage, pdf());
      await sees(stage, 'unconfirmed');
    },
  },
  {
    name: 'of another ticket',
    prepare: keepUploadsWaiting,
    play: async (stage) => {
      await pick(stage, pdf());
      await sees(stage, 'sending');
      const [, other] = stage.sandbox.services.tickets;
      if (!other) throw new Error('the sandbox has two tickets');
      stage.sandbox.switches.patch({ ticket: other.id });
      await stage.panel.getByText(other.ticketNumber).first().waitFor();
    },
  },
  {
    name: 'offline',
    play: async (stage) => {
      await stage.panel.locator('.attachments').waitFor();
      await stage.page.context().setOffline(true);
      await pick(stage, pdf());
      await sees(stage, 'queued');
      await stage.panel.locator('.problem').first().waitFor();
    },
  },
  {
    name: 'photos',
    play: async (stage) => {
      await stage.panel.locator('.wish input').check();
      await pick(stage, await phonePhoto(stage.page, 'boxes.jpg'));
      await sees(stage, 'delivered');
    },
  },
  {
    name: 'list that cannot be read',
    switches: { connector: 'unauthorised' },
    play: ({ panel }) => panel.locator('.trouble').waitFor(),
  },
  {
    name: 'part that did not load',
    prepare: (_sandbox, page) => page.route('**/assets/second-part-*.js', (route) => route.abort()),
    play: ({ panel }) => panel.locator('main .button, main .link-button').first().waitFor(),
  },
  {
    name: 'no script of Zoho',
    prepare: (_sandbox, page) => page.route('**/sandbox-sdk.js', (route) => route.abort()),
    play: ({ panel }) => panel.locator('main h1, main h2, main [role=alert], main p').first().waitFor(),
  },
  {
    name: 'record of CRM',
    path: '/crm',
    play: async (stage) => {
      await pick(stage, pdf(), png());
      await sees(stage, 'delivered', 2);
    },
  },
  {
    name: 'settings',
    path: '/settings',
    play: ({ panel }) => panel.locator('button[aria-disabled="false"]').waitFor(),
  },
  {
    name: 'settings with advice',
    path: '/settings',
    switches: { ...byGateway, installation: 'secret-wrong' },
    play: ({ panel }) => panel.locator('button[aria-disabled="false"]').waitFor(),
  },
];
