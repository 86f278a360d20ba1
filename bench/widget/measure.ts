import type { Browser, Frame, Page } from 'playwright-core';
import * as z from 'zod';
import type { Contestant } from './contestants.ts';

/** What `pages/observe.ts` noted in a frame. Times in milliseconds. */
const Seen = z.object({
  /**
   * Until files can be picked: from when the frame's page began, the same until a picture of it was drawn, and from when
   * its document began to arrive.
   */
  ready: z.object({ fromPageMs: z.number(), drawnMs: z.number(), fromAnswerMs: z.number() }).optional(),
  /** Tasks of over 50 ms. */
  longTasks: z.array(z.number()),
  /** When it drew. */
  frames: z.array(z.number()),
});
type Seen = z.infer<typeof Seen>;

/** A contestant's page, just opened, with nothing of an earlier one in its caches; its panel can be used. */
async function open(browser: Browser, { url }: Contestant, observer: string): Promise<{ page: Page; frame: Frame }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript({ path: observer });
  const page = await context.newPage();
  await page.goto(url);
  for (;;) {
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (frame && (await seenIn(frame).catch(() => undefined))?.ready) return { page, frame };
    await page.evaluate('new Promise(requestAnimationFrame)');
  }
}

async function seenIn(frame: Frame): Promise<Seen> {
  return Seen.parse(await frame.evaluate('seen'));
}

/** How long a panel takes until files can be picked. */
export type Readiness = NonNullable<Seen['ready']>;

/** @throws Error where its frame cannot tell */
export async function timeReady(browser: Browser, contestant: Contestant, observer: string): Promise<Readiness> {
  const { page, frame } = await open(browser, contestant, observer);
  const { ready } = await seenIn(frame);
  await page.context().close();
  if (!ready) throw new Error(`${contestant.title} was never ready`);
  return ready;
}

/** Uploads files. @returns how long the tasks were that held up the frame's thread for over 50 ms */
export async function watchUploads(
  browser: Browser,
  contestant: Contestant,
  observer: string,
  files: readonly string[],
): Promise<readonly number[]> {
  const { page, frame } = await open(browser, contestant, observer);
  // What is still loaded when files can be picked already does not belong to the uploads.
  await drawn(frame, 30);
  const before = (await seenIn(frame)).longTasks.length;
  const arrivedBefore = contestant.arrived();
  await frame
    .locator('input[type=file]')
    .first()
    .setInputFiles([...files]);
  while (contestant.arrived() - arrivedBefore < files.length) await page.evaluate('new Promise(requestAnimationFrame)');
  // What the last answer brings about is work too.
  await drawn(frame, 30);
  const { longTasks } = await seenIn(frame);
  await page.context().close();
  return longTasks.slice(before);
}

/** Waits until a frame has drawn so many pictures. */
async function drawn(frame: Frame, pictures: number): Promise<void> {
  for (let picture = 0; picture < pictures; picture += 1) await frame.evaluate('new Promise(requestAnimationFrame)');
}

export interface Scrolling {
  /** The longest time without a new picture, in milliseconds. */
  readonly longestMs: number;
  /** All that went by beyond one picture each 1/60 s, in milliseconds. */
  readonly lostMs: number;
}

const pictureMs = 1000 / 60;

/** Scrolls through rows, down and up again, by the wheel. */
export async function watchScrolling(
  browser: Browser,
  contestant: Contestant,
  observer: string,
  rows: readonly string[],
): Promise<Scrolling> {
  const { page, frame } = await open(browser, contestant, observer);
  await contestant.fill(page, page.frameLocator('iframe'), rows);
  const shown = page.frames().find((one) => one !== page.mainFrame()) ?? frame;
  const box = await page.locator('iframe').boundingBox();
  if (!box) throw new Error('the page has no frame');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height - 80);
  const from = (await seenIn(shown)).frames.length;
  for (const step of [...Array(60).fill(400), ...Array(60).fill(-400)]) {
    await page.mouse.wheel(0, step);
    await shown.evaluate('new Promise(requestAnimationFrame)');
  }
  const frames = (await seenIn(shown)).frames.slice(from);
  await page.context().close();
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at));
  return {
    longestMs: Math.max(...gaps),
    lostMs: gaps.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / pictureMs) - 1) * pictureMs, 0),
  };
}
