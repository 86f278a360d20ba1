import { bearSuite } from './bear.suite.ts';
import { widgetTargets } from './widget-targets.ts';

bearSuite(widgetTargets);
