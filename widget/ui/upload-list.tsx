import { computed, type ReadonlySignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useMemo } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { createTiming, type Timing } from '../queue/timing.ts';
import { isElsewhere, isFinished, type Upload, type UploadState } from '../queue/upload.ts';
import { useLanguage } from './language.ts';
import { onePressOneFile } from './one-press.ts';
import { Total } from './total.tsx';
import { UploadRow } from './upload-row.tsx';
import { useGradually } from './use-gradually.ts';

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
  const list = useMemo(() => listOf(queue, ticket?.id), [queue, ticket?.id]);
  const uploads = list.uploads.value;
  const anyFailed = list.anyFailed.value;
  const anyFinished = list.anyFinished.value;
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
      <ul {...onePressOneFile}>{uploads.slice(0, shown).map(rowOf)}</ul>
    </section>
  );
}

/** What is to be shown beside a ticket: what another tab has for another ticket is shown there. */
function listOf(queue: Queue, ticketId: string | undefined) {
  const isHidden = ({ state, ticket }: Upload) => isElsewhere(state) && ticket.id !== ticketId;
  // The first look makes it follow those alone that may change in this.
  const uploads = computed(() =>
    queue.uploads.value.filter((entry) => !isHidden(entry.peek()) || !isHidden(entry.value)),
  );
  const some = (is: (state: UploadState) => boolean) => uploads.value.some((entry) => is(entry.value.state));
  return {
    uploads,
    anyFailed: computed(() => some(({ kind }) => kind === 'failed')),
    anyFinished: computed(() => some(isFinished)),
  };
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
