import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agent, agentAt, type Browser, openTicket } from './agent.ts';
import { launch } from './browser.ts';
import { pdf, png, type SampleFile, sha256 } from './sample-files.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

const slow = { connector: 'slow', slowSeconds: 1 } as const;
const configuration = { connectortimeout: '6' };

/** Another tab of the same browser at the same sandbox. */
async function anotherTab({ page, sandbox }: Agent): Promise<Agent> {
  const tab = await page.context().newPage();
  await tab.goto(sandbox.url);
  return agentAt(tab, sandbox);
}

const ready = (agent: Agent) => agent.panel.locator('.pick[aria-disabled="false"]').waitFor();

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

const line = (agent: Agent, words: string) => agent.panel.getByText(words).waitFor();

describe('the kept queue', () => {
  it('loses nothing by a reload in mid-upload, and sends nothing twice', async () => {
    const agent = await openTicket(browser, { switches: slow, configuration });
    const files = [pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf')];
    await agent.pick(...files);
    await agent.sees('a.pdf', 'sending');
    await line(agent, 'You can leave at any time');
    await reload(agent);
    for (const { name } of files) await agent.sees(name, 'delivered');
    expectOnce(agent, ...files);
  });

  it('asks the ticket for one that had arrived, and does not send it again', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'answer-lost' } });
    const file = pdf();
    await agent.pick(file);
    await uploadSeen(agent);
    await agent.turn({ connector: 'working' });
    await reload(agent);
    await agent.sees(file.name, 'delivered');
    expectOnce(agent, file);
    await reload(agent);
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
  });

  it('goes on where a tab was closed', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'hanging' }, configuration });
    const files = [pdf('a.pdf'), png('b.png'), pdf('c.pdf')];
    await agent.pick(...files);
    await agent.sees('b.png', 'sending');
    await agent.turn({ connector: 'working' });
    const context = agent.page.context();
    const later = agentAt(await context.newPage(), agent.sandbox);
    await agent.page.close();
    await later.page.goto(agent.sandbox.url);
    for (const { name } of files) await later.sees(name, 'delivered');
    expectOnce(later, ...files);
  });

  it('does not send a file from two tabs, shows it in both, and takes it over when its tab is gone', async () => {
    const first = await openTicket(browser, { switches: slow, configuration });
    const files = [pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf'), pdf('d.pdf')];
    await first.pick(...files);
    await first.sees('b.pdf', 'sending');
    const second = await anotherTab(first);
    expect(await second.sees('d.pdf', 'elsewhere')).toContain('In another tab');
    await first.sees('a.pdf', 'delivered');
    await second.sees('a.pdf', 'delivered');
    const late = png('late.png');
    await first.pick(late);
    await second.sees('late.png', 'elsewhere');
    await first.page.close();
    for (const name of ['c.pdf', 'd.pdf', 'late.png']) await second.sees(name, 'delivered');
    expectOnce(second, ...files, late);
  });

  it('waits without a connection, and goes on by itself', async () => {
    const agent = await openTicket(browser, { configuration });
    const context = agent.page.context();
    await context.setOffline(true);
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'queued');
    await line(agent, 'No connection. Files wait and go on by themselves.');
    await context.setOffline(false);
    await agent.sees(file.name, 'delivered');
    expectOnce(agent, file);
  });

  it('goes on by itself when the connection was lost on the way', async () => {
    const agent = await openTicket(browser, {
      switches: { connector: 'hanging', gateway: 'down' },
      configuration: { connectortimeout: '3' },
    });
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'sending');
    await agent.page.context().setOffline(true);
    await agent.sees(file.name, 'queued');
    await agent.turn({ connector: 'working' });
    await agent.page.context().setOffline(false);
    await agent.sees(file.name, 'delivered');
    expectOnce(agent, file);
  });

  it('goes on from memory, and says so, where there is no room', async () => {
    const agent = await openTicket(browser, { switches: slow, configuration });
    // Only the storage of a page's own site can be made small: here the frame is of the same one.
    await agent.page.goto(agent.sandbox.url.replace('127.0.0.1', 'localhost'));
    const session = await agent.page.context().newCDPSession(agent.page);
    await session.send('Storage.overrideQuotaForOrigin', { origin: agent.sandbox.frameOrigin, quotaSize: 1000 });
    const file = pdf('a.pdf', 900_000);
    await agent.pick(file);
    await line(agent, 'There is no room to keep all waiting files');
    await agent.sees('a.pdf', 'delivered');
    expectOnce(agent, file);
  });

  it('goes on from memory, and says so, where the browser keeps nothing', async () => {
    const agent = await openTicket(browser, { switches: slow, configuration });
    await agent.page.context().addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', {
        get() {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    });
    await reload(agent);
    const file = pdf();
    await agent.pick(file);
    await line(agent, 'this browser cannot keep them');
    await agent.sees(file.name, 'delivered');
    expectOnce(agent, file);
  });

  it('puts a file on its own ticket when the agent moves on and reloads', async () => {
    const agent = await openTicket(browser, { switches: slow, configuration });
    const [first, second] = agent.sandbox.services.tickets;
    if (!first || !second) throw new Error('the sandbox has two tickets');
    const files = ['a.pdf', 'b.pdf', 'c.pdf'].map((name) => pdf(name));
    await agent.pick(...files);
    await agent.sees('a.pdf', 'sending');
    await agent.turn({ ticket: second.id });
    await agent.panel.getByText(`Attach to ticket #${second.ticketNumber}`).waitFor();
    await reload(agent);
    expect(await agent.row('c.pdf').innerText()).toContain(`Ticket #${first.ticketNumber}`);
    const other = png('other.png');
    await agent.pick(other);
    for (const { name } of [...files, other]) await agent.sees(name, 'delivered');
    expectOnce(agent, ...files.map((one) => ({ ...one, ticketId: first.id })), { ...other, ticketId: second.id });
  });

  it('keeps one that failed, with its reasons, until it is dismissed', async () => {
    const agent = await openTicket(browser, { switches: { connector: 'unauthorised', gateway: 'down' } });
    const file = pdf();
    await agent.pick(file);
    const told = await agent.sees(file.name, 'failed');
    await reload(agent);
    expect(await agent.sees(file.name, 'failed')).toBe(told);
    await agent.turn({ connector: 'working' });
    await agent.row(file.name).getByText('Try again').click();
    await agent.sees(file.name, 'delivered');
    await reload(agent);
    expect(await agent.panel.locator('li.upload').count()).toBe(0);
    expectOnce(agent, file);
  });
});
