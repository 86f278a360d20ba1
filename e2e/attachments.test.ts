import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewFile } from '../server/sandbox/services/ledger.ts';
import { putInDesk } from '../server/sandbox/services/put-in-desk.suite.ts';
import { type Agent, openTicket, textOf } from './agent.ts';
import { hold } from './hold.ts';
import { csv, pdf, png, type SampleFile, sha256, zip } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';
import { widgetFrame } from './widget-frame.ts';

const browser = await testBrowser();
/** With its viewer of PDFs. */
const wholeBrowser = await testBrowser({ whole: true });

/** Puts a file on the ticket on screen as a colleague would, behind the panel's back. */
async function put({ sandbox }: Agent, file: Pick<SampleFile, 'name' | 'buffer'>, more: Partial<NewFile> = {}) {
  const about = { ticketId: sandbox.switches.get().ticket, name: file.name, isPublic: false, ...more };
  return putInDesk(sandbox.services.ledger, { ...about, bytes: file.buffer });
}

const text = (name: string, content = name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const listed = ({ panel }: Agent) => panel.locator('.attachments .attachment');
const listedAs = (agent: Agent, name: string) => listed(agent).filter({ hasText: name });
const namesOnTicket = ({ sandbox }: Agent) =>
  sandbox.services.ledger.onTicket(sandbox.switches.get().ticket).map(({ name }) => name);
const press = ({ panel }: Agent, name: string) => panel.getByRole('button', { name, exact: true }).click();
const said = ({ panel }: Agent, words: string) =>
  panel.locator('[role=status]', { hasText: words }).waitFor({ state: 'attached' });
const listCalls = ({ sandbox }: Agent) =>
  sandbox.services.requests.all().filter(({ method, path }) => method === 'GET' && path.endsWith('/attachments'));

const slowList = {
  kind: 'delay',
  service: 'desk',
  method: 'GET',
  path: '/attachments$',
  ms: 15_000,
  times: 1,
} as const;

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What the browser does when the agent comes back to the panel. */
async function comeBack({ page }: Agent): Promise<void> {
  for (const frame of page.frames()) await frame.evaluate(() => window.dispatchEvent(new Event('focus')));
}

describe('the files already on the ticket', () => {
  it('are listed with size, who, when and who sees them; over a hundred by pages', async () => {
    const agent = await openTicket(browser);
    for (let at = 1; at <= 104; at += 1) await put(agent, text(`file ${at}.txt`));
    const shown = await put(agent, text('for the customer.txt'), { isPublic: true });
    await agent.page.reload();
    await listedAs(agent, shown.name).waitFor();
    const row = await textOf(listedAs(agent, shown.name));
    expect(row).toMatch(/for the customer\.txt .*20 bytes .*Tomás Berg .*Visible to customer/);
    await expect.poll(() => listed(agent).count()).toBe(100);
    await press(agent, 'Show older files');
    await expect.poll(() => listed(agent).count()).toBe(105);
    expect(await agent.panel.getByRole('button', { name: 'Show older files' }).count()).toBe(0);
  });

  it('show what was just delivered, and what a colleague added, without a reload', async () => {
    const agent = await openTicket(browser);
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'delivered');
    await listedAs(agent, file.name).waitFor();
    await agent.page.clock.install();
    await put(agent, text('from a colleague.txt'));
    await agent.page.clock.fastForward(40_000);
    await comeBack(agent);
    await listedAs(agent, 'from a colleague.txt').waitFor();
  });

  it('show what came with a comment, however fresh the list', async () => {
    const agent = await openTicket(browser);
    const register = 'anexoRegistration';
    await agent.page.addInitScript((key) => {
      addEventListener('message', ({ data }) => {
        if (data?.type === '__REGISTER__') Reflect.set(window, key, data.uniqueID);
      });
    }, register);
    await agent.page.reload();
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    await put(agent, text('in a comment.txt'));
    await widgetFrame(agent.page).evaluate((key) => {
      postMessage({ eventName: 'ticket_comment.add', widgetID: Reflect.get(window, key), data: {} }, '*');
    }, register);
    await listedAs(agent, 'in a comment.txt').waitFor();
  });

  it('are five hundred without trouble: rows come by pages, pictures only where they are seen', async () => {
    const agent = await openTicket(browser, { switches: { destination: 'desk' } });
    for (let at = 1; at <= 500; at += 1) await put(agent, { name: `${at}.png`, buffer: pixel });
    await agent.page.reload();
    // Desk may count from 0 or from 1: so a page may bring one less that is new.
    for (let pages = 1; pages <= 5; pages += 1) {
      await listed(agent)
        .nth(99 * pages)
        .waitFor();
      await press(agent, 'Show older files');
    }
    await expect.poll(() => listed(agent).count()).toBe(500);
    const pictures = () => agent.panel.locator('.thumbnail img').count();
    await expect.poll(pictures).toBeGreaterThan(0);
    expect(await pictures()).toBeLessThan(60);
    await agent.panel.getByRole('button', { name: 'Actions for 1.png', exact: true }).press('Enter');
    await agent.panel.getByRole('button', { name: 'Delete: 1.png', exact: true }).waitFor();
  });

  it('change who sees them', async () => {
    const agent = await openTicket(browser);
    const { id } = await put(agent, text('a.txt'));
    await agent.page.reload();
    await press(agent, 'Actions for a.txt');
    await press(agent, 'Show to customer: a.txt');
    await listedAs(agent, 'Visible to customer').waitFor();
    await said(agent, 'a.txt is now visible to the customer.');
    expect(agent.sandbox.services.ledger.all().find((one) => one.id === id)?.isPublic).toBe(true);
    await press(agent, 'Hide from customer: a.txt');
    await listedAs(agent, 'Internal').waitFor();
  });

  it('are deleted by keyboard alone, after a question, and the focus goes to the next', async () => {
    const agent = await openTicket(browser);
    for (const name of ['a.txt', 'b.txt', 'c.txt']) await put(agent, text(name));
    await agent.page.reload();
    await agent.panel.getByRole('button', { name: 'Actions for c.txt' }).focus();
    const { keyboard } = agent.page;
    await keyboard.press('Enter');
    await agent.panel.getByRole('button', { name: 'Delete: c.txt' }).focus();
    await keyboard.press('Enter');
    await agent.panel.getByText('Recycle Bin for 60 days').waitFor();
    await agent.panel.locator('button:focus', { hasText: 'Keep it' }).waitFor();
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await said(agent, 'c.txt was deleted.');
    expect(await listed(agent).count()).toBe(2);
    expect(namesOnTicket(agent)).toEqual(['a.txt', 'b.txt']);
    const focused = agent.panel.locator(':focus');
    expect(await focused.getAttribute('aria-label')).toMatch(/^Actions for [ab]\.txt$/);
  });

  it('open in Desk, and say where Desk does not', async () => {
    const agent = await openTicket(browser, { switches: { invoke: 'refused' } });
    await put(agent, zip('a.zip'));
    await agent.page.reload();
    await press(agent, 'Actions for a.zip');
    await press(agent, 'Open in Desk: a.zip');
    await agent.panel.getByText('Desk did not open it').first().waitFor();
  });

  it('are those of the ticket on screen, also when the former one’s answer comes late', async () => {
    const agent = await openTicket(browser);
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    const before = listCalls(agent).length;
    const [first, second] = agent.sandbox.services.tickets;
    if (!first || !second) throw new Error('the sandbox has two tickets');
    await put(agent, text('of the first.txt'));
    await put(agent, text('of the second.txt'), { ticketId: second.id });
    const letGo = await hold(agent.page, '**/sandbox/request', `/tickets/${first.id}/attachments`);
    await agent.page.reload();
    await agent.panel.getByText('Reading the files on the ticket…').waitFor();
    await agent.turn({ ticket: second.id });
    await listedAs(agent, 'of the second.txt').waitFor();
    letGo();
    await expect.poll(() => listCalls(agent).length).toBeGreaterThanOrEqual(before + 2);
    expect(await listed(agent).count()).toBe(1);
    await agent.turn({ ticket: first.id });
    await listedAs(agent, 'of the first.txt').waitFor();
    expect(await listed(agent).count()).toBe(1);
  });

  it('cannot be shown where nobody is authorised: a sentence says what to do', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'unauthorised' } });
    await agent.panel.getByText('the Zoho connection is not authorized').waitFor();
    await agent.turn({ connector: 'working' });
    await press(agent, 'Try again');
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
  });
});

