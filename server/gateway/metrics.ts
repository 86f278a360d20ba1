import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Outcome } from '../../contract/outcome.ts';
import type { Capability } from '../destinations/destination.ts';
import type { Interface } from './interfaces.ts';
import type { RateRule } from './rate-limits.ts';

/** Why a request was turned away: its caller asked for too much, or was slow, or it came at the wrong time. */
export type Turned = RateRule | 'stopping' | 'slow' | 'connections' | 'unreadable';

/** What a call of a destination is for. */
export type CallPurpose = 'findTicket' | 'upload' | Capability;

/** How a call ended: as a file does, or `ok` for one that only asked or changed something. */
export type CallEnd = Outcome['kind'] | 'ok' | 'not-found';

/**
 * What the gateway counts, for Prometheus. Labels are few and known beforehand: interfaces, statuses, outcomes and the
 * configuration's own names of destinations; never a ticket, a file or an address.
 */
export interface Metrics {
  /** A request was answered, after so many seconds. @param status 499 where the caller went away before; of an answer that was broken off, why */
  requestEnded(which: Interface, status: number, seconds: number): void;
  requestTurned(reason: Turned): void;
  /** One file of a request came to its end, also one that was refused before any destination saw it. */
  fileEnded(destination: string, outcome: Outcome['kind'], bytes: number | undefined): void;
  /** A call of a destination begins. @returns to be told how it ended */
  callBegins(destination: string, purpose: CallPurpose): (end: CallEnd) => void;
  /** A destination sends a file once more. */
  retried(destination: string): void;
  /** In Prometheus' text form. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MetricsParts {
  /** Names of the destinations: they are there from the start, with zeros. */
  readonly destinations: Iterable<string>;
  /** How many requests are in flight. */
  readonly inFlight: () => number;
  /** The present, in milliseconds since 1970. */
  readonly now: () => number;
  /** Whether to tell of the process too: memory, processor time, event loop. */
  readonly ofProcess: boolean;
}

/** From a small text file to a hundred megabytes on a slow line, in seconds. */
const buckets = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

export function createMetrics({ destinations, inFlight, now, ofProcess }: MetricsParts): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'anexo_requests_total',
    help: 'Requests answered, by interface and HTTP status (499: the caller went away).',
    labelNames: ['interface', 'status'] as const,
    registers,
  });
  const requestSeconds = new Histogram({
    name: 'anexo_request_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['interface'] as const,
    buckets,
    registers,
  });
  new Gauge({
    name: 'anexo_requests_in_flight',
    help: 'Requests being worked on.',
    registers,
    collect() {
      this.set(inFlight());
    },
  });
  const turned = new Counter({
    name: 'anexo_requests_turned_away_total',
    help: 'Requests and connections turned away, by reason.',
    labelNames: ['reason'] as const,
    registers,
  });
  const files = new Counter({
    name: 'anexo_files_total',
    help: 'Files, by destination and outcome.',
    labelNames: ['destination', 'outcome'] as const,
    registers,
  });
  const bytes = new Counter({
    name: 'anexo_file_bytes_total',
    help: 'Bytes of the files delivered, by destination.',
    labelNames: ['destination'] as const,
    registers,
  });
  const callSeconds = new Histogram({
    name: 'anexo_destination_call_seconds',
    help: 'Time that calls of a destination took, by purpose and end; of an upload, also the time in which the file came in; of a download, until its last byte has left.',
    labelNames: ['destination', 'purpose', 'end'] as const,
    buckets,
    registers,
  });
  const callsInFlight = new Gauge({
    name: 'anexo_destination_calls_in_flight',
    help: 'Calls of a destination under way.',
    labelNames: ['destination'] as const,
    registers,
  });
  const retries = new Counter({
    name: 'anexo_destination_retries_total',
    help: 'Files sent to a destination once more, after a refused token.',
    labelNames: ['destination'] as const,
    registers,
  });
  for (const destination of destinations) {
    files.inc({ destination, outcome: 'delivered' }, 0);
    bytes.inc({ destination }, 0);
    callsInFlight.set({ destination }, 0);
    retries.inc({ destination }, 0);
  }
  if (ofProcess) collectDefaultMetrics({ register: registry });

  return {
    requestEnded(which, status, seconds) {
      requests.inc({ interface: which, status: String(status) });
      requestSeconds.observe({ interface: which }, seconds);
    },
    requestTurned: (reason) => turned.inc({ reason }),
    fileEnded(destination, outcome, size) {
      files.inc({ destination, outcome });
      if (outcome === 'delivered' && size !== undefined) bytes.inc({ destination }, size);
    },
    callBegins(destination, purpose) {
      const startedMs = now();
      callsInFlight.inc({ destination });
      return (end) => {
        callsInFlight.dec({ destination });
        callSeconds.observe({ destination, purpose, end }, (now() - startedMs) / 1000);
      };
    },
    retried: (destination) => retries.inc({ destination }),
    read: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  };
}
