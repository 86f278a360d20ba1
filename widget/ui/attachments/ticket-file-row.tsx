import { useId, useRef } from 'preact/hooks';
import type { TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { FileName } from '../file-name.tsx';
import { Icon } from '../icons.tsx';
import { useLanguage } from '../language.ts';
import { FileActions } from './file-actions.tsx';
import { FilePreview } from './file-preview.tsx';
import { Moment } from './moment.tsx';
import type { OnTicket } from './on-ticket.ts';
import { Thumbnail } from './thumbnail.tsx';
import { useFileWork } from './use-file-work.ts';
import { focusNeighbour, useLeavingFocus } from './use-leaving-focus.ts';

interface TicketFileRowProps {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly onTicket: OnTicket;
  /** Whether what can be done with it is shown: of one row at a time, so that the list stays a list. */
  readonly open: boolean;
  setOpen(open: boolean): void;
  keepFocus(): void;
}

/** One file of the ticket: what it is, who put it there, who sees it, and what can be done. */
export function TicketFileRow({ file, ticket, onTicket, open, setOpen, keepFocus }: TicketFileRowProps) {
  const { t } = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const actions = useId();
  const work = useFileWork(file, ticket, onTicket);
  useLeavingFocus(row, (from) => focusNeighbour(from, '.icon-button') || keepFocus());

  function setActions(wanted: boolean): void {
    work.ask(false);
    setOpen(wanted);
  }

  return (
    <li
      ref={row}
      class="attachment"
      data-id={file.id}
      aria-busy={work.busy}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setActions(false);
        toggle.current?.focus();
      }}
    >
      <Thumbnail file={file} ticket={ticket} contents={onTicket.contents} />
      <div class="upload-body">
        <FileName name={file.name} />
        <Facts file={file} />
        <div id={actions}>
          {open && <FileActions name={file.name} isPublic={file.isPublic} work={work} />}
          {work.note !== undefined && <p class="reason">{work.note}</p>}
          {open && work.previewing && <FilePreview file={file} ticket={ticket} contents={onTicket.contents} />}
        </div>
      </div>
      <button
        ref={toggle}
        type="button"
        class="icon-button"
        aria-label={t('file.actions', { name: file.name })}
        aria-expanded={open}
        aria-controls={actions}
        onClick={() => setActions(!open)}
      >
        <Icon name="more" size={16} />
      </button>
    </li>
  );
}

function Facts({ file: { size, creator, createdTime, isPublic } }: { file: TicketFile }) {
  const i18n = useLanguage();
  return (
    <p class="status">
      <span class="status-parts">
        <span>{i18n.size(size)}</span>
        {creator !== undefined && <span dir="auto">{creator}</span>}
        <span>
          <Moment iso={createdTime} />
        </span>
        {isPublic !== undefined && (
          <span class="state" data-public={isPublic}>
            {isPublic && <Icon name="eye" size={14} />}
            {i18n.t(isPublic ? 'file.public' : 'file.internal')}
          </span>
        )}
      </span>
    </p>
  );
}
