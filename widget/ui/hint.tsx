import { compareGenerosity, type RouteLimits } from '../queue/selection.ts';
import { useLanguage } from './language.ts';
import { describeLimits } from './words.ts';

/** What is accepted: by the route that takes most. */
export function Hint({ limits }: { limits: readonly RouteLimits[] }) {
  const i18n = useLanguage();
  const most = limits.map((one) => one.limits).sort((one, other) => compareGenerosity(other, one))[0];
  return <>{most && describeLimits(most, i18n)}</>;
}