describe('the content of files on the ticket', () => {
  /** The names of the files whose content Desk was asked for, in order. */
  const fetched = ({ sandbox }: Agent) =>
    sandbox.services.requests.all().flatMap(({ path }) => {
      const id = /\/attachments\/(\d+)\/content$/.exec(path)?.[1];
      return sandbox.services.ledger.all().find((one) => one.id === id)?.name ?? [];
    });

  it('shows pictures small once they are seen, and large on demand; texts as text; and saves files', async () => {
    const agent = await openTicket(browser, { switches: { destination: 'desk' } });
    await put(agent, { name: 'far below.png', buffer: pixel });
    for (let at = 1; at <= 40; at += 1) await put(agent, text(`file ${at}.txt`));
    await put(agent, text('page.html', '<script>document.title = "broken"</script>'));
    await put(agent, text('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'));
    await put(agent, { name: 'photo.png', buffer: pixel });
    await agent.page.reload();
    await listedAs(agent, 'photo.png').locator('.thumbnail img').waitFor();
    expect(fetched(agent)).toEqual(['photo.png']);
    await listedAs(agent, 'far below.png').scrollIntoViewIfNeeded();
    await listedAs(agent, 'far below.png').locator('.thumbnail img').waitFor();
    expect(fetched(agent)).toEqual(['photo.png', 'far below.png']);

    await press(agent, 'Actions for photo.png');
    await press(agent, 'Preview: photo.png');
    await agent.panel.getByRole('img', { name: 'photo.png' }).waitFor();
    for (const name of ['page.html', 'drawing.svg']) {
      await press(agent, `Actions for ${name}`);
      await press(agent, `Preview: ${name}`);
      await listedAs(agent, name).locator('pre').waitFor();
      expect(await listedAs(agent, name).locator('img, script, svg:not(.icon)').count()).toBe(0);
    }
    await press(agent, 'Actions for photo.png');
    const saving = agent.page.waitForEvent('download');
    await press(agent, 'Download: photo.png');
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('photo.png');
    expect(sha256(await readFile(await saved.path()))).toBe(sha256(pixel));
  });

  it('comes by the connector where no gateway is in front of Desk: texts, and nothing that it garbles', async () => {
    const agent = await openTicket(browser);
    await put(agent, { name: 'photo.png', buffer: pixel });
    await put(agent, text('notes.txt', 'Ação número 1\n<b>not bold</b>'));
    await agent.page.reload();
    await listedAs(agent, 'photo.png').waitFor();
    await expect.poll(() => fetched(agent)).toEqual(['photo.png']);
    await press(agent, 'Actions for photo.png');
    await agent.panel.getByRole('button', { name: 'Open in Desk: photo.png' }).waitFor();
    expect(await agent.panel.getByRole('button', { name: /^(Preview|Download): photo/ }).count()).toBe(0);
    await press(agent, 'Actions for notes.txt');
    await press(agent, 'Preview: notes.txt');
    expect(await listedAs(agent, 'notes.txt').locator('pre').innerText()).toBe('Ação número 1\n<b>not bold</b>');
  });

  describe('of a PDF', () => {
    /** @param trusted the page around the frame lets it show documents of a browser's plug-in */
    async function openPdf({ viewer = true, trusted = true, policy = '' } = {}) {
      const agent = await openTicket(wholeBrowser, { switches: { destination: 'desk' } });
      await put(agent, pdf('manual.pdf', 2000));
      await agent.page.addInitScript(
        (given) => {
          Object.defineProperty(Navigator.prototype, 'pdfViewerEnabled', { get: () => given.viewer });
          // Before any script of the page has run.
          document.addEventListener('readystatechange', () => {
            if (given.trusted) document.querySelector('iframe')?.removeAttribute('sandbox');
            if (window === top || document.readyState !== 'interactive') return;
            const meta = Object.assign(document.createElement('meta'), { httpEquiv: 'Content-Security-Policy' });
            document.head.append(Object.assign(meta, { content: given.policy }));
          });
        },
        { viewer, trusted, policy },
      );
      await agent.page.reload();
      await press(agent, 'Actions for manual.pdf');
      return agent;
    }
    const instead = 'This file cannot be shown here. Download it to see it.';

    it('is shown by the browser’s own viewer', async () => {
      const agent = await openPdf();
      await press(agent, 'Preview: manual.pdf');
      const shown = agent.panel.locator('object[aria-label="manual.pdf"]');
      await expect.poll(async () => (await shown.boundingBox())?.height).toBeGreaterThan(300);
      expect(await shown.getAttribute('data')).toMatch(/^blob:/);
      expect(await agent.panel.getByText(instead).isVisible()).toBe(false);
      await press(agent, 'Close preview: manual.pdf');
      expect(await shown.count()).toBe(0);
    });

    it.each([
      ['the frame', { trusted: false }],
      ['its policy', { policy: "object-src 'none'" }],
    ])('is for saving where %s forbids that', async (_, given) => {
      const agent = await openPdf(given);
      await press(agent, 'Preview: manual.pdf');
      await agent.panel.getByText(instead).waitFor();
      expect(await agent.panel.getByRole('button', { name: 'Download: manual.pdf' }).count()).toBe(1);
    });

    it('is for saving where the browser has no viewer', async () => {
      const agent = await openPdf({ viewer: false });
      await agent.panel.getByRole('button', { name: 'Download: manual.pdf' }).waitFor();
      expect(await agent.panel.getByRole('button', { name: 'Preview: manual.pdf' }).count()).toBe(0);
    });
  });
});

