/**
 * Put into every frame before its own scripts: notes when the panel can be used, tasks that held its thread up, and
 * when it drew.
 */

/** What stands for "can be used": where files are picked. */
const usable = '.pick, .uppy-Dashboard-browse, .filepond--browser';

const seen: { readyMs?: number; longTasks: number[]; frames: number[] } = { longTasks: [], frames: [] };
Object.assign(window, { seen });

const watcher = new MutationObserver(() => {
  if (!document.querySelector(usable)) return;
  const [navigation] = performance.getEntriesByType('navigation');
  // What comes before is the browser's: a process for the frame, a connection.
  const arrived = navigation instanceof PerformanceNavigationTiming ? navigation.responseStart : 0;
  seen.readyMs = performance.now() - arrived;
  watcher.disconnect();
});
watcher.observe(document, { subtree: true, childList: true, attributes: true });

new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) seen.longTasks.push(duration);
}).observe({ type: 'longtask' });

function draw(now: number): void {
  seen.frames.push(now);
  requestAnimationFrame(draw);
}
requestAnimationFrame(draw);
