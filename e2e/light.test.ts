import { expect, it } from 'vitest';
import { type Agent, openTicket } from './agent.ts';
import { dropFolder } from './drop-folder.ts';
import { hold } from './hold.ts';
import { pdf, png } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

const secondPart = '**/assets/second-part-*.js';

it('takes files while a part of the panel cannot be loaded, and sends them when it can', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  await page.route(secondPart, (route) => route.abort());
  await page.reload();
  await panel.getByText('A part of the panel did not load').waitFor();
  await panel.locator('h1[data-reading="false"]').waitFor();
  const files = [pdf(), png()];
  await agent.pick(...files);
  await panel.getByText('The 2 files that you added are kept').waitFor();
  // Every text of the first screen came with it: a missing one would show as its key.
  expect(await panel.locator('main').innerText()).not.toMatch(/\b[a-z]+\.[a-z]\w+/i);

  await page.unroute(secondPart);
  await panel.getByRole('button', { name: 'Try again' }).click();
  for (const { name } of files) await agent.sees(name, 'delivered');
  expect(agent.sandbox.services.ledger.all()).toHaveLength(2);
});

it('takes a dropped folder while a part of the panel cannot be loaded', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  await page.route('**/assets/*.js', async (route) => {
    if (route.request().url().includes('/assets/widget-')) await route.continue();
    else await route.abort();
  });
  await page.reload();
  await panel.getByText('A part of the panel did not load').waitFor();
  await panel.locator('h1[data-reading="false"]').waitFor();
  const letGo = await dropFolder(agent, 'inside.txt');
  await letGo.evaluate((go) => go());
  await panel.getByText('The 1 file that you added is kept').waitFor();
  await page.unroute('**/assets/*.js');
  await panel.getByRole('button', { name: 'Try again' }).click();
  await agent.sees('inside.txt', 'delivered');
});

it('waits for nothing of the second part before files can be picked', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  const letGo = await hold(page, secondPart);
  await page.reload({ waitUntil: 'commit' });
  await panel.locator('h1[data-reading="false"]').waitFor();
  const file = pdf();
  await agent.pick(file);
  await panel.getByText('One moment…').waitFor();
  letGo();
  await agent.sees(file.name, 'delivered');
});

it('takes what is pasted before its second part has come, once, under a name that says when it was', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  const letGo = await hold(page, secondPart);
  await page.reload({ waitUntil: 'commit' });
  await panel.locator('h1[data-reading="false"]').waitFor();
  const prevented = await panel.locator('body').evaluate(
    (body, bytes) => {
      const clipboard = new DataTransfer();
      for (const type of ['png', 'bmp']) {
        clipboard.items.add(new File([new Uint8Array(bytes)], `image.${type}`, { type: `image/${type}` }));
      }
      const event = new ClipboardEvent('paste', { clipboardData: clipboard, bubbles: true, cancelable: true });
      return !body.dispatchEvent(event);
    },
    [...png().buffer],
  );
  expect(prevented).toBe(true);
  await panel.getByText('One moment…').waitFor();
  letGo();
  await agent.sees('Screenshot', 'delivered');
  expect(agent.sandbox.services.ledger.all().map(({ name }) => name)).toEqual([
    expect.stringMatching(/^Screenshot \d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d\.png$/),
  ]);
});

/** Opens the page anew with the panel's script held back. @returns what lets it go */
async function withoutScript({ page, panel }: Agent): Promise<() => void> {
  // From now on, and for good: where Playwright begins only at a key's press, that may come before it listens.
  page.on('filechooser', () => {});
  const letGo = await hold(page, '**/assets/widget-*.js');
  await page.reload({ waitUntil: 'commit' });
  await panel.locator('.skeleton label.pick').waitFor();
  // Nothing is drawn before its style sheet has come, but it can be measured.
  const sheets = panel.locator('link[rel=stylesheet]');
  const haveCome = (links: Element[]) => links.every((link) => link instanceof HTMLLinkElement && link.sheet);
  await expect.poll(() => sheets.evaluateAll(haveCome)).toBe(true);
  return letGo;
}

it('takes files before any of its scripts has come, in a dialog that is left open meanwhile', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  const letGo = await withoutScript(agent);
  const [first, second] = [pdf(), png()];
  const opened = page.waitForEvent('filechooser');
  await panel.locator('label.pick').click();
  await (await opened).setFiles([first]);
  // By the keyboard alone: out of the panel, and in again.
  await page.keyboard.press('Shift+Tab');
  // A key that follows at once would go to the frame still.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('IFRAME');
  await page.keyboard.press('Tab');
  const outline = () => panel.locator('label.pick').evaluate((label) => getComputedStyle(label).outlineStyle);
  // The frame's process hears of the key a moment later.
  await expect.poll(outline).toBe('solid');
  const again = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  const dialog = await again;
  letGo();
  await agent.sees(first.name, 'delivered');
  await expect
    .poll(() => panel.locator('button.pick').evaluate((button) => button === document.activeElement))
    .toBe(true);
  expect(await panel.locator('#early').isVisible()).toBe(false);
  await dialog.setFiles([second]);
  await agent.sees(second.name, 'delivered');
  expect(agent.sandbox.services.ledger.all()).toHaveLength(2);
});

it('looks before its scripts as it does after: nothing jumps', async () => {
  const agent = await openTicket(browser);
  const { panel } = agent;
  const after = await panel.locator('.pick').boundingBox();
  const letGo = await withoutScript(agent);
  const before = await panel.locator('.pick').boundingBox();
  expect(before && after && [before.height - after.height, before.width - after.width, before.y - after.y]).toEqual([
    0, 0, 0,
  ]);
  const { scrollHeight, clientHeight } = await panel
    .locator('html')
    .evaluate(({ scrollHeight, clientHeight }) => ({ scrollHeight, clientHeight }));
  expect(scrollHeight).toBe(clientHeight);
  letGo();
});

it('takes files before Desk has said anything, for the ticket on screen', async () => {
  const agent = await openTicket(browser);
  const { page, panel } = agent;
  const letGo = await hold(page, '**/sandbox-sdk.js');
  await page.reload({ waitUntil: 'commit' });
  // After some seconds the panel says that it does not learn the ticket: no time to lose.
  const reading = page.getByRole('heading', { name: 'Reading the ticket…' });
  await panel.locator('main', { has: reading }).locator('.picker').waitFor();
  const file = pdf();
  await agent.pick(file);
  await panel.getByText('One moment…').waitFor();
  letGo();
  await agent.sees(file.name, 'delivered');
  expect(agent.sandbox.services.ledger.all()).toMatchObject([
    { name: file.name, ticketId: agent.sandbox.switches.get().ticket },
  ]);
});
