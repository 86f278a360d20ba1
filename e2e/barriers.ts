import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame } from 'playwright-core';

let source: Promise<string> | undefined;

/** What axe-core finds in a frame, each with its first place. @param without rules that are left out */
export async function findBarriers(frame: Frame, without: readonly string[] = []): Promise<readonly string[]> {
  source ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Half a megabyte of script takes as long to read as the page to examine.
  if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(await source);
  const { violations } = await frame.evaluate(
    async (left): Promise<axe.AxeResults> => {
      // Transitions half-way have colours of their own.
      await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined)));
      const { axe: run } = window as unknown as { axe: typeof axe };
      const off = Object.fromEntries(left.map((rule) => [rule, { enabled: false }]));
      // Off unless wanted, as all rules that came with WCAG 2.2.
      const rules = { 'target-size': { enabled: true }, ...off };
      return run.run(document, { resultTypes: ['violations'], rules });
    },
    [...without],
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} – ${nodes[0]?.failureSummary}`);
}
