import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Dialog } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Agent, agentAt, openTicket } from './agent.ts';
import { launch, launchWithProfile } from './browser.ts';
import { haste } from './haste.ts';
import { pdf, png, type SampleFile, sha256 } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';
import { widgetFrame } from './widget-frame.ts';

const browser = await testBrowser();

/** Nothing arrives until the test lets it: no test hangs on the pace of its machine. */
const stuck = { connector: 'hanging', gateway: 'down' } as const;
const working = { connector: 'working' } as const;
const configuration = { connectortimeout: '4' };

/** Another tab of the same browser at the same sandbox. */
async function anotherTab({ page, sandbox }: Agent): Promise<Agent> {
  const tab = await page.context().newPage();
  await tab.goto(sandbox.url);
  return agentAt(tab, sandbox);
}

const ready = (agent: Agent) => agent.panel.locator('h1[data-reading="false"]').waitFor();

async function reload(agent: Agent): Promise<void> {
  await agent.page.reload();
  await ready(agent);
}

/** What the ledger has: each file once, byte for byte, on its ticket. */
function expectOnce({ sandbox }: Agent, ...files: readonly (SampleFile & { readonly ticketId?: string })[]): void {
  const stored = sandbox.services.ledger.all().map(({ name, sha256, ticketId }) => ({ name, sha256, ticketId }));
  const wanted = files.map(({ name, buffer, ticketId }) => ({
    name,
    sha256: sha256(buffer),
    ticketId: ticketId ?? sandbox.services.tickets[0]?.id,
  }));
  const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
  expect(stored.sort(byName)).toEqual(wanted.sort(byName));
}

/** Resolves when a file has reached Desk: the connector's answer is then still on its way, or never comes. */
async function uploadSeen({ sandbox }: Agent): Promise<void> {
  await expect
    .poll(() => sandbox.services.requests.all().some(({ method }) => method === 'POST'), { timeout: 20_000 })
    .toBe(true);
}

/** Ends a browser as a crash of the machine does. */
async function kill(context: BrowserContext): Promise<void> {
  const session = await context.browser()?.newBrowserCDPSession();
  const processes = (await session?.send('SystemInfo.getProcessInfo'))?.processInfo ?? [];
  const pid = processes.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('The browser does not tell its process');
  const closed = new Promise<void>((resolve) => void context.on('close', () => resolve()));
  process.kill(pid, 'SIGKILL');
  await closed;
}

/** Tries to leave the page, as somebody who has used the panel. @returns whether the browser asked before */
async function isAskedWhenLeaving({ page, panel }: Agent): Promise<boolean> {
  await panel.locator('h1').click();
  let asked = false;
  const accept = (dialog: Dialog) => {
    asked = true;
    void dialog.accept();
  };
  page.on('dialog', accept);
  await page.reload();
  page.off('dialog', accept);
  return asked;
}

/** How many uploads the browser keeps. */
const keptCount = ({ page }: Agent): Promise<number> =>
  widgetFrame(page).evaluate(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open('anexo-uploads');
        opening.onsuccess = () => {
          const counting = opening.result.transaction('records').objectStore('records').count();
          counting.onsuccess = () => {
            opening.result.close();
            resolve(counting.result);
          };
        };
      }),
  );

const line = (agent: Agent, words: string) => agent.panel.locator('.problem', { hasText: words }).waitFor();

