import type { Ref, RefObject } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import { type Clock, systemClock } from '../clock.ts';
import type { Queue } from '../queue/queue.ts';
import { Announcer } from './announcer.tsx';
import { DropOverlay } from './drop-overlay.tsx';
import { type LoadExtras, useExtras } from './extras.ts';
import { Heading } from './heading.tsx';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';
import { Notice } from './notice.tsx';
import { Picker } from './picker.tsx';
import type { TicketWatch } from './ticket-on-screen.ts';
import { UploadList } from './upload-list.tsx';
import { useDrop } from './use-drop.ts';

/** A setting that could not be used, in the administrator's words. */
export interface Problem {
  readonly parameter: string;
  readonly message: string;
}

export interface PanelProps {
  readonly queue: Queue;
  readonly watch: TicketWatch;
  readonly problems: readonly Problem[];
  readonly clock?: Clock;
  readonly loadExtras?: LoadExtras | undefined;
}

/** The whole screen, once the widget runs inside a product. */
export function Panel({ queue, watch, problems, clock = systemClock, loadExtras }: PanelProps) {
  /** The button that is there while rows come and go: to pick files, or to read the ticket again. */
  const lasting = useRef<HTMLButtonElement>(null);
  const onScreen = watch.onScreen.value;
  const ticket = onScreen.kind === 'ticket' ? onScreen.ticket : undefined;
  const lastRead = useRef(ticket);
  const unread = onScreen.kind === 'unreadable' || (onScreen.kind === 'reading' && onScreen.slow);
  // While the next ticket is read, for a moment, the rows stay as they are.
  if (ticket || unread) lastRead.current = ticket;
  const readAgain = useReadAgain(watch, lasting, unread);
  const keepFocus = useCallback(() => lasting.current?.focus(), []);
  const attach = (files: readonly File[]) => {
    if (ticket) void takeIn(files, ticket);
  };
  const { extras, takeIn } = useExtras(loadExtras, queue);
  const dragging = useDrop(attach);
  return (
    <main class="panel">
      {unread ? (
        <UnreadNotice failed={onScreen.kind === 'unreadable'} button={lasting} readAgain={readAgain} />
      ) : (
        <>
          <Heading onScreen={onScreen} queue={queue} />
          <Picker
            button={lasting}
            limits={queue.limits.value}
            disabled={!ticket}
            compact={queue.uploads.value.length > 0}
            onFiles={attach}
          />
        </>
      )}
      {extras && <extras.Questions ticket={ticket} attach={attach} keepFocus={keepFocus} />}
      <UploadList queue={queue} ticket={lastRead.current} keepFocus={keepFocus} />
      {extras && <extras.Files ticket={lastRead.current} keepFocus={keepFocus} />}
      <Problems problems={problems} />
      {dragging && <DropOverlay ticket={ticket} />}
      <Announcer queue={queue} clock={clock} also={extras?.news} />
    </main>
  );
}

interface UnreadNoticeProps {
  readonly failed: boolean;
  readonly button: Ref<HTMLButtonElement>;
  readAgain(): void;
}

function UnreadNotice({ failed, button, readAgain }: UnreadNoticeProps) {
  const { t } = useLanguage();
  const key = failed ? 'unreadable' : 'slow';
  return (
    <Notice icon={failed ? 'warning' : 'clock'} title={t(`notice.${key}.title`)} text={t(`notice.${key}.text`)}>
      <button ref={button} type="button" class="button" onClick={readAgain}>
        {t('action.retry')}
      </button>
    </Notice>
  );
}

function Problems({ problems }: { problems: readonly Problem[] }) {
  const { t } = useLanguage();
  return problems.map(({ parameter, message }) => (
    <p class="problem" key={parameter}>
      <Icon name="info" size={16} />
      <span>{t('notice.configuration', { problem: `${parameter}: ${message}` })}</span>
    </p>
  ));
}

/** Reads the ticket again; the button that asked for it goes away, so the focus moves to the one that takes its place. */
function useReadAgain(watch: TicketWatch, lasting: RefObject<HTMLButtonElement | null>, unread: boolean): () => void {
  const moveFocus = useRef(false);
  useEffect(() => {
    if (unread || !moveFocus.current) return;
    moveFocus.current = false;
    lasting.current?.focus();
  }, [unread, lasting]);
  return () => {
    moveFocus.current = true;
    watch.read();
  };
}
