import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { KeepingNews } from '../queue/keeping.ts';
import type { Queue } from '../queue/queue.ts';
import { isUnderWay } from '../queue/upload.ts';
import type { MessageKey } from './i18n.ts';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.ts';

interface KeepingLinesProps {
  readonly queue: Queue;
  readonly news: ReadonlySignal<KeepingNews>;
  readonly offline: ReadonlySignal<boolean>;
}

/** Whether the agent may leave, and what became of files that waited. A quiet word: nothing is lost by leaving. */
export function KeepingLines({ queue, news, offline }: KeepingLinesProps) {
  const { t, list } = useLanguage();
  const pending = useComputed(() =>
    queue.uploads.value.some(({ value: { state } }) => state.kind === 'queued' || isUnderWay(state)),
  ).value;
  const { expired, broken } = news.value;
  const safety = pending ? safetyOf(news.value) : undefined;
  return (
    <>
      {offline.value && <Line icon="unplugged" text={t('keeping.offline')} />}
      {safety && <Line icon={safety === 'keeping.safe' ? 'info' : 'warning'} text={t(safety)} />}
      {expired.length > 0 && <Line icon="warning" text={t('keeping.expired', { names: list(expired) })} />}
      {broken > 0 && <Line icon="warning" text={t('keeping.broken')} />}
    </>
  );
}

/** Nothing as long as the storage has not opened. */
function safetyOf({ lasting, full }: KeepingNews): MessageKey | undefined {
  if (lasting === undefined) return undefined;
  if (!lasting) return 'keeping.unsafe';
  return full ? 'keeping.full' : 'keeping.safe';
}

function Line({ icon, text }: { icon: IconName; text: string }) {
  return (
    <p class="problem">
      <Icon name={icon} size={16} />
      <span>{text}</span>
    </p>
  );
}
