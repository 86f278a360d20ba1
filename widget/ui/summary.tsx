import { useComputed } from '@preact/signals';
import type { Queue } from '../queue/queue.ts';
import { isElsewhere } from '../queue/upload.ts';
import { useLanguage } from './language.ts';

/** How many uploads have got to their tickets. */
export function Summary({ queue }: { queue: Queue }) {
  const { t } = useLanguage();
  const kinds = useComputed(() =>
    queue.uploads.value.map(({ value: { state } }) => (isElsewhere(state) ? 'elsewhere' : state.kind)),
  );
  const delivered = useComputed(() => kinds.value.filter((kind) => kind === 'delivered').length).value;
  const count = useComputed(
    () => kinds.value.filter((kind) => !['rejected', 'cancelled', 'elsewhere'].includes(kind)).length,
  ).value;
  return count > 0 ? <p class="summary">{t('panel.summary', { delivered, count })}</p> : null;
}
