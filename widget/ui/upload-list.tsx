import { type ReadonlySignal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useMemo, useState } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { createTiming, type Timing } from '../queue/timing.ts';
import { isFinished, type Upload, type UploadState } from '../queue/upload.ts';
import { useLanguage } from './language.ts';
import { Total } from './total.tsx';
import { UploadRow } from './upload-row.tsx';

interface UploadListProps {
  readonly queue: Queue;
  readonly clock: Clock;
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  /** Takes the focus to a place that stays, before the place where it is goes away. */
  keepFocus(): void;
}

/** This agent's uploads, in the order of picking. */
export function UploadList({ queue, clock, ticket, keepFocus }: UploadListProps) {
  const { t } = useLanguage();
  const label = useId();
  const some = (is: (state: UploadState) => boolean) => queue.uploads.value.some((entry) => is(entry.value.state));
  const anyFailed = useComputed(() => some(({ kind }) => kind === 'failed')).value;
  const anyFinished = useComputed(() => some(isFinished)).value;
  const uploads = queue.uploads.value;
  const shown = useGradually(uploads.length);
  const timing = useMemo(() => createTiming(queue, clock), [queue, clock]);
  useEffect(() => timing.end, [timing]);
  const rowOf = useRows({ queue, timing, ticket, keepFocus });
  if (uploads.length === 0) return null;
  return (
    <section class="uploads" aria-labelledby={label}>
      <div class="uploads-line">
        <h2 id={label}>{t('list.label')}</h2>
        {anyFailed && <ListButton text={t('list.retryAll')} act={() => void queue.retryAll()} before={keepFocus} />}
        {anyFinished && <ListButton text={t('list.clearFinished')} act={queue.clearFinished} before={keepFocus} />}
      </div>
      <Total timing={timing} />
      <ul>{uploads.slice(0, shown).map(rowOf)}</ul>
    </section>
  );
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

type RowsProps = Omit<UploadListProps, 'clock'> & { readonly timing: Timing };

/** Gives each upload the same row again while nothing but the upload changes: a row redraws itself for that. */
function useRows({ queue, timing, ticket, keepFocus }: RowsProps): (entry: ReadonlySignal<Upload>) => VNode {
  return useMemo(() => {
    const rows = new WeakMap<ReadonlySignal<Upload>, VNode>();
    return (entry) => {
      const row = rows.get(entry) ?? (
        <UploadRow
          key={entry.peek().id}
          entry={entry}
          queue={queue}
          timing={timing}
          ticket={ticket}
          keepFocus={keepFocus}
        />
      );
      rows.set(entry, row);
      return row;
    };
  }, [queue, timing, ticket, keepFocus]);
}

/** Rows that are made in one go: more than any panel shows at once, few enough to be quick. */
const rowsInOneGo = 15;

/**
 * Makes a long list in several goes, so that the panel answers in between.
 * @returns how many of the rows to make now
 */
function useGradually(count: number): number {
  const [shown, setShown] = useState(rowsInOneGo);
  useEffect(() => {
    if (count <= shown) return setShown(Math.max(count, rowsInOneGo));
    const timer = setTimeout(() => setShown(shown + rowsInOneGo));
    return () => clearTimeout(timer);
  }, [count, shown]);
  return shown;
}
