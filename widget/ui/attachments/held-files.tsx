import { useEffect, useId, useRef } from 'preact/hooks';
import type { Choice, HeldFile, Intake } from '../../attachments/intake.ts';
import { FileIcon } from '../file-icon.tsx';
import { FileName } from '../file-name.tsx';
import { useLanguage } from '../language.ts';
import { useGradually } from '../use-gradually.ts';
import { useQuestion } from '../use-question.ts';
import type { OnTicket } from './on-ticket.ts';
import { focusNeighbour, useLeavingFocus } from './use-leaving-focus.ts';

interface HeldFilesProps {
  readonly onTicket: Pick<OnTicket, 'intake' | 'say'>;
  keepFocus(): void;
}

/** Files that wait for the agent's choice, since something like them is already there. */
export function HeldFiles({ onTicket: { intake, say }, keepFocus }: HeldFilesProps) {
  const { t } = useLanguage();
  const label = useId();
  const { decide } = intake;
  const files = intake.held.value;
  useNews(files.length, (count) => say(t('twin.said', { count })));
  useNews(intake.leftOver.value.length, () => say(t('file.leftOver')));
  const shown = useGradually(files.length);
  // They are in no queue yet, which would keep them.
  useQuestion(files.length > 0);
  if (files.length === 0) return null;
  const decideAll = (choice: Choice) => () => {
    keepFocus();
    decide(
      files.map(({ id }) => id),
      choice,
    );
  };
  return (
    <section class="uploads held" aria-labelledby={label}>
      <div class="uploads-line">
        <h2 id={label}>{t('twin.label')}</h2>
        {files.length > 1 && (
          <>
            <button type="button" class="link-button" onClick={decideAll('skip')}>
              {t('twin.skipAll')}
            </button>
            <button type="button" class="link-button" onClick={decideAll('keep')}>
              {t('twin.keepAll')}
            </button>
          </>
        )}
      </div>
      <ul>
        {files.slice(0, shown).map((one) => (
          <HeldRow key={one.id} held={one} decide={decide} keepFocus={keepFocus} />
        ))}
      </ul>
    </section>
  );
}

const choices = ['skip', 'keep', 'replace'] as const satisfies readonly Choice[];

interface HeldRowProps {
  readonly held: HeldFile;
  readonly decide: Intake['decide'];
  keepFocus(): void;
}

function HeldRow({ held: { id, file, twin }, decide, keepFocus }: HeldRowProps) {
  const i18n = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  useLeavingFocus(row, (from) => focusNeighbour(from, '.choice') || keepFocus());
  return (
    <li ref={row} class="attachment">
      <FileIcon name={file.name} />
      <div class="upload-body">
        <FileName name={file.name} />
        <p class="status">{i18n.size(file.size)}</p>
        <p class="reason">
          {twin.place === 'ticket'
            ? i18n.t(`twin.ticket.${twin.same}`, { name: twin.file.name })
            : i18n.t(`twin.queue.${twin.same}`, { name: twin.file.name })}
        </p>
        <div class="choices">
          {choices.map((choice) => (
            <button
              key={choice}
              type="button"
              class="choice"
              aria-label={`${i18n.t(`twin.${choice}`)}: ${file.name}`}
              onClick={() => decide([id], choice)}
            >
              {i18n.t(`twin.${choice}`)}
            </button>
          ))}
        </div>
      </div>
    </li>
  );
}

/** Calls with a count each time it has grown. */
function useNews(count: number, tell: (count: number) => void): void {
  const told = useRef(0);
  useEffect(() => {
    if (count > told.current) tell(count);
    told.current = count;
  }, [count]);
}
