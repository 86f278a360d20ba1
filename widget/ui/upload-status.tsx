import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Ticket } from '../hosts/host.ts';
import { originalOf } from '../photos/originals.ts';
import { sizeOf } from '../queue/file-size.ts';
import type { Timing } from '../queue/timing.ts';
import type { Upload, UploadState } from '../queue/upload.ts';
import type { I18n } from './i18n.ts';
import { Icon, type IconName } from './icons.tsx';
import { useLanguage } from './language.ts';
import { PaceWords } from './pace-words.tsx';
import { nameOther } from './words.ts';

const icons: { readonly [kind in UploadState['kind']]?: IconName } = {
  delivered: 'check',
  rejected: 'block',
  refused: 'block',
  failed: 'warning',
  unconfirmed: 'warning',
  queued: 'clock',
  waiting: 'clock',
};

interface UploadStatusProps {
  readonly upload: Upload;
  readonly ticket: Ticket | undefined;
  readonly timing: Timing;
}

/** How an upload stands: its state, size, route, and its ticket where that is not the one on screen. */
export function UploadStatus({ upload, ticket, timing }: UploadStatusProps) {
  const i18n = useLanguage();
  const { state, file } = upload;
  const icon = icons[state.kind];
  const sent = sentBytesOf(upload);
  const original = originalOf(file);
  // The check reads the size, of a few files at a time.
  const bytes = state.kind === 'checking' ? undefined : i18n.size(sizeOf(file));
  const words = stateInWords(upload, i18n);
  return (
    <p class="status">
      <span class="status-parts">
        <OtherTicket of={upload} ticket={ticket} />
        {words && (
          <span class="state">
            {icon && <Icon name={icon} size={14} />}
            {words}
          </span>
        )}
        {bytes && (
          <span>{sent === undefined ? bytes : i18n.t('upload.bytes', { sent: i18n.size(sent), size: bytes })}</span>
        )}
        {sent !== undefined && <UploadPace id={upload.id} timing={timing} />}
        {original && <span>{i18n.t('photos.reducedFrom', { size: i18n.size(sizeOf(original)) })}</span>}
        {'route' in state && <span>{i18n.t(`via.${state.route}`)}</span>}
      </span>
    </p>
  );
}

interface OtherTicketProps {
  readonly of: { readonly ticket: Ticket };
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
}

/** Names the ticket that a file goes to, where that is not the one on screen. */
export function OtherTicket({ of, ticket }: OtherTicketProps) {
  const words = nameOther(of.ticket, ticket, useLanguage());
  return words ? <span class="other-ticket">{words}</span> : null;
}

/** Redraws itself alone when time passes. */
function UploadPace({ id, timing }: { id: string; timing: Timing }) {
  const pace = timing.reading.value.paces.get(id);
  return pace ? <PaceWords pace={pace} /> : null;
}

/** Bytes that have left, while that says how far the upload is: once all have, only the answer counts. */
export function sentBytesOf({ state, file }: Upload): number | undefined {
  if (state.kind !== 'sending' || state.sentBytes === undefined) return undefined;
  return state.sentBytes < sizeOf(file) ? state.sentBytes : undefined;
}

/** Nothing where the bytes that have left say it better. */
function stateInWords(upload: Upload, { t }: I18n): ComponentChildren {
  const { state, file } = upload;
  if (state.kind === 'waiting') return <Countdown untilMs={state.untilMs} />;
  if (state.kind === 'elsewhere') return t('state.elsewhere', { state: t(`state.${state.doing}`) });
  if (state.kind !== 'sending') return t(`state.${state.kind}`);
  if (state.attempt > 1) return t('state.sendingAgain');
  if (state.sentBytes === undefined) return t('state.sending');
  return state.sentBytes < sizeOf(file) ? undefined : t('state.sent');
}

function Countdown({ untilMs }: { untilMs: number }) {
  const { t, wait } = useLanguage();
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <>{t('state.waiting', { time: wait(untilMs - now) })}</>;
}
