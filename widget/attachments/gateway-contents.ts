import type { Pass } from '../../contract/pass.ts';
import { SignedDownload, ticketAttachmentsPath } from '../../contract/ticket-attachment.ts';
import { type Clock, systemClock } from '../clock.ts';
import type { Host, Ticket } from '../hosts/host.ts';
import { askForPass } from '../routes/ask-for-pass.ts';
import { createGrantKeeper } from '../routes/grant-keeper.ts';
import type { AttachmentContents, Content, TicketFile } from './ticket-attachments.ts';

export interface GatewayContentsOptions {
  readonly host: Pick<Host, 'request'>;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: Clock;
}

/** What fetching a file may take, in milliseconds. */
const longestMs = 60_000;

/**
 * The bytes of a Desk ticket's files through the gateway's `/v1`: the SDK's connector is not known to carry any. Only
 * a gateway in front of the same Desk knows the files by the ids that the list gives.
 */
export function createGatewayContents(options: GatewayContentsOptions): AttachmentContents {
  const { host, baseUrl, clock = systemClock, fetch = globalThis.fetch.bind(globalThis) } = options;
  const passes = createGrantKeeper<Pass>({
    clock,
    ask: (ticketId) => askForPass({ host, baseUrl, clock }, ticketId),
    livesMs: (pass) => pass.expires_in * 1000,
  });

  async function fetchWith(pass: Pass, ticket: Ticket, file: TicketFile, signal: AbortSignal): Promise<Content> {
    const question = `${baseUrl}${ticketAttachmentsPath(ticket.id)}/${encodeURIComponent(file.id)}/download`;
    const answer = await fetch(question, {
      headers: { Authorization: `Bearer ${pass.auth}` },
      credentials: 'omit',
      signal,
    });
    if (answer.status === 401) passes.forget(ticket.id, pass);
    if (answer.status === 501) return unsupported('The gateway cannot fetch files from this destination');
    const download = answer.ok ? SignedDownload.safeParse(await answer.json()).data : undefined;
    if (!download) return unavailable(`The gateway answered with status ${answer.status}`);
    const content = await fetch(download.signed_url, { credentials: 'omit', signal });
    if (!content.ok) return unavailable(`The download ended with status ${content.status}`);
    return { kind: 'bytes', bytes: await content.blob() };
  }

  return {
    async read(ticket, file, signal) {
      const pass = await passes.get(ticket.id);
      if (pass.kind === 'denied') return unavailable(pass.outcome.message);
      if (pass.grant.destination !== 'zoho-desk') return unsupported('The gateway is not in front of this Desk');
      const limit = AbortSignal.timeout(longestMs);
      try {
        return await fetchWith(pass.grant, ticket, file, signal ? AbortSignal.any([signal, limit]) : limit);
      } catch {
        return unavailable('The gateway could not be reached');
      }
    },
  };
}

const unavailable = (message: string): Content => ({ kind: 'unavailable', message });
const unsupported = (message: string): Content => ({ kind: 'unsupported', message });
