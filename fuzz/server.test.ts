import { bearSuite } from './bear.suite.ts';
import { serverTargets } from './server-targets.ts';

bearSuite(serverTargets);
