import type { AttachmentClaims } from './attachment-claims.ts';
import type { DeliveryWatch, PastAttempts } from './delivery.ts';
import { createLateWords, type LateWords } from './late-words.ts';
import type { Consignment, RouteName } from './route.ts';
import type { Traces } from './ticket-questions.ts';
import type { LooseEnds } from './twins.ts';

/** Kept of an upload that is not over for good: an attempt of an earlier try may have arrived since. */
export interface History extends Traces {
  readonly words: LateWords;
  /** When the last attempt began whose end is unknown, in milliseconds since 1970. */
  doubtMs: number | undefined;
  /** Whether attempts of another page are in doubt, of which no word comes. */
  readonly inherited: boolean;
  /**
   * Until when the ticket may have got an attachment from it that nobody named, in milliseconds since 1970: without end
   * where it is unconfirmed, 0 where it surely has not.
   */
  looseMs: number;
  /** Ends what is done about late words after the last try. */
  endTry?: () => void;
  /** Of the last try. */
  watch?: DeliveryWatch;
  /** How many times the agent wanted it sent again although it may have arrived. */
  wishes: number;
  /** The latest last. */
  doubtfulBy: ReadonlySet<RouteName> | undefined;
}

/** What a history begins with. */
export type Past = Omit<History, 'words' | 'looseMs' | 'endTry' | 'watch' | 'inherited'>;

export interface Histories {
  begin(consignment: Consignment, past: Past): History;
  /** What is known of earlier tries; nothing where each of them has said itself that it did not arrive. */
  knownOf(consignment: Consignment, past: PastAttempts | undefined): History | undefined;
  find(uploadId: string): History | undefined;
  forget(uploadId: string): void;
  /** What another page has to know to go on. */
  pastOf(consignment: Consignment, past: Past): PastAttempts;
}

/** @param leadsTo where the routes lead, as far as they tell */
export function createHistories(claims: AttachmentClaims, looseEnds: LooseEnds, leadsTo: string): Histories {
  const histories = new Map<string, History>();

  function begin(consignment: Consignment, past: Past): History {
    const { ticket, uploadId } = consignment;
    const words = createLateWords();
    words.onArrival(({ end: { attachmentId: id } }) => id && claims.claim(ticket.id, id, uploadId));
    const history: History = { ...past, words, looseMs: 0, inherited: past.doubtMs !== undefined };
    histories.set(uploadId, history);
    looseEnds.add(consignment, (listedMs = 0) => words.isPending() || history.looseMs > listedMs);
    return history;
  }

  function resume(consignment: Consignment, past: PastAttempts): History {
    const { sinceMs, earlierIds, listedBy, doubtMs, doubtfulBy, wishes = 0 } = past;
    const isSame = (past.leadsTo ?? '') === leadsTo;
    const known = { sinceMs, earlierIds: new Set(earlierIds), listedBy, doubtMs, wishes };
    return begin(consignment, { ...known, doubtfulBy: isSame && doubtfulBy ? new Set(doubtfulBy) : undefined });
  }

  return {
    begin,
    knownOf(consignment, past) {
      const history = histories.get(consignment.uploadId);
      if (!history) return past && resume(consignment, past);
      const { inherited, words } = history;
      return inherited || words.isOpen() || words.hasArrived() ? history : undefined;
    },
    find: (uploadId) => histories.get(uploadId),
    forget: (uploadId) => void histories.delete(uploadId),
    pastOf({ ticket, uploadId }, { sinceMs, earlierIds, listedBy, doubtMs, doubtfulBy, wishes }) {
      const ids = new Set([...earlierIds, ...claims.ofOthers(ticket.id, uploadId)]);
      return {
        sinceMs,
        earlierIds: [...ids],
        ...(listedBy && { listedBy }),
        ...(doubtMs !== undefined && { doubtMs }),
        ...(doubtfulBy && { doubtfulBy: [...doubtfulBy] }),
        ...(leadsTo && { leadsTo }),
        ...(wishes > 0 && { wishes }),
      };
    },
  };
}
