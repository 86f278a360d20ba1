import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { mayPreview } from '../../attachments/previews.ts';
import type { Change, TicketFile } from '../../attachments/ticket-attachments.ts';
import type { Ticket } from '../../hosts/host.ts';
import type { I18n } from '../i18n.ts';
import { useLanguage } from '../language.ts';
import type { OnTicket } from './on-ticket.ts';
import { saveAs } from './save-as.ts';

/** What an agent does with one file of the ticket, and how it stands. */
export interface FileWork {
  /** Something runs: nothing else can begin. */
  readonly busy: boolean;
  /** The agent is asked before the file is deleted. */
  readonly asking: boolean;
  readonly previewing: boolean;
  /** Why the last thing did not work. */
  readonly note: string | undefined;
  /** What gets the focus when the question comes. */
  readonly first: RefObject<HTMLButtonElement | null>;
  readonly canPreview: boolean;
  readonly download: (() => void) | undefined;
  readonly openInProduct: (() => void) | undefined;
  ask(wanted: boolean): void;
  preview(): void;
  changeVisibility(): void;
  remove(): void;
}

export function useFileWork(file: TicketFile, ticket: Ticket, onTicket: OnTicket): FileWork {
  const i18n = useLanguage();
  const { t } = i18n;
  const { files, contents, openInProduct, say } = onTicket;
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [previewing, setPreviewing] = useState(false);
  const [note, setNote] = useState<string>();
  const first = useRef<HTMLButtonElement>(null);
  const offered = contents.offered.value;
  const canPreview = offered && mayPreview(file.name);

  useEffect(() => {
    if (asking) first.current?.focus();
  }, [asking]);

  /** @param work ends with what to tell the agent, where there is anything */
  async function run(work: () => Promise<string | undefined>): Promise<void> {
    setBusy(true);
    setNote(undefined);
    const wrong = await work();
    setBusy(false);
    setNote(wrong);
    if (wrong) say(wrong);
  }

  return {
    busy,
    asking,
    previewing,
    note,
    first,
    canPreview,
    download: offered ? () => void run(download) : undefined,
    // What can be looked at right here needs no other page.
    openInProduct: canPreview || !openInProduct ? undefined : () => void run(() => open(openInProduct)),
    ask(wanted) {
      setNote(undefined);
      setAsking(wanted);
    },
    preview: () => setPreviewing(!previewing),
    changeVisibility: () =>
      void run(async () => {
        const isPublic = !file.isPublic;
        const change = await files.setVisibility(ticket, file, isPublic);
        return tell(change, t(isPublic ? 'file.said.public' : 'file.said.internal', { name: file.name }));
      }),
    remove: () =>
      void run(async () => {
        const wrong = tell(await files.remove(ticket, file), t('file.said.deleted', { name: file.name }));
        setAsking(false);
        return wrong;
      }),
  };

  async function open(inProduct: () => Promise<boolean>): Promise<string | undefined> {
    return (await inProduct()) ? undefined : t('file.notOpened');
  }

  async function download(): Promise<string | undefined> {
    const content = await contents.read(ticket, file);
    if (content.kind !== 'bytes') return t('file.noContent');
    saveAs(content.bytes, file.name);
    return undefined;
  }

  function tell(change: Change, done: string): string | undefined {
    if (change.kind === 'done') say(done);
    return wordsOfChange(change, file, i18n);
  }
}

function wordsOfChange(change: Change, { name }: TicketFile, { t }: I18n): string | undefined {
  if (change.kind === 'done') return undefined;
  return change.kind === 'gone' ? t('file.said.gone', { name }) : t(`file.trouble.${change.kind}`);
}
