import type { FastifyInstance, FastifyRequest } from 'fastify';
import { omsMessages, omsPaths, type TicketReference } from '../../contract/oms.ts';
import type { TicketFinding, UploadEnd } from '../destinations/destination.ts';
import { bearerOf } from './access.ts';
import { drain, failPut, goneSignal } from './answers.ts';
import type { Client } from './clients.ts';
import { readJsonRequest } from './json-request.ts';
import { readMultipartRequest } from './multipart-request.ts';
import type { GatewayParts } from './parts.ts';
import { answerOf, httpCodeOf } from './results.ts';
import {
  type ArrivedFile,
  type Malformed,
  type RequestBounds,
  tooLarge,
  type UploadRequest,
} from './upload-request.ts';

/** `PUT|POST /api/put/ticket_attachments` of the OMS contract, with JSON or multipart/form-data. */
export function putRoute(app: FastifyInstance, { judge, relay, scrub, bounds }: GatewayParts): void {
  app.route({
    method: ['PUT', 'POST'],
    url: omsPaths.put,
    bodyLimit: bounds.request,
    handler: async (request, reply) => {
      const read = await readRequest(request, bounds);
      if (read.kind === 'malformed') {
        await drain(request);
        return failPut(reply.header('connection', 'close'), read.status, read.message);
      }
      const access = await judge(bearerOf(request.headers.authorization) ?? read.auth, 'attachments:write');
      if (access.kind === 'denied') return failPut(reply, access.status, access.message);
      if (!read.files) return failPut(reply, 400, omsMessages.attachmentsRequired);
      const idempotencyKey = readIdempotencyKey(request);
      if (idempotencyKey === null) return failPut(reply, 400, 'Idempotency-Key takes 1 to 255 visible characters');

      const signal = goneSignal(reply);
      const { client, ticketId: passTicket } = access;
      const finding = await findTicket(client, read.reference, passTicket, signal);
      if (finding.kind === 'other-ticket') return failPut(reply, 401, omsMessages.authInvalid);
      if (finding.kind === 'not-found') return failPut(reply, 400, omsMessages.ticketUnknown);
      const { files } = read;
      const ends =
        finding.kind === 'failed'
          ? files.map(() => finding.outcome)
          : await relay({ client, ticketId: finding.ticketId, files, idempotencyKey, signal });
      logFiles(request, client, files, ends);
      if (isTicketUnknown(ends)) return failPut(reply, 400, omsMessages.ticketUnknown);
      return reply.send(answerOf(finding.kind === 'found' ? finding.named : undefined, files, ends, scrub));
    },
  });
}

async function readRequest(request: FastifyRequest, bounds: RequestBounds): Promise<UploadRequest | Malformed> {
  if (Number(request.headers['content-length'] ?? 0) > bounds.request) return tooLarge(bounds.request);
  const contentType = request.headers['content-type'] ?? '';
  if (/^multipart\/form-data\b/i.test(contentType)) return readMultipartRequest(request.raw, contentType, bounds);
  return readJsonRequest(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
}

/** A pass opens its own ticket only, by whatever name the request calls it. */
async function findTicket(
  { destination }: Client,
  reference: TicketReference,
  passTicket: string | undefined,
  signal: AbortSignal,
): Promise<TicketFinding | { readonly kind: 'other-ticket' }> {
  if (passTicket === undefined) return destination.findTicket(reference, { signal });
  if (reference.zoho_id !== undefined && reference.zoho_id !== passTicket) return { kind: 'other-ticket' };
  return destination.findTicket({ zoho_id: passTicket }, { signal });
}

/** `null` for a key that cannot be used. */
function readIdempotencyKey(request: FastifyRequest): string | undefined | null {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  return typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key) ? key : null;
}

/** The destination finds no ticket only when a file comes: in the contract that is the whole request's fault. */
function isTicketUnknown(ends: readonly UploadEnd[]): boolean {
  const missed = ends.some((end) => end.kind === 'refused' && end.reason === 'ticket-not-found');
  return missed && !ends.some((end) => end.kind === 'delivered');
}

function logFiles(
  request: FastifyRequest,
  client: Client,
  files: readonly ArrivedFile[],
  ends: readonly UploadEnd[],
): void {
  for (const [index, end] of ends.entries()) {
    const content = files[index]?.content;
    const bytes = content?.kind === 'bytes' ? content.bytes.length : undefined;
    const detail = 'message' in end ? { reason: end.message } : {};
    const file = { index, bytes, outcome: end.kind, status: httpCodeOf(end), ...detail };
    request.log.info({ client: client.id, destination: client.destination.kind, file }, 'file');
  }
}