describe('the kept queue', () => {
  it('loses nothing by a reload in mid-upload, and sends nothing twice', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const files = [pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf')];
    await agent.pick(...files);
    await agent.sees('a.pdf', 'sending');
    await line(agent, 'You can leave at any time');
    await reload(agent);
    await agent.turn(working);
    for (const { name } of files) await hasten(agent.sees(name, 'delivered'));
    expectOnce(agent, ...files);
  });

  it('asks the ticket for one that had arrived, and does not send it again', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'answer-lost' } });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    await uploadSeen(agent);
    await agent.turn(working);
    await reload(agent);
    await hasten(agent.sees(file.name, 'delivered'));
    expectOnce(agent, file);
    await reload(agent);
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
  });

  it('goes on where a tab was closed', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const files = [pdf('a.pdf'), png('b.png'), pdf('c.pdf')];
    await agent.pick(...files);
    await agent.sees('b.png', 'sending');
    await line(agent, 'You can leave at any time');
    const context = agent.page.context();
    const later = agentAt(await context.newPage(), agent.sandbox);
    await agent.page.close();
    await agent.turn(working);
    await later.page.goto(agent.sandbox.url);
    for (const { name } of files) await hasten(later.sees(name, 'delivered'));
    expectOnce(later, ...files);
  });

  it('does not send a file from two tabs, shows it in both, and takes it over when its tab is gone', async () => {
    const first = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(first);
    const second = await anotherTab(first);
    await ready(second);
    const files = [pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf'), pdf('d.pdf')];
    await first.pick(...files);
    expect(await second.sees('d.pdf', 'elsewhere')).toContain('In another tab');
    await first.turn(working);
    await hasten(second.sees('a.pdf', 'delivered'));
    await first.turn(stuck);
    const late = png('late.png');
    await first.pick(late);
    await second.sees('late.png', 'elsewhere');
    await first.page.close();
    await first.turn(working);
    for (const name of ['c.pdf', 'd.pdf', 'late.png']) await hasten(second.sees(name, 'delivered'));
    expectOnce(second, ...files, late);
  });

  it('waits without a connection, and goes on by itself', async () => {
    const agent = await openTicket(browser, { configuration });
    const context = agent.page.context();
    await context.setOffline(true);
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'queued');
    await line(agent, 'No connection. Files wait and continue by themselves.');
    await context.setOffline(false);
    await agent.sees(file.name, 'delivered');
    expectOnce(agent, file);
  });

  it('goes on by itself when the connection was lost on the way', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'sending');
    await agent.page.context().setOffline(true);
    await hasten(agent.sees(file.name, 'queued'));
    await agent.turn(working);
    await agent.page.context().setOffline(false);
    await hasten(agent.sees(file.name, 'delivered'));
    expectOnce(agent, file);
  });

  it('goes on from memory, and says so, where there is no room', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    // Only the storage of a page's own site can be made small: here the frame is of the same one.
    await agent.page.goto(agent.sandbox.url.replace('127.0.0.1', 'localhost'));
    const session = await agent.page.context().newCDPSession(agent.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: agent.sandbox.frameOrigin, quotaSize: 1000 });
    const hasten = await haste(agent);
    const file = pdf('a.pdf', 900_000);
    await agent.pick(file);
    await line(agent, 'There is no room to keep all waiting files');
    await agent.turn(working);
    await hasten(agent.sees('a.pdf', 'delivered'));
    expectOnce(agent, file);
  });

  it('goes on from memory, says so and has the browser ask before leaving, where it keeps nothing', async () => {
    const denying = await launch({ storage: 'denied' });
    onTestFinished(() => denying.close());
    const agent = await openTicket(denying, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const [file, lost] = [pdf(), png('lost.png')];
    await agent.pick(file);
    await line(agent, 'Please stay until all files are sent: this browser cannot keep them.');
    await agent.turn(working);
    await hasten(agent.sees(file.name, 'delivered'));
    await agent.panel.locator('.problem').waitFor({ state: 'detached' });
    expect(await isAskedWhenLeaving(agent)).toBe(false);
    await ready(agent);
    await agent.turn(stuck);
    await agent.pick(lost);
    await line(agent, 'Please stay until');
    expect(await isAskedWhenLeaving(agent)).toBe(true);
    await ready(agent);
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
  });

  it('lets the agent leave without a question where all is kept', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    await line(agent, 'You can leave at any time');
    expect(await isAskedWhenLeaving(agent)).toBe(false);
    await agent.turn(working);
    await hasten(agent.sees(file.name, 'delivered'));
    expectOnce(agent, file);
  });

  it('goes on when the browser was killed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'anexo-profile-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    const first = await launchWithProfile(folder);
    const agent = await openTicket({ newContext: async () => first }, { switches: stuck, configuration });
    const files = [pdf('a.pdf'), png('b.png'), pdf('c.pdf', 3_000_000)];
    await agent.pick(...files);
    await line(agent, 'You can leave at any time');
    await kill(first);
    await agent.turn(working);
    const next = await launchWithProfile(folder);
    onTestFinished(() => next.close());
    const later = agentAt(await next.newPage(), agent.sandbox);
    const hasten = await haste(later);
    await later.page.goto(agent.sandbox.url);
    for (const { name } of files) await hasten(later.sees(name, 'delivered'));
    expectOnce(later, ...files);
  });

  it('tells files of one name and size apart that come from two tabs, though no answer does', async () => {
    const first = await openTicket(browser, {
      switches: { connector: 'answer-lost', gateway: 'down' },
      configuration: { connectortimeout: '20' },
    });
    const hasten = await haste(first);
    const second = await anotherTab(first);
    await ready(second);
    const [one, other] = [pdf('scan.pdf'), pdf('scan.pdf')];
    await first.pick(one);
    await first.sees('scan.pdf', 'sending');
    // A delivery that is still going on in the other tab counts as a file that is there already.
    await second.sees('scan.pdf', 'elsewhere');
    await second.pick(other);
    await second.panel.getByRole('button', { name: 'Keep both: scan.pdf' }).click();
    for (const tab of [first, second]) {
      await hasten(tab.panel.locator('li.upload[data-state="delivered"]').nth(1).waitFor());
    }
    const stored = first.sandbox.services.ledger.all().map((entry) => entry.sha256);
    expect(stored.sort()).toEqual([sha256(one.buffer), sha256(other.buffer)].sort());
  });

  it('puts a file on its own ticket when the agent moves on and reloads', async () => {
    const agent = await openTicket(browser, { switches: stuck, configuration });
    const hasten = await haste(agent);
    const [first, second] = agent.sandbox.services.tickets;
    if (!first || !second) throw new Error('the sandbox has two tickets');
    const files = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => pdf(name));
    await agent.pick(...files);
    await agent.sees('a.pdf', 'sending');
    await agent.turn({ ticket: second.id });
    await agent.panel.getByText(`Attach to ticket #${second.ticketNumber}`).waitFor();
    await line(agent, 'You can leave at any time');
    await reload(agent);
    // Of a row out of sight, the browser tells no visible text.
    await expect.poll(() => agent.row('c.pdf').textContent()).toContain(`Ticket #${first.ticketNumber}`);
    const other = png('other.png');
    await agent.pick(other);
    await agent.turn(working);
    for (const { name } of [...files, other]) await hasten(agent.sees(name, 'delivered'));
    expectOnce(agent, ...files.map((one) => ({ ...one, ticketId: first.id })), { ...other, ticketId: second.id });
  });

  it('keeps one that failed, with its reasons, until it is dismissed', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'unauthorised', gateway: 'down' } });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    const told = await hasten(agent.sees(file.name, 'failed'));
    await reload(agent);
    expect(await agent.sees(file.name, 'failed')).toBe(told);
    await agent.turn(working);
    await agent.row(file.name).getByRole('button', { name: 'Try again' }).click();
    await agent.sees(file.name, 'delivered');
    await reload(agent);
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
    expectOnce(agent, file);
  });

  it('lets go of what waited for more than seven days, and says so', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'unauthorised', gateway: 'down' } });
    const hasten = await haste(agent);
    await agent.pick(pdf('slip.pdf'));
    await hasten(agent.sees('slip.pdf', 'failed'));
    await agent.page.clock.setSystemTime(Date.now() + 8 * 24 * 60 * 60 * 1000);
    await reload(agent);
    await line(agent, 'Waited for more than seven days and no longer kept: slip.pdf');
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
  });

  it('forgets one that was dismissed', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'unauthorised', gateway: 'down' } });
    const hasten = await haste(agent);
    const [gone, kept] = [pdf('gone.pdf'), png('kept.png')];
    await agent.pick(gone, kept);
    await hasten(agent.sees('gone.pdf', 'failed'));
    await hasten(agent.sees('kept.png', 'failed'));
    await agent.row('gone.pdf').getByRole('button', { name: 'Remove' }).click();
    await expect.poll(() => keptCount(agent)).toBe(1);
    await reload(agent);
    await agent.sees('kept.png', 'failed');
    expect(await agent.panel.locator('li.upload').count()).toBe(1);
  });
});
