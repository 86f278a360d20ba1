import { type Signal, useComputed } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { FileName } from '../file-name.tsx';
import { Icon } from '../icons.tsx';
import { useLanguage } from '../language.ts';
import { Moment } from './moment.tsx';
import type { OnTicket } from './on-ticket.ts';
import { OpenFile } from './open-file.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { focusNeighbour, useLeavingFocus } from './use-leaving-focus.ts';

interface TicketFileRowProps {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly onTicket: OnTicket;
  /** The id of the file whose actions are shown: one at a time, so that the list stays a list. */
  readonly openId: Signal<string | undefined>;
  keepFocus(): void;
}

/** One file of the ticket: what it is, who put it there, who sees it, and what can be done. */
export function TicketFileRow({ file, ticket, onTicket, openId, keepFocus }: TicketFileRowProps) {
  const { t } = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  const toggle = useRef<HTMLButtonElement>(null);
  const actions = useId();
  const open = useComputed(() => openId.value === file.id).value;
  const leftOver = useComputed(() => onTicket.intake.leftOver.value.some(({ id }) => id === file.id)).value;
  useLeavingFocus(row, (from) => focusNeighbour(from, '.icon-button') || keepFocus());
  const setOpen = (wanted: boolean) => {
    openId.value = wanted ? file.id : undefined;
  };
  return (
    <li
      ref={row}
      class="attachment"
      data-id={file.id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !open) return;
        setOpen(false);
        toggle.current?.focus();
      }}
    >
      <Thumbnail file={file} ticket={ticket} contents={onTicket.contents} />
      <div class="upload-body">
        <FileName name={file.name} />
        <Facts file={file} />
        {leftOver && <p class="reason">{t('file.leftOver')}</p>}
        <div id={actions}>{open && <OpenFile file={file} ticket={ticket} onTicket={onTicket} />}</div>
      </div>
      <button
        ref={toggle}
        type="button"
        class="icon-button"
        aria-label={t('file.actions', { name: file.name })}
        aria-expanded={open}
        aria-controls={actions}
        onClick={() => setOpen(!open)}
      >
        <Icon name="more" size={16} />
      </button>
    </li>
  );
}

function Facts({ file: { size, creator, createdTime, isPublic, link } }: { file: TicketFile }) {
  const i18n = useLanguage();
  return (
    <p class="status">
      <span class="status-parts">
        <span>{link === undefined ? i18n.size(size) : new URL(link).host}</span>
        {creator !== undefined && (
          <span>
            <bdi>{creator}</bdi>
          </span>
        )}
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
