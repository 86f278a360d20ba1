import { expect, it } from 'vitest';
import { boundedInputs } from './bounded.ts';
import { widgetTargets } from './widget-targets.ts';

it.each(widgetTargets.map((target) => [target.name, target] as const))('%s bears whatever comes', async (_, target) => {
  const { run, close } = await target.open();
  try {
    const end = await run({ inputs: boundedInputs(target) });
    expect(end.kind === 'found' ? end.report : '').toBe('');
  } finally {
    await close();
  }
});
