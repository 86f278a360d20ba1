import { useComputed } from '@preact/signals';
import type { Queue } from '../queue/queue.ts';
import { useLanguage } from './language.ts';
import type { TicketOnScreen } from './ticket-on-screen.ts';

/** Which ticket files go to, and how many have got there. */
export function Heading({ onScreen, queue }: { onScreen: TicketOnScreen; queue: Queue }) {
  const { t } = useLanguage();
  const ticket = onScreen.kind === 'ticket' ? onScreen.ticket : undefined;
  const titleOf = (number: string | undefined) =>
    number === undefined ? t('panel.titleUnnumbered') : t('panel.title', { number });
  return (
    <header class="heading">
      <div class="heading-line">
        <h1 data-reading={!ticket}>{ticket ? titleOf(ticket.number) : t('panel.reading')}</h1>
        <Summary queue={queue} />
      </div>
      <p class="subject" title={ticket?.subject} dir="auto">
        {ticket?.subject}
      </p>
    </header>
  );
}

function Summary({ queue }: { queue: Queue }) {
  const { t } = useLanguage();
  const kinds = useComputed(() => queue.uploads.value.map((entry) => entry.value.state.kind));
  const delivered = useComputed(() => kinds.value.filter((kind) => kind === 'delivered').length).value;
  const count = useComputed(
    () => kinds.value.filter((kind) => !['rejected', 'cancelled', 'elsewhere'].includes(kind)).length,
  ).value;
  return count > 0 ? <p class="summary">{t('panel.summary', { delivered, count })}</p> : null;
}
