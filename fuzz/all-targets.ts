import { serverTargets } from './server-targets.ts';
import type { Target } from './target.ts';
import { widgetTargets } from './widget-targets.ts';

/** Which side of the program a target belongs to: the widget reads with a zod of its own. */
export type Side = 'server' | 'widget';

export const sides: readonly { readonly side: Side; readonly targets: readonly Target[] }[] = [
  { side: 'server', targets: serverTargets },
  { side: 'widget', targets: widgetTargets },
];
