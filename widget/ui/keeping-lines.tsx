import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { Intake } from '../attachments/intake.ts';
import type { Photos } from '../photos/photos.ts';
import type { KeepingNews } from '../queue/keeping.ts';
import type { Queue } from '../queue/queue.ts';
import { isUnderWay, type UploadState } from '../queue/upload.ts';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.ts';
import { useQuestion } from './use-question.ts';

export interface KeepingLinesProps {
  readonly queue: Queue;
  readonly news: KeepingNews;
  readonly offline: ReadonlySignal<boolean>;
  /** Those in work are in no queue yet, and kept nowhere. */
  readonly photos: Pick<Photos, 'work'>;
}

interface LinesProps extends KeepingLinesProps {
  /** How many files wait for the ticket, kept nowhere. */
  readonly waiting: number;
  /** Those in it are kept nowhere either. */
  readonly intake?: Pick<Intake, 'held' | 'taking'>;
}

/** Whether the agent may leave, and what became of files that waited. */
export function KeepingLines({ waiting, intake, ...props }: LinesProps) {
  const { t } = useLanguage();
  const standing = useStanding(props);
  const warnings = useWarnings(props);
  const inWork = props.photos.work.value !== undefined;
  useQuestion((standing !== undefined && standing !== 'kept') || inWork);
  const isAllKept = !waiting && !inWork && !intake?.taking.value && !intake?.held.value.length;
  return (
    <>
      {warnings.map((text) => (
        <Line icon="warning" text={text} key={text} />
      ))}
      {standing === 'kept' && isAllKept && <Line icon="info" text={t('keeping.safe')} />}
    </>
  );
}

/** What the agent must know, in words. */
export function useWarnings(props: KeepingLinesProps): readonly string[] {
  const { t, list } = useLanguage();
  const standing = useStanding(props);
  const { expired, broken } = props.news.lost.value;
  return [
    props.offline.value && t('keeping.offline'),
    standing === 'none' && t('keeping.unsafe'),
    standing === 'full' && t('keeping.full'),
    expired.length > 0 && t('keeping.expired', { names: list(expired) }),
    broken > 0 && t('keeping.broken'),
  ].flatMap((text) => text || []);
}

/** How what is still to be sent, or would be lost, stands with the storage; `undefined` where nothing is. */
function useStanding({ queue, news }: KeepingLinesProps) {
  return useComputed(() => {
    const standing = news.standing.value;
    const states = queue.uploads.value.map(({ value: { state } }) => state);
    // What is being checked is written only afterwards.
    if (standing === 'kept' && states.some(({ kind }) => kind === 'checking')) return 'writing';
    const isPending = (state: UploadState) =>
      state.kind === 'queued' ||
      isUnderWay(state) ||
      (standing !== 'kept' && ['checking', 'failed', 'unconfirmed'].includes(state.kind));
    return states.some(isPending) ? standing : undefined;
  }).value;
}

export function Line({ icon, text }: { icon: IconName; text: string }) {
  return (
    <p class="problem">
      <Icon name={icon} size={16} />
      <span>{text}</span>
    </p>
  );
}
