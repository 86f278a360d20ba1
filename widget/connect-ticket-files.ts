import { signal } from '@preact/signals';
import { createConnectorAttachments } from './attachments/connector-attachments.ts';
import { createConnectorContents } from './attachments/connector-contents.ts';
import { createContentShelf } from './attachments/content-shelf.ts';
import { followChanges, watchReturns } from './attachments/follow-changes.ts';
import { createGatewayContents } from './attachments/gateway-contents.ts';
import { createIntake } from './attachments/intake.ts';
import { createTicketFiles } from './attachments/ticket-files.ts';
import { systemClock } from './clock.ts';
import type { Host } from './hosts/host.ts';
import type { KeptQueue } from './queue/keeping.ts';
import type { ConnectorDialect } from './routes/connector-dialect.ts';
import type { Routes } from './routes/create-routes.ts';
import type { OnTicket } from './ui/attachments/on-ticket.ts';

/** Makes what shows the files that the ticket has, and what asks about new ones that are already there. */
export function connectTicketFiles(
  host: Host,
  gateway: Routes['gateway'],
  { queue, restored }: Pick<KeptQueue, 'queue' | 'restored'>,
  dialect: ConnectorDialect,
): OnTicket {
  const { destination, contentPath, perPage } = dialect;
  const contents = createContentShelf([
    // A plain OMS gives no files back.
    ...(gateway?.kind === 'anexo' ? [createGatewayContents({ host, baseUrl: gateway.baseUrl, destination })] : []),
    ...(contentPath ? [createConnectorContents(host, dialect, contentPath)] : []),
  ]);
  const files = createTicketFiles({
    attachments: createConnectorAttachments({ host, dialect }),
    pageSize: perPage,
    onRemoved(id) {
      intake.forget(id);
      // Its row would go on saying that the file is on the ticket.
      for (const { id: upload, state } of queue.uploads.peek().map((entry) => entry.peek())) {
        if (state.kind === 'delivered' && state.attachmentId === id) queue.remove(upload);
      }
    },
  });
  const intake = createIntake({ queue, files, contents, restored });
  const news = signal('');
  followChanges({
    files,
    queue,
    clock: systemClock,
    isVisible: () => document.visibilityState === 'visible',
    onReturn: watchReturns(document, window),
    onNews: host.onTicketNews,
  });
  return {
    files,
    contents,
    intake,
    openInProduct: host.openAttachments,
    news,
    say(text) {
      // Emptied first: the same words twice are two pieces of news.
      news.value = '';
      news.value = text;
    },
  };
}
