import type { Ticket } from '../hosts/host.ts';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';

/** Covers the panel while files are dragged over it and says where they would go. */
export function DropOverlay({ ticket }: { ticket: Ticket | undefined }) {
  const { t } = useLanguage();
  return (
    <div class="drop-overlay" data-ready={ticket !== undefined}>
      <Icon name={ticket ? 'clip' : 'clock'} size={32} />
      <p>{ticket ? words(ticket) : t('drop.notYet')}</p>
    </div>
  );

  function words({ number }: Ticket): string {
    return number === undefined ? t('drop.hereUnnumbered') : t('drop.here', { number });
  }
}
