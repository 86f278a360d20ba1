import { type ReadonlySignal, useComputed } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { KeepingNews } from '../queue/keeping.ts';
import type { Queue } from '../queue/queue.ts';
import { isUnderWay } from '../queue/upload.ts';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.ts';

interface KeepingLinesProps {
  readonly queue: Queue;
  readonly news: ReadonlySignal<KeepingNews>;
  readonly offline: ReadonlySignal<boolean>;
}

/** Whether the agent may leave, and what became of files that waited. */
export function KeepingLines({ queue, news, offline }: KeepingLinesProps) {
  const { t, list } = useLanguage();
  const pending = useComputed(() =>
    queue.uploads.value.some(({ value: { state } }) => state.kind === 'queued' || isUnderWay(state)),
  ).value;
  const { lasting, writing, full, expired, broken } = news.value;
  const safe = lasting === true && !full;
  useWarning(pending && (!safe || writing));
  return (
    <>
      {offline.value && <Line icon="unplugged" text={t('keeping.offline')} />}
      {pending && safe && !writing && <Line icon="info" text={t('keeping.safe')} />}
      {pending && lasting === false && <Line icon="warning" text={t('keeping.unsafe')} />}
      {pending && lasting && full && <Line icon="warning" text={t('keeping.full')} />}
      {expired.length > 0 && <Line icon="warning" text={t('keeping.expired', { names: list(expired) })} />}
      {broken > 0 && <Line icon="warning" text={t('keeping.broken')} />}
    </>
  );
}

/** Has the browser ask the agent before it leaves the page, as long as something would be lost by that. */
function useWarning(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return;
    const ask = (event: Event) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wanted]);
}

function Line({ icon, text }: { icon: IconName; text: string }) {
  return (
    <p class="problem">
      <Icon name={icon} size={16} />
      <span>{text}</span>
    </p>
  );
}
