import type { ComponentChildren } from 'preact';
import { useLanguage } from '../language.ts';
import type { FileWork } from './use-file-work.ts';

interface FileActionsProps {
  readonly name: string;
  readonly isPublic: boolean | undefined;
  readonly work: FileWork;
}

/** What can be done with a file of the ticket, and the question before it is deleted. */
export function FileActions({ name, isPublic, work }: FileActionsProps) {
  const { t } = useLanguage();
  const action = (text: string, act: () => void, more: { first?: boolean; careful?: boolean } = {}) => (
    <button
      type="button"
      class="choice"
      aria-label={`${text}: ${name}`}
      aria-disabled={work.busy}
      data-careful={more.careful}
      ref={more.first ? work.first : null}
      onClick={() => !work.busy && act()}
    >
      {text}
    </button>
  );
  if (work.asking) {
    return (
      <Group text={t('file.askDelete')}>
        {action(t('file.delete'), work.remove, { careful: true })}
        {action(t('file.keep'), () => work.ask(false), { first: true })}
      </Group>
    );
  }
  return (
    <Group>
      {work.canPreview && action(t(work.previewing ? 'file.closePreview' : 'file.preview'), work.preview)}
      {work.download && action(t('file.download'), work.download)}
      {work.openInProduct && action(t('file.openInDesk'), work.openInProduct)}
      {isPublic !== undefined && action(t(isPublic ? 'file.hide' : 'file.show'), work.changeVisibility)}
      {action(t('file.delete'), () => work.ask(true))}
    </Group>
  );
}

function Group({ text, children }: { text?: string; children: ComponentChildren }) {
  return (
    <>
      {text !== undefined && <p class="reason">{text}</p>}
      <div class="choices">{children}</div>
    </>
  );
}
