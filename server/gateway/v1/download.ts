import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { SignedDownload } from '../../../contract/v1-messages.ts';
import type { Content, ContentStream } from '../../destinations/destination.ts';
import { breakAnswerOff, goneSignal } from '../answers.ts';
import type { Clients } from '../clients.ts';
import type { GatewayParts } from '../parts.ts';
import { notFound, type Problem, problem, problemOfAsking, send } from './answer.ts';
import { findAttachment } from './attachment.ts';
import { canDo, incapable } from './capability.ts';
import { contentDisposition } from './disposition.ts';
import { downloadType } from './download-type.ts';
import type { Downloads, SignedTarget } from './downloads.ts';
import { DownloadQuery, v1Operations } from './operations.ts';
import { ticketRoute } from './ticket-route.ts';

export interface DownloadParts extends Pick<GatewayParts, 'judge' | 'scrub' | 'clients'> {
  readonly downloads: Downloads;
  /** Where callers reach the gateway, without a slash at its end. */
  readonly publicUrl: (request: FastifyRequest) => string;
}

/** Gives out URLs that open the content of one attachment each, for an hour, and answers them. */
export function downloadRoutes(app: FastifyInstance, parts: DownloadParts): void {
  const { clients, downloads, publicUrl, scrub } = parts;

  ticketRoute(app, parts, {
    operation: v1Operations.downloadUrl,
    scope: 'attachments:read',
    needs: ['content', 'read'],
    async handle(asked) {
      const found = await findAttachment(asked, scrub);
      if (found.kind === 'problem') return found;
      const { client, ticket, request } = asked;
      const { id, name, link } = found.attachment;
      if (link !== undefined) return problem(422, 'The attachment is a link: attachment_url says where it leads');
      const signed = downloads.sign({
        clientId: client.id,
        destination: client.destinationName,
        ticketId: ticket.id,
        attachmentId: id,
        fileName: name,
      });
      const value: SignedDownload = {
        signed_url: `${publicUrl(request)}${v1Operations.download.path}?${queryOf(signed)}`,
        expires_at: new Date(signed.expires * 1000).toISOString(),
      };
      return { kind: 'value', status: 200, value };
    },
  });

  app.get(v1Operations.download.path, async (request, reply) => {
    const opened = await open(request, { clients, downloads }, goneSignal(reply));
    if (opened.kind === 'problem') return send(reply, opened);
    const { content, fileName } = opened;
    if (content.kind === 'content') return sendContent(reply, content, fileName);
    return send(reply, content.kind === 'not-found' ? notFound.attachment : problemOfAsking(content.outcome, scrub));
  });
}

const invalid = problem(403, 'The download URL is not valid');

interface Opened {
  readonly kind: 'opened';
  readonly content: Content;
  readonly fileName: string;
}

async function open(
  request: FastifyRequest,
  { clients, downloads }: { readonly clients: Clients; readonly downloads: Downloads },
  signal: AbortSignal,
): Promise<Opened | Problem> {
  const query = DownloadQuery.safeParse(request.query);
  const client = query.success ? clients.byId(query.data.client) : undefined;
  if (!query.success || !client) return invalid;
  const { ticket: ticketId, attachment: attachmentId, name: fileName, expires, signature } = query.data;
  const { id: clientId, destination, destinationName } = client;
  const target = { clientId, destination: destinationName, ticketId, attachmentId, fileName };
  const judgement = downloads.check({ ...target, expires, signature });
  if (judgement === 'forged') return invalid;
  if (judgement === 'expired') return problem(403, 'The download URL has expired: ask for another');
  // What the client may do can have changed since.
  if (client.blocked || !client.scopes.has('attachments:read')) return invalid;
  if (!canDo(destination, ['content'])) return incapable(destination, ['content']);
  return { kind: 'opened', content: await destination.content(ticketId, attachmentId, { signal }), fileName };
}

function queryOf({ clientId, ticketId, attachmentId, fileName, expires, signature }: SignedTarget): URLSearchParams {
  return new URLSearchParams({
    client: String(clientId),
    ticket: ticketId,
    attachment: attachmentId,
    name: fileName,
    expires: String(expires),
    signature,
  });
}

/** Whatever it is, a browser keeps it and runs nothing of it, and no cache on the way gives it to somebody else. */
function sendContent(reply: FastifyReply, { stream, size, mimeType }: ContentStream, fileName: string): FastifyReply {
  reply.headers({
    'content-type': downloadType(mimeType),
    'content-disposition': contentDisposition(fileName),
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    ...(size !== undefined && { 'content-length': size }),
  });
  stream.once('error', () => {
    if (!goneSignal(reply).aborted) breakAnswerOff(reply.raw, 502);
  });
  return reply.send(stream);
}