describe('a file that is already there', () => {
  async function pickTwin() {
    const agent = await openTicket(browser);
    const old = await put(agent, text('report.txt', 'old'));
    await agent.page.reload();
    await listedAs(agent, 'report.txt').waitFor();
    const fresh = text('report.txt', 'new');
    const other = csv();
    await agent.pick(fresh, other);
    await agent.sees(other.name, 'delivered');
    await agent.panel.getByText('A file of this name and size is on the ticket.').waitFor();
    expect(namesOnTicket(agent)).toEqual(['report.txt', other.name]);
    const sums = () =>
      agent.sandbox.services.ledger
        .onTicket(old.ticketId)
        .filter(({ name }) => name === 'report.txt')
        .map((one) => one.sha256);
    return { agent, fresh, sums, old, other };
  }

  it('is not sent where the agent skips it', async () => {
    const { agent, sums, old, other } = await pickTwin();
    await press(agent, 'Skip: report.txt');
    expect(await agent.panel.locator('.held').count()).toBe(0);
    expect(await agent.row('report.txt').count()).toBe(0);
    expect(sums()).toEqual([old.sha256]);
    await agent.pick({ ...other, name: 'the same under another name.csv' });
    await agent.panel.getByText(`The same content was already added as ${other.name}.`).waitFor();
  });

  it('stands beside the old one where the agent keeps both', async () => {
    const { agent, sums, old, fresh } = await pickTwin();
    await press(agent, 'Keep both: report.txt');
    await agent.sees('report.txt', 'delivered');
    await expect.poll(() => listedAs(agent, 'report.txt').count()).toBe(2);
    expect(sums()).toEqual([old.sha256, sha256(fresh.buffer)]);
  });

  it('takes the place of the old one, which goes only after the new one is there', async () => {
    const { agent, sums, fresh } = await pickTwin();
    await press(agent, 'Replace: report.txt');
    await agent.sees('report.txt', 'delivered');
    await expect.poll(sums).toEqual([sha256(fresh.buffer)]);
    await expect.poll(() => listedAs(agent, 'report.txt').count()).toBe(1);
    const changes = agent.sandbox.services.requests.all().filter(({ method }) => method !== 'GET');
    expect(changes.map(({ method }) => method).slice(-2)).toEqual(['POST', 'DELETE']);
  });

  it('says so where the old one cannot be deleted', async () => {
    const { agent } = await pickTwin();
    agent.break({ kind: 'status', service: 'desk', method: 'DELETE', status: 403, body: { errorCode: 'FORBIDDEN' } });
    await press(agent, 'Replace: report.txt');
    await agent.sees('report.txt', 'delivered');
    const words = 'A newer file took its place, but this one could not be deleted.';
    await listed(agent).filter({ hasText: words }).waitFor();
  });

  it('is found by its content under another name on the ticket', async () => {
    const agent = await openTicket(browser);
    await put(agent, text('minutes.txt', 'the very same'));
    await agent.page.reload();
    await listedAs(agent, 'minutes.txt').waitFor();
    await agent.pick(text('copy of minutes.txt', 'the very same'), text('different.txt', 'the very sane'));
    await agent.panel.getByText('The same content is on the ticket as minutes.txt.').waitFor();
    await agent.sees('different.txt', 'delivered');
    expect(namesOnTicket(agent)).toEqual(['minutes.txt', 'different.txt']);
  });

  it('is found too where it was picked a moment before, while the list is slow', async () => {
    const agent = await openTicket(browser);
    // Else this page's own question for the list could be the slow one.
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    agent.break(slowList);
    await agent.page.reload();
    await agent.panel.getByText('Reading the files on the ticket…').waitFor();
    await agent.pick(text('plan.txt'));
    await agent.pick(text('plan.txt'));
    await agent.panel.getByText('A file of this name was already added.').waitFor();
    await agent.sees('plan.txt', 'delivered');
    expect(namesOnTicket(agent)).toEqual(['plan.txt']);
  });

  it('takes the place of one that was delivered before, whose row goes too', async () => {
    const agent = await openTicket(browser);
    const [older, newer] = [text('plan.txt', 'first'), text('plan.txt', 'second')];
    await agent.pick(older);
    await agent.sees('plan.txt', 'delivered');
    await listedAs(agent, 'plan.txt').waitFor();
    await agent.pick(newer);
    await press(agent, 'Replace: plan.txt');
    const onTicket = () => agent.sandbox.services.ledger.onTicket(agent.sandbox.switches.get().ticket);
    await expect.poll(() => onTicket().map((file) => file.sha256)).toEqual([sha256(newer.buffer)]);
    await expect.poll(() => agent.row('plan.txt').count()).toBe(1);
    await agent.sees('plan.txt', 'delivered');
  });
});

