import { useEffect, useId, useRef } from 'preact/hooks';
import type { Twin } from '../../attachments/find-twin.ts';
import type { Choice, HeldFile, Intake } from '../../attachments/intake.ts';
import { FileIcon } from '../file-icon.tsx';
import { FileName } from '../file-name.tsx';
import type { I18n } from '../i18n.ts';
import { useLanguage } from '../language.ts';
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
  const told = useRef(0);
  useEffect(() => {
    const count = files.length;
    if (count > told.current) say(t('twin.said', { count }));
    told.current = count;
  }, [files.length]);
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
        {files.map((one) => (
          <HeldRow key={one.id} held={one} decide={decide} keepFocus={keepFocus} />
        ))}
      </ul>
    </section>
  );
}

interface HeldRowProps {
  readonly held: HeldFile;
  readonly decide: Intake['decide'];
  keepFocus(): void;
}

function HeldRow({ held: { id, file, twin }, decide, keepFocus }: HeldRowProps) {
  const i18n = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  useLeavingFocus(row, (from) => focusNeighbour(from, '.choice') || keepFocus());
  const choices: readonly Choice[] = twin.kind === 'on-ticket' ? ['skip', 'keep', 'replace'] : ['skip', 'keep'];
  return (
    <li ref={row} class="attachment">
      <FileIcon name={file.name} />
      <div class="upload-body">
        <FileName name={file.name} />
        <p class="status">{i18n.size(file.size)}</p>
        <p class="reason">{describeTwin(twin, i18n)}</p>
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

function describeTwin(twin: Twin, { t }: I18n): string {
  if (twin.kind === 'on-ticket') return t(twin.sameSize ? 'twin.on-ticket.same' : 'twin.on-ticket.differs');
  return twin.same === 'name' ? t('twin.added.name') : t('twin.added.content', { name: twin.name });
}
