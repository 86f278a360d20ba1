import { deskLimits } from '../../contract/limits.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { Clock } from '../clock.ts';
import { tooLate, within } from '../clock.ts';
import { aborted, unlessAborted } from './aborting.ts';
import { type Caller, type ModelService, storingMs, type Treatment } from './model-service.ts';
import type { Consignment, Route, RouteName } from './route.ts';

/** A page as the routes need it: when it is closed, nothing of it goes on. */
export interface ModelPage extends Caller {
  readonly clock: Clock;
  /** When it was closed; `undefined` as long as it is open. */
  readonly closedMs: () => number | undefined;
}

/** Hears of each sending, to hold it against the rules. @returns to be called at its end */
export type Witness = (route: RouteName, consignment: Consignment) => () => void;

/** What an upload may take before its end counts as unknown, in milliseconds. */
const connectorTimeoutMs = 30_000;
const gatewayTimeoutMs = 60_000;

const unknown = (message: string): Outcome => ({ kind: 'unknown', message });

/**
 * What outlives a page: a closed one hears nothing any more.
 * @returns a promise that settles only as long as the page is open
 */
export function heardBy<T>(page: Caller, work: Promise<T>): Promise<T> {
  return new Promise((resolve) => {
    void work.then((value) => {
      if (page.isOpen()) resolve(value);
    });
  });
}

function questionsOf(service: ModelService, page: ModelPage): Pick<Route, 'findArrival' | 'readAttachmentIds'> {
  return {
    findArrival: (question) => heardBy(page, service.findArrival(question)),
    readAttachmentIds: ({ id }) => heardBy(page, service.readIds(id)),
  };
}

/** As the connector: a call cannot be stopped, and may still end after its time is over. */
export function createModelConnector(service: ModelService, page: ModelPage, witness: Witness): Route {
  return {
    name: 'connector',
    limits: () => deskLimits,
    async send(consignment, { signal }) {
      if (!page.isOpen()) return new Promise(() => {});
      if (signal.aborted) return { outcome: { kind: 'cancelled' } };
      const end = witness('connector', consignment);
      const word = heardBy(page, service.take(consignment, service.nextTreatment('connector'), page));
      const heard = await unlessAborted(signal, within(page.clock, connectorTimeoutMs, word));
      end();
      if (heard === aborted) return { outcome: unknown('Cancelled while it was sent'), later: word };
      return heard === tooLate ? { outcome: unknown('No answer in time'), later: word } : { outcome: heard };
    },
    ...questionsOf(service, page),
    withdraw: (_, id) => service.remove(id),
  };
}

/** What the gateway knows beyond a page: the ends of uploads, and those that are on their way. */
export interface ModelGateway {
  readonly clock: Clock;
  readonly flights: Map<string, Promise<Outcome>>;
  readonly ends: Map<string, Outcome>;
}

/** How long after its beginning the whole of a file has reached the gateway, in milliseconds. */
function uploadedMsOf(treatment: Treatment): number {
  return 'storedMs' in treatment ? treatment.storedMs / 2 : treatment.answeredMs / 2;
}

/** As the gateway: can be stopped until the whole file has left, and knows a repetition by the upload's id. */
export function createModelGatewayRoute(
  service: ModelService,
  gateway: ModelGateway,
  page: ModelPage,
  witness: Witness,
): Route {
  async function relay(consignment: Consignment, treatment: Treatment, isWanted: () => boolean): Promise<Outcome> {
    const { uploadId } = consignment;
    const first = await gateway.flights.get(uploadId);
    if (first && first.kind !== 'cancelled') return first;
    if (!isWanted()) return { kind: 'cancelled' };
    const earlier = gateway.ends.get(uploadId);
    const [there] = service.of(uploadId);
    if (earlier?.kind === 'delivered' || earlier?.kind === 'refused') return earlier;
    if (earlier && there) return { kind: 'delivered', attachmentId: there.id };
    const taking = service.take(consignment, treatment, { isOpen: () => true }, isWanted);
    const flight = within(gateway.clock, gatewayTimeoutMs, taking).then((taken): Outcome => {
      gateway.flights.delete(uploadId);
      if (!isWanted()) return { kind: 'cancelled' };
      const end = taken === tooLate ? unknown('The destination did not answer in time') : taken;
      if (['delivered', 'refused', 'unknown'].includes(end.kind)) gateway.ends.set(uploadId, end);
      return end;
    });
    gateway.flights.set(uploadId, flight);
    return flight;
  }

  return {
    name: 'gateway',
    limits: () => deskLimits,
    async send(consignment, { signal, onProgress }) {
      if (!page.isOpen()) return new Promise(() => {});
      if (signal.aborted) return { outcome: { kind: 'cancelled' } };
      const end = witness('gateway', consignment);
      const treatment = service.nextTreatment('gateway');
      const uploadedMs = page.clock.now() + uploadedMsOf(treatment);
      let stoppedMs: number | undefined;
      const isWanted = () => {
        const goneMs = Math.min(page.closedMs() ?? Number.POSITIVE_INFINITY, stoppedMs ?? Number.POSITIVE_INFINITY);
        return goneMs >= uploadedMs && page.clock.now() <= goneMs + storingMs;
      };
      const word = heardBy(page, relay(consignment, treatment, isWanted));
      onProgress(consignment.file.size);
      const heard = await unlessAborted(signal, within(page.clock, gatewayTimeoutMs, word));
      end();
      if (heard === aborted || heard === tooLate) stoppedMs = page.clock.now();
      if (heard === aborted) {
        return { outcome: isWanted() ? unknown('Cancelled when the file had left') : { kind: 'cancelled' } };
      }
      return { outcome: heard === tooLate ? unknown('No answer in time') : heard };
    },
    ...questionsOf(service, page),
  };
}
