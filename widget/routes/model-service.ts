import type { Arrival, Outcome } from '../../contract/outcome.ts';
import type { ManualClock } from '../manual-clock.ts';
import { findMatch } from './find-match.ts';
import type { ArrivalQuestion, Consignment, RouteName } from './route.ts';

/** A file that is on a ticket, and whose it truly is: what the widget says is held against this. */
export interface Stored {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  readonly size: number;
  readonly uploadId: string;
  readonly createdTime: string;
}

/** How a service treats an attempt. Times in milliseconds since its beginning. */
export type Treatment =
  | { readonly kind: 'stores'; readonly storedMs: number; readonly answeredMs: number; readonly tellsId: boolean }
  /** Surely stores nothing. */
  | { readonly kind: 'fails'; readonly outcome: Outcome; readonly answeredMs: number }
  /** Ends in a word of something on the way; what was taken is stored within `storingMs`. */
  | { readonly kind: 'loses-answer'; readonly stored: boolean; readonly answeredMs: number }
  /** Never answers. */
  | { readonly kind: 'hangs'; readonly stored: boolean; readonly storedMs: number };

/** How a service treats a question about a ticket. */
export interface Reply {
  readonly told: boolean;
  readonly answeredMs: number;
}

/** What services do in turn; when all that is used up, the world is kind. */
export interface Script {
  readonly treatments: { readonly [route in RouteName]: readonly Treatment[] };
  readonly replies: readonly Reply[];
}

/** Whether somebody still waits for an answer: a page that was closed does not. */
export interface Caller {
  readonly isOpen: () => boolean;
}

/** What a service has taken in it stores within so long after its last word, in milliseconds. */
export const storingMs = 2500;

/** How long a service takes to remove an attachment, in milliseconds. */
const removingMs = 400;

/** An attempt whose page is gone arrives within so long after its beginning, or never. */
export const settleMs = 30_000;

const kindTreatment: Treatment = { kind: 'stores', storedMs: 100, answeredMs: 200, tellsId: true };
const kindReply: Reply = { told: true, answeredMs: 50 };
const lostAnswer: Outcome = { kind: 'unknown', message: 'A proxy answered with status 502' };

/** The services behind the routes, with one shelf, on a clock of their own. */
export function createModelService(clock: ManualClock, script: Script) {
  const stored: Stored[] = [];
  const ever: Stored[] = [];
  const left = {
    treatments: { connector: [...script.treatments.connector], gateway: [...script.treatments.gateway] },
    replies: [...script.replies],
  };

  function put({ uploadId, ticket, file }: Consignment): string {
    const id = `${ever.length + 1}`;
    const createdTime = new Date(clock.now()).toISOString();
    const one = { id, ticketId: ticket.id, name: file.name, size: file.size, uploadId, createdTime };
    stored.push(one);
    ever.push(one);
    return id;
  }

  function nextTreatment(route: RouteName): Treatment {
    return left.treatments[route].shift() ?? kindTreatment;
  }

  return {
    /** What is there now. */
    stored: (): readonly Stored[] => stored,
    of: (uploadId: string): readonly Stored[] => stored.filter((one) => one.uploadId === uploadId),
    /** No more faults from now on. */
    beKind() {
      left.treatments.connector.length = 0;
      left.treatments.gateway.length = 0;
      left.replies.length = 0;
    },
    nextTreatment,
    /**
     * Takes a file, as long as `isWanted` says so when it is to be stored.
     * @returns how that ends, once the service says
     */
    take(
      consignment: Consignment,
      treatment: Treatment,
      caller: Caller,
      isWanted: () => boolean = () => true,
    ): Promise<Outcome> {
      const beganMs = clock.now();
      let attachmentId: string | undefined;
      const store = (): void => {
        const isLate = clock.now() - beganMs >= settleMs;
        if (isWanted() && (caller.isOpen() || !isLate)) attachmentId = put(consignment);
      };
      return new Promise((resolve) => {
        switch (treatment.kind) {
          case 'stores':
            clock.after(treatment.storedMs, store);
            clock.after(Math.max(treatment.storedMs, treatment.answeredMs), () =>
              resolve(treatment.tellsId && attachmentId ? { kind: 'delivered', attachmentId } : { kind: 'delivered' }),
            );
            break;
          case 'fails':
            clock.after(treatment.answeredMs, () => resolve(treatment.outcome));
            break;
          case 'loses-answer':
            clock.after(treatment.answeredMs, () => resolve(lostAnswer));
            if (treatment.stored) clock.after(treatment.answeredMs + storingMs, store);
            break;
          case 'hangs':
            if (treatment.stored) clock.after(treatment.storedMs, store);
        }
      });
    },
    /** Answers "did it arrive?" from the shelf as it is when the answer is given. */
    findArrival(question: ArrivalQuestion): Promise<Arrival> {
      return reply(() => findMatch(listOf(question.ticket.id), question)).then(
        (arrival) => arrival ?? { kind: 'untold', message: 'The list was not told' },
      );
    },
    readIds: (ticketId: string): Promise<ReadonlySet<string> | undefined> =>
      reply(() => new Set(listOf(ticketId).map(({ id }) => id))),
    /** @returns that it is gone, when that is so */
    remove(id: string): Promise<boolean> {
      return new Promise((resolve) => {
        clock.after(removingMs, () => {
          const at = stored.findIndex((one) => one.id === id);
          if (at >= 0) stored.splice(at, 1);
          resolve(true);
        });
      });
    },
  };

  function listOf(ticketId: string): readonly Stored[] {
    return stored.filter((one) => one.ticketId === ticketId);
  }

  function reply<T>(read: () => T): Promise<T | undefined> {
    const { told, answeredMs } = left.replies.shift() ?? kindReply;
    return new Promise((resolve) => {
      clock.after(answeredMs, () => resolve(told ? read() : undefined));
    });
  }
}

export type ModelService = ReturnType<typeof createModelService>;
