import type { ComponentChildren } from 'preact';
import { useLanguage } from './language.ts';
import type { TicketOnScreen } from './ticket-on-screen.ts';

interface HeadingProps {
  readonly onScreen: TicketOnScreen;
  /** How many files have got there. */
  readonly children?: ComponentChildren;
}

/** Which ticket files go to. */
export function Heading({ onScreen, children }: HeadingProps) {
  const { t } = useLanguage();
  const ticket = onScreen.kind === 'ticket' ? onScreen.ticket : undefined;
  const titleOf = (number: string | undefined) =>
    number === undefined ? t('panel.titleUnnumbered') : t('panel.title', { number });
  return (
    <header class="heading">
      <div class="heading-line">
        <h1 data-reading={!ticket}>{ticket ? titleOf(ticket.number) : t('panel.reading')}</h1>
        {children}
      </div>
      <p class="subject" title={ticket?.subject} dir="auto">
        {ticket?.subject}
      </p>
    </header>
  );
}
