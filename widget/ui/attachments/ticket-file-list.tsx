import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import type { FileList } from '../../attachments/file-list.ts';
import type { TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { Line } from '../keeping-lines.tsx';
import { useLanguage } from '../language.ts';
import { useGradually } from '../use-gradually.ts';
import type { OnTicket } from './on-ticket.ts';
import { TicketFileRow } from './ticket-file-row.tsx';
import { useLeavingFocus } from './use-leaving-focus.ts';

interface TicketFileListProps {
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  readonly onTicket: OnTicket;
  /** Takes the focus to a place that stays, before the place where it is goes away. */
  keepFocus(): void;
}

/** The files that the ticket has, the newest first. */
export function TicketFileList({ ticket, keepFocus, onTicket }: TicketFileListProps) {
  const { t } = useLanguage();
  const label = useId();
  const { files } = onTicket;
  useEffect(() => files.show(ticket), [files, ticket]);
  const list = files.list.value;
  const shown = useGradually(list?.files?.length ?? 0);
  const rowOf = useRows(onTicket, keepFocus);
  // Until the other ticket's list is on screen, nothing of the one that was left may stand under its number.
  if (!list || list.ticket.id !== ticket?.id) return null;
  const known = list.files;
  return (
    <section class="uploads attachments" aria-labelledby={label}>
      <div class="uploads-line">
        <h2 id={label}>
          {t('files.label')} {known && known.length > 0 && <Count count={known.length} more={list.more} />}
        </h2>
      </div>
      <LeftOverLines list={list} intake={onTicket.intake} />
      <ReadingWords list={list} retry={() => void files.refresh()} keepFocus={keepFocus} />
      {known && known.length > 0 && <ul>{known.slice(0, shown).map((file) => rowOf(file, list.ticket))}</ul>}
      {list.more && <OlderButton reading={list.reading} read={() => void files.readOlder()} />}
    </section>
  );
}

/** Files that a newer one could not oust, and whose rows, which would say so, are not there. */
function LeftOverLines({ list, intake }: { list: FileList; intake: OnTicket['intake'] }) {
  const i18n = useLanguage();
  const { ticket, files, more, trouble } = list;
  const lines = intake.leftOver.value.filter(({ ticket: { id: ticketId }, id }) => {
    if (ticketId !== ticket.id) return false;
    // What a whole list does not have has gone.
    const isWhole = files && !more && !trouble;
    return id === undefined || !(isWhole || files?.some((file) => file.id === id));
  });
  return lines.map(({ name }, at) => (
    <Line key={at} icon="warning" text={`${i18n.list([name])}: ${i18n.t('file.leftOver')}`} />
  ));
}

/** Gives each file the same row again while nothing of it changes. */
function useRows(onTicket: OnTicket, keepFocus: () => void): (file: TicketFile, ticket: Ticket) => VNode {
  const openId = useSignal<string | undefined>(undefined);
  return useMemo(() => {
    const rows = new WeakMap<TicketFile, VNode>();
    return (file, ticket) => {
      const row = rows.get(file) ?? (
        <TicketFileRow
          key={file.id}
          file={file}
          ticket={ticket}
          onTicket={onTicket}
          openId={openId}
          keepFocus={keepFocus}
        />
      );
      rows.set(file, row);
      return row;
    };
  }, [onTicket, keepFocus]);
}

function Count({ count, more }: { count: number; more: boolean }) {
  const { t, locale } = useLanguage();
  return (
    <span class="count">{more ? t('files.atLeast', { count }) : new Intl.NumberFormat(locale).format(count)}</span>
  );
}

/** A quiet line where there is nothing to show, or what is shown could not be brought up to date. */
function ReadingWords({ list, retry, keepFocus }: { list: FileList; retry: () => void; keepFocus: () => void }) {
  const { t } = useLanguage();
  const { files, trouble, reading } = list;
  if (trouble) {
    return (
      <div class="trouble">
        <p class="quiet">{t(`files.trouble.${trouble.kind}`)}</p>
        <RetryButton reading={reading} retry={retry} keepFocus={keepFocus} />
      </div>
    );
  }
  if (!files) return <p class="quiet">{t('files.reading')}</p>;
  return files.length === 0 ? <p class="quiet">{t('files.none')}</p> : null;
}

function RetryButton({ reading, retry, keepFocus }: { reading: boolean; retry: () => void; keepFocus: () => void }) {
  const { t } = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useLeavingFocus(button, keepFocus);
  return (
    <button ref={button} type="button" class="link-button" aria-disabled={reading} onClick={() => !reading && retry()}>
      {t('action.retry')}
    </button>
  );
}

function OlderButton({ reading, read }: { reading: boolean; read: () => void }) {
  const { t } = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useLeavingFocus(button, (from) => {
    from.closest('section')?.querySelector<HTMLElement>('li:last-child > .icon-button')?.focus();
  });
  return (
    <button
      ref={button}
      type="button"
      class="link-button older"
      aria-disabled={reading}
      onClick={() => !reading && read()}
    >
      {t('files.older')}
    </button>
  );
}
