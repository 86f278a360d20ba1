import type { FrameLocator, Page } from 'playwright-core';
import { freePorts, startSandbox } from '../../server/sandbox/sandbox.ts';
import { deskPeople } from '../../server/sandbox/services/people.ts';
import type { PeerPages } from './peer-pages.ts';

/** One of the widgets that are measured beside each other. */
export interface Contestant {
  readonly title: string;
  /** The page that has it in a frame of another site. */
  readonly url: string;
  /** How many of its uploads arrived until now. */
  arrived(): number;
  /** Shows a row for each of these files, none of them on its way. @throws Error where that takes over a minute */
  fill(page: Page, panel: FrameLocator, rows: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** Ours, with the sandbox as the product around it. @param route that the files take */
export async function startAnexo(route: 'connector' | 'gateway'): Promise<Contestant> {
  const sandbox = await startSandbox({ ports: freePorts });
  if (route === 'gateway') sandbox.switches.patch({ connector: 'unauthorised' });
  return {
    title: `Anexo, by the ${route}`,
    url: sandbox.url,
    arrived: () => sandbox.services.ledger.all().length,
    // Its rows are those of files that the ticket has already.
    async fill(page, panel, rows) {
      const { ticket } = sandbox.switches.get();
      for (const path of rows) {
        const name = path.replace(/^.*\//, '');
        const bytes = Buffer.from(name);
        await sandbox.services.ledger.add({
          ticketId: ticket,
          name,
          mimeType: 'text/plain',
          isPublic: false,
          creatorId: deskPeople.administrator.id,
          via: 'desk',
          bytes,
        });
      }
      await page.reload();
      const older = panel.getByRole('button', { name: 'Show older files' });
      const shown = panel.locator('.attachments .attachment');
      while ((await shown.count()) < rows.length) {
        if (await older.isVisible()) await older.click();
        await panel.locator('main').waitFor();
      }
    },
    close: () => sandbox.close(),
  };
}

/** @param name of its page */
export function peer(pages: PeerPages, name: string, title: string): Contestant {
  return {
    title,
    url: pages.pageOf(name),
    arrived: pages.arrived,
    // Its rows are those of files that it has sent.
    async fill(page, panel, rows) {
      const before = pages.arrived();
      await panel
        .locator('input[type=file]')
        .first()
        .setInputFiles([...rows]);
      const end = performance.now() + 60_000;
      while (pages.arrived() - before < rows.length) {
        if (performance.now() > end) throw new Error(`only ${pages.arrived() - before} files came in a minute`);
        await page.evaluate('new Promise(requestAnimationFrame)');
      }
    },
    close: async () => undefined,
  };
}
