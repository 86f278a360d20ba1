import type { Ticket } from '../hosts/host.ts';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';

/** Covers the panel while files are dragged over it and says where they would go. */
export function DropOverlay({ ticket }: { ticket: Ticket | undefined }) {
  const { t } = useLanguage();
  const number = ticket?.number;
  return (
    <div class="drop-overlay">
      <Icon name="clip" size={32} />
      <p>{number === undefined ? t('drop.hereUnnumbered') : t('drop.here', { number })}</p>
    </div>
  );
}
