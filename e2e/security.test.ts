import { describe, expect, it } from 'vitest';
import { putInDesk } from '../server/sandbox/services/put-in-desk.suite.ts';
import { type Agent, openTicket } from './agent.ts';
import { csv, pdf, sha256 } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser({ whole: true });

/** A mark that a script leaves on any window where it runs. */
const mark = 'anexoWasHere';
const script = `<script>for (const one of [window, parent, top]) try { one.${mark} = true } catch {}</script>`;
const image = `<img src=x onerror="window.${mark}=true">`;

/** Whether a hostile script ran in any window of the page. */
async function wasRun({ page }: Agent): Promise<boolean> {
  const marks = await Promise.all(page.frames().map((frame) => frame.evaluate((name) => name in window, mark)));
  return marks.includes(true);
}

/** As a customer does it: by a mail, whose attachments Desk puts on the ticket. */
async function receive({ sandbox }: Agent, name: string, content: string | Buffer, mimeType: string) {
  const { ticket: ticketId } = sandbox.switches.get();
  return putInDesk(sandbox.services.ledger, { ticketId, name, mimeType, bytes: Buffer.from(content) });
}

const press = ({ panel }: Agent, name: string) => panel.getByRole('button', { name, exact: true }).click();

describe('a customer’s files', () => {
  const hostile = [
    [`${image}.txt`, 'nothing', 'text/plain'],
    [
      'drawing.svg',
      `<svg xmlns="http://www.w3.org/2000/svg" onload="window.${mark}=true">${script}</svg>`,
      'image/svg+xml',
    ],
    ['photo.png', `<svg xmlns="http://www.w3.org/2000/svg" onload="window.${mark}=true">${script}</svg>`, 'image/png'],
    ['page.html', `<!doctype html>${script}${image}`, 'text/html'],
    ['page.txt', `<!doctype html>${script}${image}`, 'text/html'],
    ['manual.pdf', `<!doctype html>${script}`, 'application/pdf'],
    [
      '"><script>x</script>.xml',
      `<?xml version="1.0"?><x xmlns:h="http://www.w3.org/1999/xhtml"><h:script>${mark}=1</h:script></x>`,
      'text/xml',
    ],
  ] as const;

  it('run nothing by their names, pictures, previews, or when they are saved', async () => {
    const agent = await openTicket(browser, { switches: { destination: 'desk' } });
    const { page, panel } = agent;
    await page.route('http://attacker.invalid/**', (route) => route.abort());
    for (const [name, content, type] of hostile) await receive(agent, name, content, type);
    await page.reload();
    for (const [name, content] of hostile) {
      await press(agent, `Actions for ${name}`);
      await press(agent, `Preview: ${name}`);
      // As the text that it is, tags and all.
      await panel
        .locator('.preview pre')
        .filter({ hasText: content.slice(0, 20) })
        .waitFor();
      const saved = page.waitForEvent('download');
      await press(agent, `Download: ${name}`);
      expect((await saved).suggestedFilename()).not.toMatch(/[<>"/\\]/);
      expect(await panel.locator('.attachments script, .attachments svg [onload], .preview img').count()).toBe(0);
      await press(agent, `Actions for ${name}`);
    }
    expect(await panel.locator('.thumbnail img').count()).toBe(0);
    expect(await wasRun(agent)).toBe(false);
    expect(page.context().pages()).toHaveLength(1);
  });
});

describe('another extension’s frame on the page', () => {
  /** Forges answers to all that the widget may have asked, and a registration, until the test ends. */
  function flood(): void {
    const widget = parent.frames[0];
    const ticket = { id: '666000000000000666', number: '666', subject: 'forged' };
    const file = { id: '1', name: 'forged.pdf', size: '1', createdTime: new Date().toISOString(), isPublic: true };
    setInterval(() => {
      for (let number = 100; number < 150; number += 1) {
        const data = { ticket, 'ticket.id': ticket.id, statusCode: 200, response: JSON.stringify(file) };
        widget?.postMessage({ type: '__EVENT_RESPONSE__', promiseID: `Promise${number}`, isSuccess: true, data }, '*');
      }
      widget?.postMessage({ type: '__REGISTER__', uniqueID: 'forged', data: { locale: 'forged' } }, '*');
    }, 50);
  }

  it('can neither answer for Desk nor lead a file to another ticket', async () => {
    const agent = await openTicket(browser);
    const { page, panel, sandbox } = agent;
    const [, next] = sandbox.services.tickets;
    await page.evaluate(() => {
      const frame = Object.assign(document.createElement('iframe'), { name: 'neighbour', src: 'about:blank' });
      frame.setAttribute('sandbox', 'allow-scripts');
      // Out of the sight of `agent.panel`, which knows one frame only.
      const place = document.body.appendChild(document.createElement('div'));
      place.attachShadow({ mode: 'closed' }).append(frame);
    });
    await expect.poll(() => page.frame('neighbour')).not.toBeNull();
    await page.frame('neighbour')?.evaluate(flood);
    await agent.turn({ ticket: next?.id ?? '' });
    await panel.locator('h1[data-reading="false"]', { hasText: next?.ticketNumber ?? '' }).waitFor();
    const [one, other] = [csv(), pdf('manual.pdf', 5000)];
    await agent.pick(one, other);
    for (const { name } of [one, other]) await agent.sees(name, 'delivered');
    const arrived = sandbox.services.ledger.onTicket(next?.id ?? '').map((file) => [file.name, file.sha256]);
    expect(arrived.toSorted()).toEqual([one, other].map(({ name, buffer }) => [name, sha256(buffer)]).toSorted());
    expect(sandbox.services.ledger.all()).toHaveLength(2);
    expect(await panel.locator('main').innerText()).not.toContain('forged');
  });
});