describe('a file that is replaced on its way', () => {
  it('is taken off the ticket when it arrives all the same, and its row goes', async () => {
    const agent = await openTicket(browser);
    const [older, newer] = [text('plan.txt', 'first'), text('plan.txt', 'the second')];
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    agent.break({ kind: 'delay', service: 'desk', method: 'POST', path: '/attachments$', ms: 8000, times: 1 });
    await agent.pick(older);
    await agent.sees('plan.txt', 'sending');
    await agent.pick(newer);
    await press(agent, 'Replace: plan.txt');
    const onTicket = () => agent.sandbox.services.ledger.onTicket(agent.sandbox.switches.get().ticket);
    await expect.poll(() => onTicket().map((file) => file.sha256)).toContain(sha256(newer.buffer));
    await expect.poll(() => agent.row('plan.txt').count()).toBe(1);
    await agent.sees('plan.txt', 'delivered');
    expect(agent.sandbox.services.ledger.all()).toHaveLength(2);
    expect(onTicket().map((file) => file.sha256)).toEqual([sha256(newer.buffer)]);
  });
});

describe('getting files in', () => {
  it('is not silent while the list is slow, and asks before the agent leaves', async () => {
    const agent = await openTicket(browser);
    // Else this page's own question for the list could be the slow one.
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    agent.break(slowList);
    await agent.page.reload();
    await agent.panel.getByText('Reading the files on the ticket…').waitFor();
    // Looked for from within: a slow machine would come too late from outside.
    const askedMeanwhile = widgetFrame(agent.page).evaluate(
      () =>
        new Promise<void>((resolve) => {
          const look = () => {
            const asks = !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
            if (asks && document.body.innerText.includes('One moment…')) resolve();
            else requestAnimationFrame(look);
          };
          look();
        }),
    );
    await agent.pick(text('a.txt'));
    await askedMeanwhile;
    await agent.sees('a.txt', 'delivered');
    expect(await agent.panel.getByText('One moment…').count()).toBe(0);
  });

  it('takes a pasted screenshot, once, under a name that says when it was', async () => {
    const agent = await openTicket(browser, { switches: { language: 'pt' } });
    await agent.panel.getByText('Ainda não há arquivos neste tíquete.').waitFor();
    const { buffer } = png();
    await widgetFrame(agent.page).evaluate(
      (bytes) => {
        const clipboard = new DataTransfer();
        const picture = new Uint8Array(bytes);
        clipboard.items.add(new File([picture], 'image.png', { type: 'image/png' }));
        clipboard.items.add(new File([picture], 'image.bmp', { type: 'image/bmp' }));
        document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true }));
      },
      [...buffer],
    );
    await agent.sees('Captura de tela', 'delivered');
    expect(namesOnTicket(agent)).toEqual([
      expect.stringMatching(/^Captura de tela \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/),
    ]);
    expect(agent.sandbox.services.ledger.all()[0]?.sha256).toBe(sha256(buffer));
  });

  it('takes a picked folder with all that somebody put in it, the very same name twice too', async () => {
    const agent = await openTicket(browser);
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    const folder = await mkdtemp(join(tmpdir(), 'anexo-folder-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    await mkdir(join(folder, 'inner'));
    for (const path of ['a.txt', 'inner/a.txt', 'inner/b.txt', '.DS_Store']) await writeFile(join(folder, path), path);
    const choosing = agent.page.waitForEvent('filechooser');
    await press(agent, 'Choose a folder');
    await (await choosing).setFiles(folder);
    for (const name of ['a.txt', 'b.txt']) await agent.sees(name, 'delivered');
    await press(agent, 'Keep both: a.txt');
    await expect.poll(() => namesOnTicket(agent).sort()).toEqual(['a.txt', 'a.txt', 'b.txt']);
  });

  it('takes a dropped folder with all that is in it', async () => {
    const agent = await openTicket(browser);
    await agent.panel.getByText('No files on this ticket yet.').waitFor();
    await widgetFrame(agent.page).evaluate(() => {
      const file = (name: string) => ({
        name,
        isFile: true,
        isDirectory: false,
        file: (done: (file: File) => void) => done(new File([name], name, { type: 'text/plain' })),
      });
      const folder = (name: string, inside: readonly unknown[]) => ({
        name,
        isFile: false,
        isDirectory: true,
        createReader() {
          const batches = [inside, []];
          return { readEntries: (done: (entries: unknown) => void) => done(batches.shift()) };
        },
      });
      const outer = folder('outer', [file('a.txt'), folder('inner', [file('b.txt')])]);
      const event = new Event('drop', { bubbles: true, cancelable: true });
      const items = [{ webkitGetAsEntry: () => outer }];
      Object.assign(event, { dataTransfer: { types: ['Files'], files: [new File([], 'outer')], items } });
      document.body.dispatchEvent(event);
    });
    for (const name of ['a.txt', 'b.txt']) await agent.sees(name, 'delivered');
    expect(namesOnTicket(agent).sort()).toEqual(['a.txt', 'b.txt']);
  });
});
