import { useId } from 'preact/hooks';
import { useLanguage } from '../language.ts';
import { FilePreview } from './file-preview.tsx';
import { type FileToWorkOn, useFileWork } from './use-file-work.ts';

/** What can be done with a file of the ticket, the question before it is deleted, and what is in it. */
export function OpenFile(given: FileToWorkOn) {
  const { t } = useLanguage();
  const { file, ticket, onTicket } = given;
  const work = useFileWork(given);
  const question = useId();
  const action = (text: string, act: () => void, more: { first?: boolean; careful?: boolean } = {}) => (
    <button
      type="button"
      class="choice"
      aria-label={`${text}: ${file.name}`}
      aria-describedby={work.asking ? question : undefined}
      aria-disabled={work.busy}
      data-careful={more.careful}
      ref={more.first ? work.first : null}
      onClick={() => !work.busy && act()}
    >
      {text}
    </button>
  );
  return (
    <div aria-busy={work.busy}>
      {work.asking && (
        <p id={question} class="reason">
          {t('file.askDelete')}
        </p>
      )}
      {/* Other buttons: a second press of a key must not reach what has come in the place of the first. */}
      <div class="choices" key={String(work.asking)}>
        {work.asking ? (
          <>
            {action(t('file.delete'), work.remove, { careful: true })}
            {action(t('file.keep'), () => work.ask(false), { first: true })}
          </>
        ) : (
          <>
            {file.link !== undefined && (
              <a
                class="choice"
                href={file.link}
                target="_blank"
                rel="noreferrer"
                aria-label={`${t('file.openLink')}: ${file.name}`}
              >
                {t('file.openLink')}
              </a>
            )}
            {work.preview && action(t(work.previewing ? 'file.closePreview' : 'file.preview'), work.preview)}
            {work.download && action(t('file.download'), work.download)}
            {work.openInProduct && action(t('file.openInDesk'), work.openInProduct)}
            {file.isPublic !== undefined && action(t(file.isPublic ? 'file.hide' : 'file.show'), work.changeVisibility)}
            {action(t('file.delete'), () => work.ask(true), { first: true })}
          </>
        )}
      </div>
      {work.note !== undefined && <p class="reason">{work.note}</p>}
      {work.previewing && <FilePreview file={file} ticket={ticket} onTicket={onTicket} />}
    </div>
  );
}
