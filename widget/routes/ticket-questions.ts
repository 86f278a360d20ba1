import type { Arrival } from '../../contract/outcome.ts';
import type { AttachmentClaims } from './attachment-claims.ts';
import type { Consignment, Route, RouteName } from './route.ts';
import type { LooseEnds } from './twins.ts';

/** What is known of an upload while its attempts are on their way, and when it is tried once more. */
export interface Traces {
  /** When the first attempt began, in milliseconds since 1970. */
  readonly sinceMs: number;
  /** What the ticket had before. */
  readonly earlierIds: ReadonlySet<string>;
  /** When that was listed, in milliseconds since 1970; absent where that is not known. */
  readonly listedMs?: number;
  /** The route that told that; `undefined` where none did. */
  readonly listedBy: RouteName | undefined;
  /** By which routes the file may have arrived; `undefined` where a page that is gone would know. */
  readonly doubtfulBy: ReadonlySet<RouteName> | undefined;
}

/**
 * Asks a ticket whether an upload's file arrived, by the route given first and then by any other that can tell.
 * @param isWanted whether the answer still counts when it is there; else what is found may be a twin's, begun since
 */
export type AskTicket = (
  consignment: Consignment,
  traces: Traces,
  first: Route,
  isWanted?: () => boolean,
) => Promise<Arrival>;

/** Makes `AskTicket`: what it finds belongs to the upload from then on, unless it may be a twin's. */
export function createAskTicket(routes: readonly Route[], claims: AttachmentClaims, looseEnds: LooseEnds): AskTicket {
  return async function askTicket(consignment, traces, first, isWanted = () => true) {
    const { ticket, uploadId, wish, file } = consignment;
    const knownIds = new Set([...traces.earlierIds, ...claims.ofOthers(ticket.id, uploadId)]);
    const about = { uploadId, ...(wish !== undefined && { wish }), ticket, name: file.name, size: file.size };
    const question = { ...about, sinceMs: traces.sinceMs, knownIds };
    const doubtfulBy = [...(traces.doubtfulBy ?? [])].join();
    // Two services may number the same attachments in two ways.
    const ask = (route: Route) =>
      route.findArrival({
        ...question,
        listedBefore: route.name === traces.listedBy,
        onlyRoute: doubtfulBy === route.name,
      });
    const told = await ask(first);
    let arrival = told;
    for (const other of routes) {
      if (arrival.kind !== 'untold') break;
      if (other !== first) arrival = await ask(other);
    }
    if (arrival.kind === 'absent' && told.kind === 'untold' && told.mayCome) return told;
    // Without an id it was told of this very upload, not found among what the ticket has.
    if (arrival.kind !== 'arrived' || arrival.attachmentId === undefined) return arrival;
    const mayBeTwins = !isWanted() || looseEnds.amongTwins(consignment, traces.listedMs);
    if (mayBeTwins) return { kind: 'untold', message: ambiguous };
    if (claims.claim(ticket.id, arrival.attachmentId, uploadId)) return arrival;
    // Another upload has taken it in the meantime: it is among those known now.
    return askTicket(consignment, traces, first, isWanted);
  };
}

const ambiguous = 'It may be another upload';
