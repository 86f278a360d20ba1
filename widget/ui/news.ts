import type { Clock } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { isElsewhere, type Upload } from '../queue/upload.ts';
import type { I18n } from './i18n.ts';
import { describeReasons, nameOther } from './words.ts';

/** The states that are news. */
export const endings = ['delivered', 'rejected', 'refused', 'failed', 'unconfirmed', 'cancelled'] as const;

/** What happens within this time, in milliseconds, is said in one go. */
const gatherMs = 600;

/**
 * Gathers the uploads that come to an end, for those who cannot see the list.
 * @param tell called with those that ended shortly after each other, each once
 * @returns a function that ends it
 */
export function gatherNews(queue: Queue, clock: Clock, tell: (uploads: readonly Upload[]) => void): () => void {
  const gathered = new Map<string, Upload>();
  let callOff: (() => void) | undefined;
  const stop = queue.onChange((upload) => {
    // What ends in another tab is said there.
    if (isElsewhere(upload.state)) return;
    if (endings.some((kind) => kind === upload.state.kind)) gathered.set(upload.id, upload);
    else gathered.delete(upload.id);
    callOff ??= clock.after(gatherMs, () => {
      callOff = undefined;
      if (gathered.size > 0) tell([...gathered.values()]);
      gathered.clear();
    });
  });
  return () => {
    stop();
    callOff?.();
  };
}

/**
 * Ended uploads in a sentence each way of ending: one with its name and reason, several as a number.
 * @param ticket whose uploads go without its name; those of others are told apart, each ticket's by themselves
 */
export function describeNews(uploads: readonly Upload[], i18n: I18n, ticket: Ticket | undefined): string {
  const tickets = new Map(uploads.map((one) => [one.ticket.id, one.ticket]));
  const parts = [...tickets].map(([id, one]) => {
    const ofIt = uploads.filter((upload) => upload.ticket.id === id);
    return [nameOther(one, ticket, i18n), describeEndings(ofIt, i18n)].filter(Boolean).join(': ');
  });
  return parts.join(' ');
}

function describeEndings(uploads: readonly Upload[], i18n: I18n): string {
  const sentences = endings.flatMap((kind) => {
    const [first, ...others] = uploads.filter(({ state }) => state.kind === kind);
    if (!first) return [];
    if (others.length > 0) return [i18n.t(`saidOfMany.${kind}`, { count: others.length + 1 })];
    const reason = describeReasons(first.state, i18n).join(' ');
    return [i18n.t(`said.${kind}`, { name: first.file.name, reason }).trim()];
  });
  return sentences.join(' ');
}
