import './ui/styles/attachments.css';
import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createConnectorAttachments } from './attachments/connector-attachments.ts';
import { createContentShelf } from './attachments/content-shelf.ts';
import { followChanges, watchReturns } from './attachments/follow-changes.ts';
import { createGatewayContents } from './attachments/gateway-contents.ts';
import { createIntake } from './attachments/intake.ts';
import { createTicketFiles } from './attachments/ticket-files.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Host } from './hosts/host.ts';
import type { Queue } from './queue/queue.ts';
import { readConfiguration } from './routes/configuration.ts';
import { HeldFiles } from './ui/attachments/held-files.tsx';
import { TicketFileList } from './ui/attachments/ticket-file-list.tsx';
import type { Workings } from './ui/attachments/workings.ts';
import type { Extras } from './ui/extras.ts';
import { useLanguage } from './ui/language.ts';
import { filesOfPaste, timeForName, watchPaste } from './ui/pasted.ts';

export interface ExtrasOptions {
  readonly host: Host;
  readonly configuration: ReadonlyMap<string, string>;
  readonly queue: Queue;
  readonly clock?: Clock;
}

/** What the panel has beside picking and sending: the ticket's own files, the question about doubles, pasting. */
export function createExtras({ host, configuration, queue, clock = systemClock }: ExtrasOptions): Extras {
  const { gateway } = readConfiguration(configuration).settings;
  // A plain OMS gives no files back.
  const bytes =
    gateway?.kind === 'anexo' ? createGatewayContents({ host, baseUrl: gateway.baseUrl, clock }) : undefined;
  const files = createTicketFiles({ attachments: createConnectorAttachments({ host, clock }), clock });
  const intake = createIntake({ queue, files });
  const news = signal('');
  const say = (text: string) => {
    // Emptied first: the same words twice are two pieces of news.
    news.value = '';
    news.value = text;
  };
  const openInProduct = host.openAttachments && (() => host.openAttachments?.() ?? Promise.resolve(false));
  const workings: Workings = { files, contents: createContentShelf(bytes), openInProduct, say };
  followChanges({
    files,
    queue,
    clock,
    isVisible: () => document.visibilityState === 'visible',
    onReturn: watchReturns(document, window),
  });
  return {
    news,
    take: intake.take,
    Files: (props) => <TicketFileList {...props} workings={workings} />,
    Questions({ attach, keepFocus }) {
      const { t } = useLanguage();
      const latest = useRef({ attach, t });
      latest.current = { attach, t };
      useEffect(
        () =>
          watchPaste(document, (given) => {
            const { attach: take, t: words } = latest.current;
            const nameAt = (time: Date) => words('paste.name', { time: timeForName(time) });
            take(filesOfPaste(given, nameAt, new Date()));
          }),
        [],
      );
      const count = intake.held.value.length;
      const told = useRef(0);
      useEffect(() => {
        if (count > told.current) say(t('twin.said', { count }));
        told.current = count;
      }, [count, t]);
      return <HeldFiles held={intake.held} decide={intake.decide} keepFocus={keepFocus} />;
    },
  };
}
