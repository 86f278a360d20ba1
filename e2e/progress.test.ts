import { describe, expect, it } from 'vitest';
import { type Agent, openTicket, textOf } from './agent.ts';
import { hold, holdUploads } from './hold.ts';
import { pdf, zip } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';
import { slowLine, widgetFrame } from './widget-frame.ts';

const browser = await testBrowser();

const megabyte = 1024 * 1024;
const byGateway = { connector: 'unauthorised', destination: 'desk' } as const;

const seesSoon = (agent: Agent, name: string, words: RegExp) =>
  expect.poll(() => textOf(agent.row(name))).toMatch(words);

describe('an upload on its way', () => {
  it('tells bytes, speed and time left where the route tells, file by file and altogether', async () => {
    const agent = await openTicket(browser, { switches: byGateway });
    await slowLine(agent.page, 400 * 1024);
    const files = [zip('one.zip', 3 * megabyte), zip('two.zip', 3 * megabyte), zip('three.zip', 3 * megabyte)];
    // Until it is told how much has gone.
    const letGo = await hold(agent.page, '**/ticket_attachments*');
    await agent.pick(...files);
    const total = agent.panel.locator('.total');
    await total.getByText('9 MB in all').waitFor();
    letGo();
    expect(await agent.sees('three.zip', 'queued')).toContain('Waiting for its turn');
    await seesSoon(agent, 'one.zip', /\d+ kB of 3 MB|[\d.]+ MB of 3 MB/);
    await seesSoon(agent, 'one.zip', /\d+ kB\/s \d+ sec left via gateway/);
    expect(Number(await agent.row('one.zip').getByRole('progressbar').getAttribute('aria-valuenow'))).toBeGreaterThan(
      0,
    );
    await expect
      .poll(async () => (await total.innerText()).replace(/\s+/g, ' '))
      .toMatch(/[\d.]+ [kM]B of 9 MB \d+ kB\/s \d+ sec left/);
    for (const { name } of files) await agent.sees(name, 'delivered');
    await expect.poll(() => total.count()).toBe(0);
  });

  it('promises nothing where the route does not tell', async () => {
    const agent = await openTicket(browser);
    const letGo = await holdUploads(agent.page);
    const file = pdf();
    await agent.pick(file);
    const words = await agent.sees(file.name, 'sending');
    expect(words).toMatch(/Sending… 300 kB via Zoho/);
    const bar = agent.row(file.name).getByRole('progressbar');
    expect(await bar.getAttribute('aria-valuenow')).toBeNull();
    letGo();
    expect(await agent.sees(file.name, 'delivered')).not.toMatch(/\/s|left/);
  });
});

describe('the details of a failure', () => {
  it('are copied for support, with what it takes to find the request and no secret', async () => {
    const agent = await openTicket(browser, {
      switches: byGateway,
      context: { permissions: ['clipboard-read', 'clipboard-write'] },
    });
    agent.break({
      kind: 'status',
      service: 'desk',
      method: 'POST',
      path: '/attachments$',
      status: 422,
      body: {
        errorCode: 'UNPROCESSABLE_ENTITY',
        message: 'Rejected: token=1000.8cb99d2f5b1e4a7c.9d3e6f0a1b2c3d4e at https://desk.example.com/x?authtoken=abc',
      },
    });
    const file = pdf('Jane Doe.pdf');
    await agent.pick(file);
    await agent.sees(file.name, 'refused');
    await agent.panel.getByRole('button', { name: 'Details: Jane Doe.pdf' }).click();
    await agent.panel.getByRole('button', { name: 'Copy', exact: true }).click();
    await agent.panel.getByText('Copied').waitFor();
    const copied = await agent.panel.locator('body').evaluate(() => navigator.clipboard.readText());
    const number = agent.sandbox.services.tickets[0]?.ticketNumber;
    expect(copied).toMatch(/^Anexo \d+\.\d+\.\d+\nTime: \d{4}-\d\d-\d\dT[\d:.]+Z\n/);
    expect(copied).toContain(
      `Ticket: ${number}\nFile: ${file.buffer.length} bytes, application/pdf\nUpload: refused\n`,
    );
    expect(copied).toMatch(/gateway: refused invalid, status 422, request [\w-]{36}, “.*Rejected: token=…/);
    expect(copied).not.toMatch(/8cb99d2f5b1e4a7c|authtoken=|Bearer|secret|eyJ|Jane/);
  });
});

describe('the notice outside the panel', () => {
  const notices = ({ page }: Agent) => page.locator('#notices .notice');
  /** Styles the place of the panel in the page around it. */
  const style = ({ page }: Agent, css: string) =>
    page.locator('.panel-frame').evaluate((element, text) => {
      if (element instanceof HTMLElement) element.style.cssText = text;
    }, css);

  /** Observes as the panel does, and is told after it. @returns what waits until the panel is seen no more */
  async function watchSight({ page }: Agent): Promise<() => Promise<void>> {
    const frame = widgetFrame(page);
    await frame.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const unseen = new Promise<void>((gone) => {
            const observer = new IntersectionObserver((entries) => {
              if (entries.at(-1)?.isIntersecting) resolve();
              else gone();
            });
            observer.observe(document.documentElement);
          });
          Object.assign(window, { unseen });
        }),
    );
    return () => frame.evaluate(() => Reflect.get(window, 'unseen'));
  }

  it.each([
    ['scrolled away', 'transform: translateY(2000px)'],
    ['hidden', 'display: none'],
  ])('comes when the last upload ends while the panel is %s', async (_, css) => {
    const agent = await openTicket(browser);
    const letGo = await holdUploads(agent.page);
    await agent.pick(pdf('a.pdf'), pdf('b.pdf'), pdf('c.pdf'));
    await agent.sees('a.pdf', 'sending');
    const isOutOfSight = await watchSight(agent);
    await style(agent, css);
    await isOutOfSight();
    letGo();
    await notices(agent).waitFor();
    expect((await notices(agent).innerText()).replace(/\s+/g, ' ')).toMatch(
      /Files for ticket #\d+ 3 files are on the ticket\./,
    );
    expect(agent.sandbox.services.ledger.all()).toHaveLength(3);
    expect(await notices(agent).count()).toBe(1);
  });

  it('does not come while the panel is in view', async () => {
    const agent = await openTicket(browser);
    const file = pdf();
    await agent.pick(file);
    // Said when the notice would have come.
    await agent.panel.locator('[role=status]', { hasText: 'is on the ticket' }).waitFor({ state: 'attached' });
    expect(await notices(agent).count()).toBe(0);
  });
});
