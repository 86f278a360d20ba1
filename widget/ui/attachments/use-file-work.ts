import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mayPreview } from '../../attachments/previews.ts';
import type { Change, TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import { useLanguage } from '../language.ts';
import type { OnTicket } from './on-ticket.ts';
import { saveAs } from './save-as.ts';
import { hasFocus } from './use-leaving-focus.ts';

export interface FileToWorkOn {
  readonly file: TicketFile;
  readonly ticket: Ticket;
  readonly onTicket: OnTicket;
}

/** What an agent does with one file of the ticket, and how it stands. What cannot be done is `undefined`. */
export interface FileWork {
  /** Something runs: nothing else can begin. */
  readonly busy: boolean;
  /** The agent is asked before the file is deleted. */
  readonly asking: boolean;
  readonly previewing: boolean;
  /** Why the last thing did not work. */
  readonly note: string | undefined;
  /** What gets the focus when the question comes, and when it goes. */
  readonly first: RefObject<HTMLButtonElement | null>;
  readonly preview: (() => void) | undefined;
  readonly download: (() => void) | undefined;
  readonly openInProduct: (() => void) | undefined;
  ask(wanted: boolean): void;
  changeVisibility(): void;
  remove(): void;
}

export function useFileWork({ file, ticket, onTicket }: FileToWorkOn): FileWork {
  const { t } = useLanguage();
  const { files, contents, openInProduct, say } = onTicket;
  const { name } = file;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const [note, setNote] = useState<string>();
  const first = useRef<HTMLButtonElement>(null);
  const takesFocus = useRef(false);
  const tried = useRef(false);
  const offered = contents.offers(file);
  const canPreview = mayPreview(name);
  // What turns out not to work stays once it was tried: the agent has the focus on it, and perhaps a preview to close.
  const has = offered || tried.current;

  useEffect(() => {
    if (takesFocus.current) first.current?.focus();
  }, [asking]);

  function ask(wanted: boolean): void {
    // While a file was deleted, the agent may have gone elsewhere.
    takesFocus.current = wanted || hasFocus(first.current?.parentElement);
    setAsking(wanted);
  }

  /** @param work ends with what to tell the agent, where there is anything */
  async function run(work: () => Promise<string | undefined>): Promise<void> {
    setBusy(true);
    setNote(undefined);
    const wrong = await work();
    setBusy(false);
    ask(false);
    setNote(wrong);
    if (wrong) say(wrong);
  }

  function told(change: Change, done: string): string | undefined {
    if (change.kind === 'gone') return t('file.said.gone', { name });
    if (change.kind !== 'done') return t(`file.trouble.${change.kind}`);
    say(done);
    return undefined;
  }

  return {
    busy,
    asking,
    previewing,
    note,
    first,
    preview:
      has && canPreview
        ? () => {
            tried.current = true;
            setPreviewing(!previewing);
          }
        : undefined,
    download: has
      ? () =>
          void run(async () => {
            tried.current = true;
            const bytes = await contents.read(ticket, file);
            if (!bytes) return t('file.noContent');
            saveAs(bytes, name);
            return undefined;
          })
      : undefined,
    // What can be looked at right here needs no other page.
    openInProduct:
      openInProduct && !(offered && canPreview)
        ? () => void run(async () => ((await openInProduct()) ? undefined : t('file.notOpened')))
        : undefined,
    ask(wanted) {
      setNote(undefined);
      ask(wanted);
    },
    changeVisibility: () =>
      void run(async () => {
        const isPublic = !file.isPublic;
        const change = await files.setVisibility(ticket, file, isPublic);
        return told(change, t(isPublic ? 'file.said.public' : 'file.said.internal', { name }));
      }),
    remove: () => void run(async () => told(await files.remove(ticket, file.id), t('file.said.deleted', { name }))),
  };
}
