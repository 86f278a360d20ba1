/**
 * Put into every frame before its own scripts: notes when the panel can be used, tasks that held its thread up, and
 * when it drew.
 */

/** What stands for "can be used": where files are picked. */
const usable = '.pick, .uppy-Dashboard-browse, .filepond--browser';

interface Seen {
  ready?: { fromPageMs: number; drawnMs: number; fromAnswerMs: number };
  longTasks: number[];
  frames: number[];
}
const seen: Seen = { longTasks: [], frames: [] };
Object.assign(window, { seen });

/** When the page began. What comes before is the browser's: a connection, an answer, a process for the frame. */
const beganMs = performance.now();
let foundMs: number | undefined;
let paintedMs: number | undefined;

function note(): void {
  if (foundMs === undefined || paintedMs === undefined) return;
  const [navigation] = performance.getEntriesByType('navigation');
  const answeredMs = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0;
  seen.ready = {
    fromPageMs: foundMs - beganMs,
    // The first picture with anything in it: nobody shows anything before it.
    drawnMs: Math.max(foundMs, paintedMs) - beganMs,
    fromAnswerMs: foundMs - answeredMs,
  };
}

const watcher = new MutationObserver(() => {
  if (!document.querySelector(usable)) return;
  watcher.disconnect();
  foundMs = performance.now();
  note();
});
watcher.observe(document, { subtree: true, childList: true, attributes: true });

new PerformanceObserver((list) => {
  paintedMs = list.getEntriesByName('first-contentful-paint')[0]?.startTime ?? paintedMs;
  note();
}).observe({ type: 'paint', buffered: true });

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
}).observe({ type: 'longtask' });

function draw(now: number): void {
  seen.frames.push(now);
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);
