import { computed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { isElsewhere } from '../queue/upload.ts';
import { useLanguage } from './language.ts';

interface SummaryProps {
  readonly queue: Queue;
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
}

/** How many uploads have got to the ticket on screen. */
export function Summary({ queue, ticket }: SummaryProps) {
  const { t } = useLanguage();
  const id = ticket?.id;
  // Words, so that it is drawn again only where they change.
  const words = useMemo(
    () =>
      computed(() => {
        const uploads = queue.uploads.value.map(({ value }) => value).filter((one) => one.ticket.id === id);
        const kinds = uploads.flatMap(({ state }) => (isElsewhere(state) ? [] : state.kind));
        const delivered = kinds.filter((kind) => kind === 'delivered').length;
        const count = kinds.filter((kind) => kind !== 'rejected' && kind !== 'cancelled').length;
        return count > 0 && t('panel.summary', { delivered, count });
      }),
    [queue, id, t],
  ).value;
  return words ? <p class="summary">{words}</p> : null;
}
