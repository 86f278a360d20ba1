import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import * as z from 'zod';
import { omsPaths } from '../../contract/oms.ts';
import { deskCaller, openTestGateway, type TestGateway } from './test-gateway.suite.ts';

/** A request over a connection of its own. */
export interface Sent {
  /** In pieces it is sent in chunks, with no length announced. */
  readonly body: string | Uint8Array | Iterable<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly method?: string;
}

export interface Answered {
  readonly status: number;
  /** The JSON of the answer; without the number of the request, which is checked against that in the header. */
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
  /** How many bytes of the body were written before the answer came. */
  readonly written: number;
}

/** A gateway that listens, and callers that send it whatever they like. */
export interface SocketGateway extends TestGateway {
  readonly url: string;
  /** A token of the client whose files go to Desk. */
  readonly token: string;
  /** Sends to `put/ticket_attachments` where no other path is given, with that token where no other is. */
  send(sent: Sent): Promise<Answered>;
  /** Writes these bytes to a connection, and reads what comes back until it ends, or this has come. */
  say(bytes: Bytes | AsyncIterable<Bytes>, until?: string): Promise<string>;
  /** What arrived at the first ticket: name by name. */
  arrived(): readonly string[];
}

export async function openSocketGateway(...given: Parameters<typeof openTestGateway>): Promise<SocketGateway> {
  const gateway = await openTestGateway(...given);
  const url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  const token = await gateway.logIn(deskCaller);
  return {
    ...gateway,
    url,
    token,
    send: ({ headers, ...sent }) => send(url, { ...sent, headers: { authorization: `Bearer ${token}`, ...headers } }),
    say: (bytes, until) => say(url, bytes, until),
    arrived: () => gateway.services.ledger.onTicket(gateway.ticket.id).map(({ name }) => name),
    async close() {
      gateway.app.server.closeAllConnections();
      await gateway.close();
    },
  };
}

async function send(url: string, { body, headers = {}, path = omsPaths.put, method = 'PUT' }: Sent): Promise<Answered> {
  const whole = typeof body === 'string' || body instanceof Uint8Array;
  const length: Record<string, string> = {};
  if (whole) length['content-length'] = String(Buffer.byteLength(body));
  else if (headers['content-length'] === undefined) length['transfer-encoding'] = 'chunked';
  const request = httpRequest(`${url}${path}`, { method, agent: false, headers: { ...length, ...headers } });
  const response = once(request, 'response').then(([answer]: IncomingMessage[]) => answer);
  let written = 0;
  let over = false;
  response.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  for (const piece of whole ? [body] : body) {
    if (over) break;
    written += piece.length;
    if (!request.write(piece)) await Promise.race([once(request, 'drain'), response]).catch(() => undefined);
  }
  const answer = await Promise.race([response, over ? response : finished(request, response)]);
  if (!answer) throw new Error('there was no answer');
  const json: unknown = JSON.parse(await text(answer));
  request.destroy();
  return { status: answer.statusCode ?? 0, headers: answer.headers, written, body: withoutNumber(json, answer) };
}

function finished<Response>(request: ReturnType<typeof httpRequest>, response: Promise<Response>): Promise<Response> {
  request.end();
  return response;
}

/** @throws where an error has no number, or another than in the header */
function withoutNumber(body: unknown, { statusCode = 0, headers }: IncomingMessage): unknown {
  const { request_id, ...rest } = z.looseObject({ request_id: z.string().optional() }).parse(body);
  if (statusCode >= 400 && request_id === undefined) throw new Error('the answer does not tell its request_id');
  if (request_id !== undefined && request_id !== headers['x-request-id']) {
    throw new Error('the request_id is another than in the header');
  }
  return rest;
}

type Bytes = string | Uint8Array;

async function say(url: string, bytes: Bytes | AsyncIterable<Bytes>, until?: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  if (typeof bytes === 'string' || bytes instanceof Uint8Array) socket.write(bytes);
  else for await (const one of bytes) socket.write(one);
  let answer = '';
  for await (const chunk of socket.setEncoding('utf8')) {
    answer += String(chunk);
    if (until !== undefined && answer.includes(until)) break;
  }
  return answer;
}

const Results = z.object({
  results: z.array(z.object({ name: z.string().nullable(), http_code: z.int(), error: z.string().nullable() })),
});

/** What became of each file of an answer, in short: name, status, and what is wrong. */
export function filesOf({
  body,
}: Pick<Answered, 'body'>): readonly (readonly [string | null, number, string | null])[] {
  return Results.parse(body).results.map(({ name, http_code, error }) => [name, http_code, error]);
}

/** The most memory that this process takes while something is done, beyond what it took before, in bytes. */
export async function memoryOf(work: (look: () => void) => Promise<unknown>): Promise<number> {
  const used = (): number => {
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  globalThis.gc?.();
  const before = used();
  let most = before;
  await work(() => {
    most = Math.max(most, used());
  });
  return most - before;
}
