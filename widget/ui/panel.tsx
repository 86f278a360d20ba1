import type { ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { Intake } from '../attachments/intake.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import type { Photos } from '../photos/photos.ts';
import type { KeepingNews } from '../queue/keeping.ts';
import type { Queue } from '../queue/queue.ts';
import type { OnTicket } from './attachments/on-ticket.ts';
import { DropOverlay } from './drop-overlay.tsx';
import { takeEarlyFiles } from './early-files.ts';
import { Heading } from './heading.tsx';
import { holdFiles } from './held-files.ts';
import { useLanguage } from './language.ts';
import type { Later } from './later.ts';
import { Notice } from './notice.tsx';
import type { parts } from './panel-parts.ts';
import { Picker } from './picker.tsx';
import type { Problem } from './problems.tsx';
import type { TicketWatch } from './ticket-on-screen.ts';
import { Unloaded } from './unloaded.tsx';
import { useQuestion } from './use-question.ts';
import { useTransfers } from './use-transfers.ts';

/** What the panel needs of the parts below it. */
export interface Workings {
  readonly queue: Queue;
  /** The files that the ticket has already, where they can be told. */
  readonly onTicket?: OnTicket | undefined;
  readonly problems: readonly Problem[];
  readonly photos: Photos;
  readonly keeping: Keeping;
  /** Shows a notice of the product's own. */
  readonly notify: Host['notify'];
}

/** Where uploads are kept across pages: what is to be said of it. */
export interface Keeping {
  readonly news: KeepingNews;
  readonly offline: ReadonlySignal<boolean>;
  /** Those in work are in no queue yet, and kept nowhere. */
  readonly photos: Pick<Photos, 'work'>;
  /** Nor are those in it. */
  readonly intake?: Pick<Intake, 'held' | 'taking'>;
}

/** What comes after the first screen: the workings, and the parts of the panel that show them. */
export interface SecondPart extends Workings {
  readonly parts: typeof parts;
}

export interface PanelProps {
  readonly later: Later<SecondPart>;
  readonly watch: TicketWatch;
  readonly clock?: Clock;
}

/**
 * The whole screen, once the widget runs inside a product. Files can be given from the first moment on; what shows and
 * sends them may come a moment later.
 */
export function Panel({ later, watch, clock = systemClock }: PanelProps) {
  /** The button that is there while rows come and go: to pick files, or to read the ticket again. */
  const lasting = useRef<HTMLButtonElement>(null);
  const { t } = useLanguage();
  const onScreen = watch.onScreen.value;
  const ticket = onScreen.kind === 'ticket' ? onScreen.ticket : undefined;
  const lastRead = useRef(ticket);
  const unread = onScreen.kind === 'unreadable' || (onScreen.kind === 'reading' && onScreen.slow);
  // While the next ticket is read, for a moment, the rows stay as they are.
  if (ticket || unread) lastRead.current = ticket;
  const readAgain = useReadAgain(watch, lasting, unread);
  const keepFocus = useCallback(() => lasting.current?.focus(), []);
  const loading = later.state.value;
  const second = loading.kind === 'ready' ? loading.value : undefined;
  const onTicket = second?.onTicket;
  const held = useMemo(() => holdFiles(later, watch), [later, watch]);
  const dragging = useTransfers(held.add);
  const waiting = held.count.value;
  // They are in memory alone.
  useQuestion(waiting > 0);
  useEffect(() => takeEarlyFiles(document, held.add, keepFocus), [held, keepFocus]);
  return (
    <main class="panel">
      {unread ? (
        <UnreadNotice failed={onScreen.kind === 'unreadable'} button={lasting} readAgain={readAgain} />
      ) : (
        <>
          <Heading onScreen={onScreen}>
            {second && <second.parts.Summary queue={second.queue} ticket={lastRead.current} />}
          </Heading>
          <Picker
            button={lasting}
            compact={second !== undefined && second.queue.uploads.value.length > 0}
            onFiles={held.add}
          >
            {second && <second.parts.Hint limits={second.queue.limits.value} />}
          </Picker>
          {second && <second.parts.Ways photos={second.photos} onFiles={held.add} keepFocus={keepFocus} />}
        </>
      )}
      {held.left.value && (
        <p class="hint" role="alert">
          {t('pick.left')}
        </p>
      )}
      {second ? (
        <>
          {onTicket && (
            <second.parts.HeldFiles
              waiting={waiting}
              onTicket={onTicket}
              ticket={lastRead.current}
              keepFocus={keepFocus}
            />
          )}
          <second.parts.UploadList queue={second.queue} clock={clock} ticket={lastRead.current} keepFocus={keepFocus} />
          {onTicket && (
            <second.parts.TicketFileList onTicket={onTicket} ticket={lastRead.current} keepFocus={keepFocus} />
          )}
          <second.parts.KeepingLines queue={second.queue} waiting={waiting} {...second.keeping} />
          <second.parts.Problems problems={second.problems} />
          <second.parts.Announcer
            queue={second.queue}
            clock={clock}
            onScreen={lastRead}
            also={onTicket?.news}
            {...second.keeping}
          />
          <second.parts.OutsideNotice queue={second.queue} clock={clock} notify={second.notify} />
        </>
      ) : (
        <Unloaded failed={loading.kind === 'failed'} held={waiting} again={later.again} keepFocus={keepFocus} />
      )}
      {dragging && <DropOverlay ticket={ticket} />}
    </main>
  );
}

interface UnreadNoticeProps {
  readonly failed: boolean;
  readonly button: RefObject<HTMLButtonElement | null>;
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

/** Reads the ticket again; where that, or what comes of it, takes a focused button away, the one in its place gets the focus. */
function useReadAgain(watch: TicketWatch, lasting: RefObject<HTMLButtonElement | null>, unread: boolean): () => void {
  const asked = useRef(false);
  // While it is drawn, the button that goes away is still there.
  const moves = asked.current || lasting.current?.matches(':focus');
  useEffect(() => {
    if (moves) lasting.current?.focus();
    asked.current = false;
  }, [unread]);
  return () => {
    asked.current = true;
    watch.read();
  };
}
