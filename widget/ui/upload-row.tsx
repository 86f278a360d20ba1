import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Ticket } from '../hosts/host.ts';
import { sizeOf } from '../queue/file-size.ts';
import type { Queue } from '../queue/queue.ts';
import type { Timing } from '../queue/timing.ts';
import { isUnderWay, type Upload } from '../queue/upload.ts';
import { useLeavingFocus } from './attachments/use-leaving-focus.ts';
import { Details } from './details.tsx';
import { hasDetails } from './details-text.ts';
import { FileIcon } from './file-icon.tsx';
import { FileName } from './file-name.tsx';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';
import { Progress } from './progress.tsx';
import { sentBytesOf, UploadStatus } from './upload-status.tsx';
import { describeReasons } from './words.ts';

interface UploadRowProps {
  readonly entry: ReadonlySignal<Upload>;
  readonly queue: Queue;
  readonly timing: Timing;
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  keepFocus(): void;
}

/** One upload: what it is, how it stands, what can be done. */
export function UploadRow({ entry, queue, timing, ticket, keepFocus }: UploadRowProps) {
  const i18n = useLanguage();
  const { t } = i18n;
  const upload = entry.value;
  const { id, file, state } = upload;
  const row = useRef<HTMLLIElement>(null);
  const last = useRef<HTMLButtonElement>(null);
  const moves = state.kind === 'starting' || state.kind === 'sending' || state.kind === 'asking';
  // What an earlier try may have put on the ticket does not go away unseen.
  const stoppable = isUnderWay(state) || 'doubt' in state;
  const moveFocus = () => last.current?.focus();
  useLeavingFocus(row, (from) => {
    const next = from.nextElementSibling?.querySelector<HTMLElement>('.icon-button');
    if (next) next.focus();
    else keepFocus();
  });

  function stopOrRemove(): void {
    if (stoppable) queue.cancel(id);
    else if (state.kind !== 'cancelling') queue.remove(id);
  }

  return (
    <li ref={row} class="upload" data-state={state.kind}>
      <FileIcon name={file.name} />
      <div class="upload-body">
        <FileName name={file.name} />
        <UploadStatus upload={upload} ticket={ticket} timing={timing} />
        {moves && (
          <Progress label={t('upload.progress', { name: file.name })} sent={sentBytesOf(upload)} size={sizeOf(file)} />
        )}
        <Reasons upload={upload} />
        {['failed', 'unconfirmed', 'cancelled'].includes(state.kind) && (
          <Choices key={state.kind} upload={upload} queue={queue} keepFocus={moveFocus} />
        )}
        {hasDetails(state) && <Details upload={upload} endedMs={timing.sinceMs(state)} keepFocus={moveFocus} />}
      </div>
      <button
        ref={last}
        type="button"
        class="icon-button"
        aria-label={t(stoppable || state.kind === 'cancelling' ? 'action.cancel' : 'action.remove', {
          name: file.name,
        })}
        aria-disabled={state.kind === 'cancelling'}
        onClick={stopOrRemove}
      >
        <Icon name="close" size={16} />
      </button>
    </li>
  );
}

function Reasons({ upload: { state, remark } }: { upload: Upload }) {
  const i18n = useLanguage();
  const reasons = describeReasons(state, i18n);
  const ahead = state.kind === 'queued' || isUnderWay(state);
  // A route's limits may be learned only on the way to it: what it carries by then, it does take.
  const disproved = state.kind === 'sending' && state.route !== remark?.onlyRoute;
  const shown = remark && ahead && !disproved ? [...reasons, i18n.t(`remark.${remark.onlyRoute}`)] : reasons;
  return shown.map((reason) => (
    <p class="reason" key={reason}>
      {reason}
    </p>
  ));
}

interface ChoicesProps {
  readonly upload: Upload;
  readonly queue: Queue;
  /** Takes the focus to a place that stays. */
  keepFocus(): void;
}

/** What the agent can decide. */
function Choices({ upload: { id, file, state }, queue, keepFocus }: ChoicesProps) {
  const { t } = useLanguage();
  const all = useRef<HTMLDivElement>(null);
  // The buttons go away once used, or by themselves where a later question finds the file.
  useLeavingFocus(all, keepFocus);
  const choice = (text: string, act: () => void) => (
    <button type="button" class="choice" aria-label={`${text}: ${file.name}`} onClick={act}>
      {text}
    </button>
  );
  return (
    <div ref={all} class="choices">
      {state.kind === 'unconfirmed' && choice(t('action.found'), () => queue.confirm(id))}
      {choice(t(state.kind === 'failed' ? 'action.retry' : 'action.sendAgain'), () => void queue.retry(id))}
    </div>
  );
}
