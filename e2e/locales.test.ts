import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freePorts, type Sandbox, startSandbox } from '../server/sandbox/sandbox.ts';
import { agentAt, openTicket } from './agent.ts';
import { findBarriers } from './barriers.ts';
import { empty, pdf, program } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';
import { widgetFrame } from './widget-frame.ts';

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../${path}`, import.meta.url), 'utf8'));
const textsOf = (code: string) => z.record(z.string(), z.string()).parse(read(`app/translations/${code}.json`));
const codes = z.object({ locale: z.array(z.string()) }).parse(read('plugin-manifest.json')).locale;
const english = textsOf('en');
const rightToLeft = ['ar', 'he'];

const browser = await testBrowser();

/** What stands out of the frame at its sides, where nobody can see it, or makes the frame scroll sideways. */
function findOverflow(page: Page): Promise<readonly string[]> {
  return widgetFrame(page).evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    // Lines that are cut on purpose have their beginning, or their dots, outside.
    const seen = [...document.querySelectorAll('main *')].filter((one) => !one.closest('.hidden, .status, .file-name'));
    // A box may be narrower than the words in it.
    const words = seen.flatMap((one) => [...one.childNodes].filter((node) => node instanceof Text));
    const outside = [...seen, ...words].filter((one) => {
      const range = document.createRange();
      range.selectNode(one);
      const { left, right, width } = (one instanceof Element ? one : range).getBoundingClientRect();
      return width > 0 && (left < -0.5 || right > clientWidth + 0.5);
    });
    const wide = scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide`] : [];
    return [...wide, ...outside.map((one) => `${one.nodeName}: ${one.textContent}`)];
  });
}

/** English sentences that are on screen where the language has its own. */
function englishIn(shown: string, texts: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(english).flatMap(([key, text]) => {
    const plain = text.replace(/\{\w+\}.*|.*\{\w+\}/g, '').trim();
    const isSentence = plain.split(/\s+/).length >= 3;
    return isSentence && texts[key] !== text && shown.includes(plain) ? [plain] : [];
  });
}

async function openPage(url: string): Promise<Page> {
  const page = await (
    await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
  ).newPage();
  await page.goto(url);
  return page;
}

/** As when the user of an open page changes his language: the widget is loaded anew. */
async function speak(page: Page, { switches }: Sandbox, code: string): Promise<void> {
  switches.patch({ language: code });
  await page
    .frameLocator('iframe')
    .locator(`html[lang="${code === 'tw' ? 'zh-Hant' : code}"]`)
    .waitFor();
}

describe('in each language of Desk', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ ports: freePorts });
    sandbox.switches.patch({ width: 320 });
  });
  afterAll(() => sandbox.close());

  describe('the panel', () => {
    let page: Page;
    beforeAll(async () => {
      page = await openPage(sandbox.url);
    });

    it.each(codes)('%s: speaks it, without barriers, and all of it is in 320 pixels', async (code) => {
      const texts = textsOf(code);
      await speak(page, sandbox, code);
      const agent = agentAt(page, sandbox);
      await agent.panel.locator('h1[data-reading="false"]').waitFor();
      expect(await agent.panel.locator('.pick-choose').innerText()).toBe(texts['pick.choose']);
      const root = agent.panel.locator('html');
      expect(await root.getAttribute('dir')).toBe(rightToLeft.includes(code) ? 'rtl' : 'ltr');
      expect(await findOverflow(page)).toEqual([]);

      await agent.pick(
        program(),
        empty(),
        pdf(`A report whose name is so long that it has no room in a line ${code}.pdf`),
      );
      expect(await agent.sees('setup.exe', 'rejected')).toContain(texts['state.rejected']);
      expect(await agent.sees(`${code}.pdf`, 'delivered')).toContain(texts['state.delivered']);
      // Its row pushes down those of earlier languages, and a click with them, until it is in the list.
      await agent.panel.locator('.attachments .attachment', { hasText: `${code}.pdf` }).waitFor();
      await agent.panel.locator('.attachments .icon-button').first().click();
      await agent.panel
        .locator('.attachments')
        .getByText(texts['file.delete'] ?? '', { exact: true })
        .click();
      await agent.panel.getByText(texts['file.askDelete'] ?? '').waitFor();
      expect(await findOverflow(page)).toEqual([]);
      expect(await findBarriers(widgetFrame(page))).toEqual([]);
      expect(englishIn(await agent.panel.locator('main').innerText(), texts)).toEqual([]);
    });
  });

  describe('the settings page', () => {
    let page: Page;
    beforeAll(async () => {
      page = await openPage(`${sandbox.url}/settings`);
    });

    it.each(codes)('%s: speaks it, without barriers', async (code) => {
      const texts = textsOf(code);
      await speak(page, sandbox, code);
      const settings = page.frameLocator('iframe');
      await settings.locator('.check').first().waitFor();
      expect(await settings.locator('h1').innerText()).toBe(texts['settings.title']);
      expect(await findOverflow(page)).toEqual([]);
      expect(await findBarriers(widgetFrame(page))).toEqual([]);
      expect(englishIn(await settings.locator('main').innerText(), texts)).toEqual([]);
    });
  });
});

describe('from right to left', () => {
  it('an agent puts files on the ticket in Arabic, whatever their names are in', async () => {
    const agent = await openTicket(browser, { switches: { language: 'ar', width: 320 } });
    const names = ['تقرير التسليم 2026-11 (3).pdf', 'חשבונית 7.pdf', 'delivery slip (signed).pdf'];
    await agent.pick(...names.map((name) => pdf(name)));
    for (const name of names) await agent.sees(name, 'delivered');
    const stored = agent.sandbox.services.ledger.onTicket(agent.sandbox.switches.get().ticket);
    expect(stored.map(({ name }) => name).sort()).toEqual(names.toSorted());
    expect(await findOverflow(agent.page)).toEqual([]);

    // A row begins at the right with its icon and ends at the left with its button; names keep their own direction.
    const row = agent.row('delivery slip');
    const [icon, button] = await Promise.all([
      row.locator('.file-icon').boundingBox(),
      row.locator('.icon-button').boundingBox(),
    ]);
    expect(icon?.x).toBeGreaterThan(button?.x ?? Number.NaN);
    const directions = await Promise.all(
      names.map((name) =>
        agent
          .row(name)
          .locator('.file-name')
          .evaluate((one) => getComputedStyle(one).direction),
      ),
    );
    expect(directions).toEqual(['rtl', 'rtl', 'ltr']);
  });
});
