import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { isFinished, type Upload, type UploadState } from '../queue/upload.ts';
import { useLanguage } from './language.ts';
import { UploadRow } from './upload-row.tsx';
import { useGradually } from './use-gradually.ts';

interface UploadListProps {
  readonly queue: Queue;
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  /** Takes the focus to a place that stays, before the place where it is goes away. */
  keepFocus(): void;
}

/** This agent's uploads, in the order of picking. */
export function UploadList({ queue, ticket, keepFocus }: UploadListProps) {
  const { t } = useLanguage();
  const label = useId();
  const some = (is: (state: UploadState) => boolean) => queue.uploads.value.some((entry) => is(entry.value.state));
  const anyFailed = useComputed(() => some(({ kind }) => kind === 'failed')).value;
  const anyFinished = useComputed(() => some(isFinished)).value;
  const uploads = queue.uploads.value;
  const shown = useGradually(uploads.length);
  const rowOf = useRows({ queue, ticket, keepFocus });
  if (uploads.length === 0) return null;
  return (
    <section class="uploads" aria-labelledby={label}>
      <div class="uploads-line">
        <h2 id={label}>
          {t('list.label')} <TotalSize queue={queue} />
        </h2>
        {anyFailed && <ListButton text={t('list.retryAll')} act={() => void queue.retryAll()} before={keepFocus} />}
        {anyFinished && <ListButton text={t('list.clearFinished')} act={queue.clearFinished} before={keepFocus} />}
      </div>
      <ul>{uploads.slice(0, shown).map(rowOf)}</ul>
    </section>
  );
}

/** Of all that was picked and may go. */
function TotalSize({ queue }: { queue: Queue }) {
  const { size } = useLanguage();
  const bytes = useComputed(() =>
    queue.uploads.value
      .map((entry) => entry.value)
      .reduce((sum, { state, file }) => (isLeftOut(state) ? sum : sum + file.size), 0),
  ).value;
  return bytes > 0 ? <span class="total">{size(bytes)}</span> : null;
}

function isLeftOut({ kind }: UploadState): boolean {
  return kind === 'rejected' || kind === 'refused' || kind === 'cancelled';
}

function ListButton({ text, act, before }: { text: string; act: () => void; before: () => void }) {
  return (
    <button
      type="button"
      class="link-button"
      onClick={() => {
        before();
        act();
      }}
    >
      {text}
    </button>
  );
}

/** Gives each upload the same row again while nothing but the upload changes: a row redraws itself for that. */
function useRows({ queue, ticket, keepFocus }: UploadListProps): (entry: ReadonlySignal<Upload>) => VNode {
  return useMemo(() => {
    const rows = new WeakMap<ReadonlySignal<Upload>, VNode>();
    return (entry) => {
      const row = rows.get(entry) ?? (
        <UploadRow key={entry.peek().id} entry={entry} queue={queue} ticket={ticket} keepFocus={keepFocus} />
      );
      rows.set(entry, row);
      return row;
    };
  }, [queue, ticket, keepFocus]);
}
