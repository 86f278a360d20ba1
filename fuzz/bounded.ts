import type { Target } from './target.ts';

/** For the tests: inputs that take about a second and a half at most, whatever they are. */
export function boundedInputs({ perSecond }: Target): number {
  return Math.min(1000, Math.max(20, Math.round(perSecond / 15)));
}
