import { useEffect, useId, useRef } from 'preact/hooks';
import type { Choice, HeldFile, Intake } from '../../attachments/intake.ts';
import type { Ticket } from '../../hosts/host.ts';
import { FileIcon } from '../file-icon.tsx';
import { FileName } from '../file-name.tsx';
import { useLanguage } from '../language.ts';
import { onePressOneFile } from '../one-press.ts';
import { OtherTicket } from '../upload-status.tsx';
import { useGradually } from '../use-gradually.ts';
import { useQuestion } from '../use-question.ts';
import type { OnTicket } from './on-ticket.ts';
import { focusNeighbour, useLeavingFocus } from './use-leaving-focus.ts';

interface HeldFilesProps {
  readonly onTicket: Pick<OnTicket, 'intake' | 'say'>;
  /** The ticket on screen, where it is known. */
  readonly ticket: Ticket | undefined;
  /** How many files wait for the ticket. */
  readonly waiting: number;
  keepFocus(): void;
}

/**
 * Files that wait for the ticket or are being looked at, and those that wait for the agent's choice, since something like
 * them is there.
 */
export function HeldFiles({ onTicket: { intake, say }, ticket, waiting, keepFocus }: HeldFilesProps) {
  const { t } = useLanguage();
  const label = useId();
  const { decide } = intake;
  const files = intake.held.value;
  useNews(files.length, (count) => say(t('twin.said', { count })));
  const leftOver = intake.leftOver.value;
  useNews(leftOver.length, () => say(`${leftOver.at(-1)?.name}: ${t('file.leftOver')}`));
  const shown = useGradually(files.length);
  const taking = intake.taking.value > 0;
  // They are in no queue yet, which would keep them.
  useQuestion(taking || files.length > 0);
  const preparing = (taking || waiting > 0) && <p class="hint">{t('panel.preparing')}</p>;
  if (files.length === 0) return preparing;
  const decideAll = (choice: Choice) => () => {
    keepFocus();
    decide(
      files.map(({ id }) => id),
      choice,
    );
  };
  return (
    <>
      {preparing}
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
        <ul {...onePressOneFile}>
          {files.slice(0, shown).map((one) => (
            <HeldRow key={one.id} held={one} ticket={ticket} decide={decide} keepFocus={keepFocus} />
          ))}
        </ul>
      </section>
    </>
  );
}

const choices = ['skip', 'keep', 'replace'] as const satisfies readonly Choice[];

type HeldRowProps = Omit<HeldFilesProps, 'onTicket' | 'waiting'> & {
  readonly held: HeldFile;
  readonly decide: Intake['decide'];
};

function HeldRow({ held, ticket, decide, keepFocus }: HeldRowProps) {
  const { id, file, twin } = held;
  const i18n = useLanguage();
  const row = useRef<HTMLLIElement>(null);
  useLeavingFocus(row, (from) => focusNeighbour(from, '.choice') || keepFocus());
  return (
    <li ref={row} class="attachment">
      <FileIcon name={file.name} />
      <div class="upload-body">
        <FileName name={file.name} />
        <p class="status">
          <span class="status-parts">
            <OtherTicket of={held} ticket={ticket} />
            <span>{i18n.size(file.size)}</span>
          </span>
        </p>
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
