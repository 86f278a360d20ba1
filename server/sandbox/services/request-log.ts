import type { IncomingMessage } from 'node:http';
import type { ServiceName } from './service-names.ts';

/** One request that reached a stand-in, whatever became of it. Holds no header and no query: those carry tokens. */
export interface LoggedRequest {
  readonly service: ServiceName;
  readonly method: string;
  /** Below the service's prefix, without the query. */
  readonly path: string;
  /** When it came in: RFC 3339. */
  readonly time: string;
  /** As announced by the caller, in bytes; `null` where none was. */
  readonly contentLength: number | null;
  /** Of the files found in its body; empty until the body is read, and where it never is. */
  readonly fileNames: readonly string[];
  /** Of the answer; `null` while there is none. */
  readonly status: number | null;
}

/** Every request received since the start or the last reset: the proof of what was sent, and of what was not. */
export interface RequestLog {
  open(raw: IncomingMessage, service: ServiceName, path: string): void;
  nameFiles(raw: IncomingMessage, names: readonly string[]): void;
  close(raw: IncomingMessage, status: number): void;
  /** In the order of arrival. */
  all(): readonly LoggedRequest[];
  reset(): void;
}

/** @param now milliseconds since 1970 */
export function createRequestLog(now: () => number): RequestLog {
  let entries: LoggedRequest[] = [];
  let places = new WeakMap<IncomingMessage, number>();

  function amend(raw: IncomingMessage, change: Partial<LoggedRequest>): void {
    const place = places.get(raw);
    const entry = place === undefined ? undefined : entries[place];
    if (place !== undefined && entry) entries[place] = { ...entry, ...change };
  }

  return {
    open(raw, service, path) {
      const length = raw.headers['content-length'];
      places.set(raw, entries.length);
      entries.push({
        service,
        method: raw.method ?? '',
        path,
        time: new Date(now()).toISOString(),
        contentLength: length === undefined ? null : Number(length),
        fileNames: [],
        status: null,
      });
    },
    nameFiles: (raw, fileNames) => amend(raw, { fileNames }),
    close: (raw, status) => amend(raw, { status }),
    all: () => [...entries],
    reset() {
      entries = [];
      places = new WeakMap();
    },
  };
}
