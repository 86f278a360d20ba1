import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import type { TicketReference } from '../../contract/oms.ts';
import {
  createDestination,
  DestinationConfiguration,
  secretsOfDestination,
} from '../../server/destinations/configuration.ts';
import type { Attachment, Destination } from '../../server/destinations/destination.ts';
import {
  sandboxKayako,
  sandboxOAuth,
  sandboxOmsClient,
  sandboxOrgId,
  sandboxTopTickets,
} from '../../server/sandbox/services/credentials.ts';
import { biginRecords, crmRecords } from '../../server/sandbox/services/crm/records.ts';
import { type Services, startServices } from '../../server/sandbox/services/services.ts';
import { topTicketSeeds } from '../../server/sandbox/services/toptickets/tickets.ts';
import { must, type Target, target } from '../target.ts';
import { mustBeOutcome, mustBeText } from './outcomes.ts';
import { type Spoiling, spoilings, startSpoilingServer } from './spoiled-answers.ts';

interface Kind {
  readonly name: DestinationConfiguration['kind'];
  /** @param address base address of the services */
  configuration(address: string): object;
  ticket(services: Services): TicketReference;
}

const { apikey, token, email } = sandboxOmsClient;

const zoho = (address: string) => ({ ...sandboxOAuth, dataCentre: 'com', accountsUrl: `${address}/accounts` });

const kinds: readonly Kind[] = [
  {
    name: 'oms',
    configuration: (address) => ({ baseUrl: `${address}/oms`, apikey, token, email }),
    ticket: ({ tickets }) => ({ zoho_id: tickets[0]?.id ?? '' }),
  },
  {
    name: 'zoho-desk',
    configuration: (address) => ({
      ...zoho(address),
      orgId: sandboxOrgId,
      chamadoField: 'cf_chamado_id',
      baseUrl: `${address}/desk`,
    }),
    ticket: ({ tickets }) => ({ ticket_number: tickets[0]?.ticketNumber ?? '' }),
  },
  {
    name: 'zoho-crm',
    configuration: (address) => ({ ...zoho(address), module: crmRecords[0]?.module, baseUrl: `${address}/crm` }),
    ticket: () => ({ zoho_id: crmRecords[0]?.id ?? '' }),
  },
  {
    name: 'bigin',
    configuration: (address) => ({ ...zoho(address), module: biginRecords[0]?.module, baseUrl: `${address}/bigin` }),
    ticket: () => ({ zoho_id: biginRecords[0]?.id ?? '' }),
  },
  {
    name: 'kayako',
    configuration: (address) => ({ ...sandboxKayako, baseUrl: `${address}/kayako`, staffId: '3' }),
    ticket: () => ({ zoho_id: '1041' }),
  },
  {
    name: 'toptickets',
    configuration: (address) => ({ apiKey: sandboxTopTickets.apiKey, baseUrl: `${address}/toptickets` }),
    ticket: () => ({ zoho_id: topTicketSeeds[0]?.id ?? '' }),
  },
];

const operations = ['find', 'upload', 'list', 'read', 'content', 'remove', 'show', 'link', 'admit'] as const;
type Operation = (typeof operations)[number];

const newCall = () => ({ signal: new AbortController().signal });
const page = { offset: 0, limit: 10 };

/** How long after its end an upload may still hold the file's stream, in milliseconds. */
const holdMs = 500;

function mustBeAttachment({ id, name, size, createdAt, uploadedBy, link }: Attachment): void {
  must(typeof id === 'string' && typeof name === 'string', 'an attachment lacks its id or name');
  must(Number.isFinite(size) && size >= 0, `an attachment has the size ${size}`);
  must(typeof createdAt === 'string', `an attachment was made at ${createdAt}`);
  mustBeText(uploadedBy, 'who uploaded it');
  must(link === undefined || /^https?:/.test(link), `a link leads to ${link}`);
}

