import type { Target } from './target.ts';

/** For the tests: inputs that take a second at most on a machine of its own, whatever they are. */
export function boundedInputs({ perSecond }: Target): number {
  return Math.min(400, Math.max(20, Math.round(perSecond / 15)));
}
