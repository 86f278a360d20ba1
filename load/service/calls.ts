import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { answer, refuse } from './answers.ts';
import type { Behaviour } from './behaviour.ts';
import type { Book } from './book.ts';
import { readFile } from './read-file.ts';

/** One call to one ticket of one organisation. */
export interface TicketCall {
  readonly organisation: string;
  readonly ticket: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Serves the two calls of Desk's interface that an upload needs, within the organisation's number of calls in flight. */
export async function serveTicket(call: TicketCall, behaviour: Behaviour, book: Book): Promise<void> {
  const { request, response } = call;
  const counts = book.organisation(call.organisation);
  counts.inFlight += 1;
  counts.most = Math.max(counts.most, counts.inFlight);
  response.once('close', () => {
    counts.inFlight -= 1;
  });
  if (counts.inFlight > behaviour.mostCalls) {
    counts.turnedAway += 1;
    await drain(request);
    return refuse(response, 'TOO_MANY_REQUESTS', { 'retry-after': '1' });
  }
  if (request.method === 'POST') return upload(call, behaviour, book);
  return list(call, behaviour, book);
}

async function upload(
  { organisation, ticket, request, response }: TicketCall,
  { faults, bytesPerSecond, answerMs }: Behaviour,
  book: Book,
): Promise<void> {
  const counts = book.organisation(organisation);
  const fault = faults[counts.uploads % faults.length] ?? 'none';
  counts.uploads += 1;
  const half = Number(request.headers['content-length'] ?? 0) / 2;
  let seen = 0;
  const reading = await readFile(request, (bytes) => {
    seen += bytes;
    if (fault === 'reset-middle' && seen >= half) request.socket.resetAndDestroy();
    return bytesPerSecond === undefined ? undefined : setTimeout((bytes / bytesPerSecond) * 1000);
  });
  if (request.socket.destroyed) return;
  await setTimeout(answerMs);
  if (fault === 'error') return refuse(response, 'INTERNAL_SERVER_ERROR');
  if (fault === 'busy') return refuse(response, 'TOO_MANY_REQUESTS', { 'retry-after': '1' });
  if (reading.kind === 'broken') {
    counts.broken += 1;
    return refuse(response, 'UNPROCESSABLE_ENTITY');
  }
  const stored = book.store(`${organisation}/${ticket}`, reading.name, reading.storing);
  if (fault === 'lost-answer') request.socket.resetAndDestroy();
  else answer(response, 200, { ...stored, size: String(stored.size), isPublic: false });
}

async function list(
  { organisation, ticket, request, response }: TicketCall,
  { listFaultEvery, answerMs }: Behaviour,
  book: Book,
): Promise<void> {
  const counts = book.organisation(organisation);
  counts.lists += 1;
  const isFault = listFaultEvery > 0 && counts.lists % listFaultEvery === 0;
  await setTimeout(answerMs);
  if (isFault) return refuse(response, 'INTERNAL_SERVER_ERROR');
  const query = new URL(request.url ?? '', 'http://localhost').searchParams;
  const from = Number(query.get('from') ?? 1) - 1;
  const limit = Number(query.get('limit') ?? 10);
  const page = book.listOf(`${organisation}/${ticket}`).slice(from, from + limit);
  if (page.length === 0) return answer(response, 204);
  answer(response, 200, { data: page.map((one) => ({ ...one, size: String(one.size) })) });
}

/** Who is cut off while it sends sees a broken connection, not the status. */
async function drain(request: IncomingMessage): Promise<void> {
  for await (const _ of request);
}
