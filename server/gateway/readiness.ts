import type { Failure } from '../../contract/outcome.ts';
import type { Admission, Destination } from '../destinations/destination.ts';
import type { Destinations } from './destinations.ts';
import { waitUnheld } from './wait.ts';

/** Whether each destination lets the gateway in, by name. */
export type ReadinessReport = ReadonlyMap<string, Admission>;

/** Asks destinations whether they let the gateway in. */
export interface Readiness {
  /** Asks no destination more than once in a while. Never rejects. */
  read(): Promise<ReadinessReport>;
}

export interface ReadinessParts {
  readonly destinations: Destinations;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
  /** Called when a destination's state is another than before, or the first time that it is not good. */
  readonly changed?: (name: string, admission: Admission) => void;
}

/** For how long an answer stands, in milliseconds: whoever probes every second costs the services nothing. */
export const readinessMs = 10_000;
/** How long a destination has for its answer, in milliseconds: probes do not wait for longer. */
const patienceMs = 5000;

const admitted: Admission = { kind: 'admitted' };
const silent: Admission = {
  kind: 'failed',
  outcome: { kind: 'unavailable', message: 'No answer within five seconds' },
};

export function createReadiness({ destinations, now, wait = waitUnheld, changed }: ReadinessParts): Readiness {
  const told = new Map<string, Failure['kind'] | 'admitted'>();
  let held: { readonly report: Promise<ReadinessReport>; readonly untilMs: number } | undefined;

  async function ask([name, destination]: readonly [string, Destination]): Promise<readonly [string, Admission]> {
    const admission = destination.checkAccess
      ? await Promise.race([destination.checkAccess(), wait(patienceMs).then(() => silent)])
      : admitted;
    const state = admission.kind === 'failed' ? admission.outcome.kind : admission.kind;
    if ((told.get(name) ?? 'admitted') !== state) changed?.(name, admission);
    told.set(name, state);
    return [name, admission];
  }

  return {
    read() {
      if (!held || held.untilMs <= now()) {
        const report = Promise.all([...destinations].map(ask)).then((entries) => new Map(entries));
        held = { report, untilMs: now() + readinessMs };
      }
      return held.report;
    },
  };
}
