import type { Finding } from '../../contract/check.ts';
import type { Limits } from '../../contract/limits.ts';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import type { Ticket } from '../hosts/host.ts';

/** The seam between an upload and the way its bytes travel. Both routes pass `route.suite.ts`. */
export interface Route {
  readonly name: RouteName;
  /** Tells it from another of its name, which knows nothing of its uploads. */
  readonly leadsTo?: string;
  /**
   * What the route takes, as far as is known now: defaults, the administrator's configuration, or the last pass.
   * `send` checks against the limits in force.
   */
  limits(): Limits;
  /**
   * Makes one attempt. Never rejects. An aborted `signal` stops what can be stopped: a call through the SDK cannot be,
   * and then ends in `unknown`, not in `cancelled`.
   */
  send(consignment: Consignment, watch: Watch): Promise<Attempt>;
  /**
   * Asks the ticket whether the file of an attempt of unknown end arrived; a route that can first sees to it that one
   * which has not arrived by now never will. Never rejects.
   */
  findArrival(question: ArrivalQuestion): Promise<Arrival>;
  /**
   * The ids of the attachments that the ticket has now, by routes that can tell; `undefined` where it was not told.
   * Costs one call. Never rejects.
   */
  readAttachmentIds?(ticket: Ticket): Promise<ReadonlySet<string> | undefined>;
  /**
   * Removes an attachment that this route put on the ticket too late, by routes that can. Never rejects.
   * @returns whether the service said that it is gone, or never was
   */
  withdraw?(ticket: Ticket, attachmentId: string): Promise<boolean>;
}

export type RouteName = 'connector' | 'gateway';

/** One file for one ticket. */
export interface Consignment {
  /** The same for every attempt: lets the gateway know a repetition. */
  readonly uploadId: string;
  /**
   * How many times the agent has looked for a file of unknown end, and wants it sent again: then it is no repetition, to
   * which the gateway would only say again that it does not know. None where it is absent.
   */
  readonly wish?: number;
  /** Pinned when the file was picked. */
  readonly ticket: Ticket;
  readonly file: File;
  /** The MIME type to declare (`mimeTypeOf`). */
  readonly mimeType: string;
}

export interface Watch {
  readonly signal: AbortSignal;
  /** Called with the bytes of the file that have left, by routes that can tell. */
  onProgress(sentBytes: number): void;
}

export interface Attempt {
  readonly outcome: Outcome | LimitsRefusal;
  /** With an outcome of `unknown`: how the attempt ended after all, if it still ends. */
  readonly later?: Promise<Outcome>;
}

/** The limits in force do not take the file; nothing was sent. Another route may take it. */
export interface LimitsRefusal {
  readonly kind: 'limits';
  readonly findings: readonly Finding[];
}

export interface ArrivalQuestion extends Pick<Consignment, 'uploadId' | 'wish' | 'ticket'> {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** When the first attempt began, in milliseconds since 1970 by this machine's clock. */
  readonly sinceMs: number;
  /** Attachments that the ticket had before, or that belong to another upload: never the answer. */
  readonly knownIds: ReadonlySet<string>;
  /** Whether this route told before the first attempt what the ticket had: then what is not among them is new. */
  readonly listedBefore: boolean;
  /** Whether none but this route can have brought the file. */
  readonly onlyRoute: boolean;
}