/** Does one thing. @returns how it ended, to be looked through for what must not be in it */
async function perform(destination: Destination, does: Operation, ticketId: string, id: string): Promise<unknown> {
  const call = newCall();
  switch (does) {
    case 'find':
      return destination.findTicket({ zoho_id: ticketId }, call);
    case 'admit':
      return destination.checkAccess?.();
    case 'upload': {
      const stream = Readable.from([Buffer.from('%PDF-1.7\n'), Buffer.alloc(3000)], { objectMode: false });
      const end = await destination.upload(
        ticketId,
        { name: 'a.pdf', mimeType: 'application/pdf', size: 3009, stream },
        call,
      );
      mustBeOutcome(end);
      const released = finished(stream).then(
        () => true,
        () => true,
      );
      must(await Promise.race([released, setTimeout(holdMs, false, { ref: false })]), 'the file is still held');
      return end;
    }
    case 'list': {
      const listing = await destination.list?.(ticketId, page, call);
      if (listing?.kind === 'listed') listing.attachments.forEach(mustBeAttachment);
      return listing;
    }
    case 'read': {
      const reading = await destination.read?.(ticketId, id, call);
      if (reading?.kind === 'found') mustBeAttachment(reading.attachment);
      return reading;
    }
    case 'content': {
      const content = await destination.content?.(ticketId, id, call);
      if (content?.kind !== 'content') return content;
      must(content.size === undefined || content.size >= 0, `the content has the size ${content.size}`);
      content.stream.resume();
      await finished(content.stream).catch(() => undefined);
      return undefined;
    }
    case 'remove':
      return destination.remove?.(ticketId, id, call);
    case 'show':
      return destination.setVisibility?.(ticketId, id, true, call);
    case 'link':
      return destination.uploadLink?.(ticketId, 'https://example.com/', call);
  }
}

const endings = ['found', 'not-found', 'failed', 'admitted', 'listed', 'removed', 'changed', 'content'];
const outcomes = ['delivered', 'refused', 'unauthorized', 'busy', 'unavailable', 'unknown', 'cancelled'];

function mustBeEnd(end: unknown, secrets: readonly string[]): void {
  if (end === undefined) return;
  const text = JSON.stringify(end);
  must(!secrets.some((secret) => text.includes(secret)), 'a secret is told');
  const kind: unknown = typeof end === 'object' && end !== null ? Reflect.get(end, 'kind') : undefined;
  must(
    [...endings, ...outcomes].some((one) => one === kind),
    `it ends as ${String(kind)}`,
  );
}

function targetOf({ name, configuration, ticket }: Kind): Target {
  return target({
    name: `${name}-answers`,
    perSecond: 80,
    inputs: fc.record({
      does: fc.constantFrom<Operation[]>(...operations),
      spoiled: fc.array(spoilings, { minLength: 1, maxLength: 4 }),
    }),
    async open() {
      const services = await startServices({ port: 0 });
      const server = await startSpoilingServer(services.url);
      const given = DestinationConfiguration.parse({ kind: name, ...configuration(server.url) });
      const secrets = secretsOfDestination(given);
      const make = () => createDestination(given);

      // Everything once as it should be, so that there is something to spoil.
      const first = make();
      const call = newCall();
      const finding = await first.findTicket(ticket(services), call);
      if (finding.kind !== 'found') throw new Error(`${name} does not find its ticket: ${JSON.stringify(finding)}`);
      const { ticketId } = finding;
      const bytes = Buffer.from('%PDF-1.7\n');
      const file = { name: 'a.pdf', mimeType: 'application/pdf', size: 9, stream: Readable.from([bytes]) };
      const end = await first.upload(ticketId, file, call);
      const listing = await first.list?.(ticketId, page, call);
      const id =
        (listing?.kind === 'listed' && listing.attachments[0]?.id) ||
        (end.kind === 'delivered' && end.attachmentId) ||
        '1';
      for (const does of operations) if (does !== 'remove') await perform(first, does, ticketId, id);
      await perform(first, 'remove', ticketId, id);

      return {
        async check({ does, spoiled }: { readonly does: Operation; readonly spoiled: readonly Spoiling[] }) {
          server.spoil(spoiled);
          mustBeEnd(await perform(make(), does, ticketId, id), secrets);
        },
        async close() {
          await server.close();
          await services.close();
        },
      };
    },
  });
}

/** What the services at the end of the line answer, to everything that is asked of them. */
export const destinationAnswers: readonly Target[] = kinds.map(targetOf);
