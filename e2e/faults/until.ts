import { setTimeout } from 'node:timers/promises';

/** Waits for a condition outside the browser. @throws where it is not met within a minute */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + 60_000;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`not met within a minute: ${condition}`);
    await setTimeout(20);
  }
}
