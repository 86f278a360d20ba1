import * as z from 'zod';
import { type FaultPlace, faultPlaces } from './service-names.ts';

/** Which requests a fault strikes. */
const match = {
  service: z.enum(faultPlaces),
  /** Any where absent. */
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
  /** A regular expression, tested against the path as the service knows it, without the query. Any where absent. */
  path: z.string().refine(isExpression, 'is no regular expression').optional(),
  /** How many requests it strikes before it is spent; without end where absent. */
  times: z.int().positive().optional(),
};

/** A scripted failure of a stand-in. Plain data: tests and the sandbox page set it over HTTP. */
export const Fault = z.discriminatedUnion('kind', [
  /** An answer of its own: read the body, then answer. With `after`, once the service has done (and stored) its part. */
  z.strictObject({
    ...match,
    kind: z.literal('status'),
    status: z.int().min(200).max(599),
    /** A string is sent as it is, anything else as JSON. */
    body: z.json().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    after: z.boolean().optional(),
  }),
  /** Waits, then serves as ever. */
  z.strictObject({ ...match, kind: z.literal('delay'), ms: z.int().nonnegative() }),
  /** Reads the request's body and writes the answer's at this pace. */
  z.strictObject({ ...match, kind: z.literal('slow'), bytesPerSecond: z.number().positive() }),
  /** Reads nothing of the body and never answers. */
  z.strictObject({ ...match, kind: z.literal('hang-before') }),
  /** Does its part, and never answers. */
  z.strictObject({ ...match, kind: z.literal('hang-after') }),
  /** Resets the connection before it reads the body. */
  z.strictObject({ ...match, kind: z.literal('reset-before') }),
  /** Resets the connection when half of the body is read. */
  z.strictObject({ ...match, kind: z.literal('reset-middle') }),
  /** Does its part, and resets the connection in the middle of the answer. */
  z.strictObject({ ...match, kind: z.literal('half-answer') }),
  /** Does its part, and resets the connection instead of answering. */
  z.strictObject({ ...match, kind: z.literal('reset-after') }),
]);
export type Fault = z.infer<typeof Fault>;

/** The faults in force. The first that matches a request strikes it, alone. */
export interface FaultBook {
  set(faults: readonly Fault[]): void;
  /** With `times` counted down; spent ones are gone. */
  all(): readonly Fault[];
  /** The fault that strikes this request, counted as used. */
  take(request: { service: FaultPlace; method: string; path: string }): Fault | undefined;
}

export function createFaultBook(): FaultBook {
  let faults: readonly Fault[] = [];
  return {
    set(next) {
      faults = [...next];
    },
    all: () => faults,
    take({ service, method, path }) {
      const found = faults.find(
        (fault) =>
          fault.service === service &&
          (fault.method === undefined || fault.method === method) &&
          (fault.path === undefined || new RegExp(fault.path).test(path)),
      );
      if (found?.times !== undefined) {
        const left = found.times - 1;
        faults = faults.flatMap((fault) => (fault !== found ? [fault] : left > 0 ? [{ ...fault, times: left }] : []));
      }
      return found;
    },
  };
}

function isExpression(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
