import type { Arrival } from '../../contract/outcome.ts';
import type { ArrivalQuestion } from './route.ts';

/** An attachment as a ticket's list shows it. */
export interface ListedAttachment {
  readonly id: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** RFC 3339. */
  readonly createdTime: string;
}

/** By how much an agent's clock may be ahead of the service's where nothing else tells new from old, in milliseconds. */
const clockSkewMs = 10 * 60 * 1000;

/** Desk keeps at most so many characters of a name (Zoho's OpenAPI files). */
const keptName = 100;

/**
 * Looks for the file of a question in a ticket's list: same name as Desk would keep it, same size, nobody else's, and
 * not there before the first attempt. Where that is not known it must have been created since: no more than that is
 * asked of its time, since agents' clocks are wrong.
 */
export function findMatch(listed: readonly ListedAttachment[], question: ArrivalQuestion): Arrival {
  const match = listed.find(
    (one) =>
      one.size === question.size &&
      !question.knownIds.has(one.id) &&
      isSameName(one.name, question.name) &&
      // A time that cannot be read does not speak against an attachment that is new by its id.
      (question.listedBefore || !(Date.parse(one.createdTime) < question.sinceMs - clockSkewMs)),
  );
  return match ? { kind: 'arrived', attachmentId: match.id } : { kind: 'absent' };
}

function isSameName(listed: string, sent: string): boolean {
  // macOS gives names in decomposed form, and a service may compose them.
  const [kept, whole] = [listed.normalize('NFC'), sent.normalize('NFC')];
  if (kept === whole) return true;
  const characters = [...whole];
  // Whether Desk counts code points or UTF-16 units is not documented.
  return (
    (characters.length > keptName && kept === characters.slice(0, keptName).join('')) ||
    (whole.length > keptName && kept === whole.slice(0, keptName))
  );
}
