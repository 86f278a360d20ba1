import { expect, it } from 'vitest';
import type { Target } from './target.ts';

/** Inputs that take a second at most on a machine of its own, whatever they are. */
function boundedInputs({ perSecond }: Target): number {
  return Math.min(400, Math.max(20, Math.round(perSecond / 15)));
}

/** Gives each target a bounded number of inputs. */
export function bearSuite(targets: readonly Target[]): void {
  it.each(targets.map((target) => [target.name, target] as const))('%s bears whatever comes', async (_, target) => {
    const { run, close } = await target.open();
    try {
      const end = await run({ inputs: boundedInputs(target) });
      expect(end.kind === 'found' ? end.report : '').toBe('');
    } finally {
      await close();
    }
  });
}
