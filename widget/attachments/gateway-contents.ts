import { signal } from '@preact/signals';
import type { Pass } from '../../contract/pass.ts';
import { SignedDownload, ticketAttachmentsPath } from '../../contract/ticket-attachment.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host, Ticket } from '../hosts/host.ts';
import { askForPass } from '../routes/ask-for-pass.ts';
import { createGrantKeeper } from '../routes/grant-keeper.ts';
import type { AttachmentContents, TicketFile } from './ticket-attachments.ts';

export interface GatewayContentsOptions {
  readonly host: Pick<Host, 'request'>;
  /** The kind of destination that knows the files by the ids that the list gives. */
  readonly destination: string;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
}

/** What fetching a file may take, in milliseconds. */
const longestMs = 60_000;

/** The bytes of a ticket's files through the gateway's `/v1`, where it stands before the very service that lists them. */
export function createGatewayContents(options: GatewayContentsOptions): AttachmentContents {
  const { host, baseUrl, destination, clock = systemClock, fetch = globalThis.fetch.bind(globalThis) } = options;
  const offered = signal(true);
  const passes = createGrantKeeper<Pass>({
    clock,
    ask: (ticketId) => askForPass({ host, baseUrl, clock }, ticketId),
    livesMs: (pass) => pass.expires_in * 1000,
  });

  async function fetchWith(pass: Pass, ticket: Ticket, { id }: TicketFile): Promise<Blob | undefined> {
    const signal = AbortSignal.timeout(longestMs);
    const question = `${baseUrl}${ticketAttachmentsPath(ticket.id)}/${encodeURIComponent(id)}/download`;
    const answer = await fetch(question, {
      headers: { Authorization: `Bearer ${pass.auth}` },
      credentials: 'omit',
      signal,
    });
    if (answer.status === 401) passes.forget(ticket.id, pass);
    // Its administrator lets widgets read nothing, or its destination gives no content.
    if (answer.status === 403 || answer.status === 501) offered.value = false;
    const download = answer.ok ? SignedDownload.safeParse(await answer.json()).data : undefined;
    const content = download && (await fetch(download.signed_url, { credentials: 'omit', signal }));
    return content?.ok ? content.blob() : undefined;
  }

  return {
    offers: () => offered.value,
    async read(ticket, file) {
      const pass = await passes.get(ticket.id);
      if (pass.kind === 'denied') return undefined;
      if (pass.grant.destination !== destination) offered.value = false;
      try {
        return offered.value ? await fetchWith(pass.grant, ticket, file) : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
