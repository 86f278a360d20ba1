import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import fc from 'fast-check';
import { closeServer, listen } from '../../server/sandbox/http-server.ts';
import { type Change, changed, changes, noise } from '../inputs.ts';
import { type Edit, edited, editsOf, jsonJunk } from '../values.ts';

/** What becomes of one answer on its way. */
export type Spoiling =
  | { readonly kind: 'none' | 'dropped' }
  | { readonly kind: 'changed'; readonly changes: readonly Change[] }
  /** Of JSON; other answers go as they are. */
  | { readonly kind: 'edited'; readonly edits: readonly Edit[] }
  | { readonly kind: 'restated'; readonly status: number; readonly retryAfter: string | undefined }
  | { readonly kind: 'replaced'; readonly body: Buffer; readonly type: string }
  | { readonly kind: 'cut'; readonly at: number };

const statuses = fc.constantFrom(200, 201, 204, 206, 301, 400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 502, 503);

export const spoilings: fc.Arbitrary<Spoiling> = fc.oneof(
  { arbitrary: fc.constant<Spoiling>({ kind: 'none' }), weight: 4 },
  { arbitrary: fc.constant<Spoiling>({ kind: 'dropped' }), weight: 1 },
  {
    arbitrary: fc.record({
      kind: fc.constant('changed' as const),
      changes: fc.array(changes, { minLength: 1, maxLength: 3 }),
    }),
    weight: 5,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('edited' as const),
      edits: fc.array(editsOf(jsonJunk), { minLength: 1, maxLength: 3 }),
    }),
    weight: 8,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('restated' as const),
      status: statuses,
      retryAfter: fc.constantFrom(undefined, '5', '-1', 'soon', '99999999999'),
    }),
    weight: 3,
  },
  {
    arbitrary: fc.record({
      kind: fc.constant('replaced' as const),
      body: noise,
      type: fc.constantFrom('application/json', 'text/html', 'text/xml', ''),
    }),
    weight: 2,
  },
  { arbitrary: fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }), weight: 1 },
);

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A server that has once heard what services answer, and gives that again, spoiled. */
export interface SpoilingServer {
  readonly url: string;
  /** From now on answers are spoiled in turn; without any the services are asked, and their answers remembered. */
  spoil(how: readonly Spoiling[] | undefined): void;
  close(): Promise<void>;
}

/** @param address where the services are */
export async function startSpoilingServer(address: string): Promise<SpoilingServer> {
  const known = new Map<string, Answer>();
  let turns: readonly Spoiling[] | undefined;
  let at = 0;

  const server = createServer((request, response) => {
    void bodyOf(request).then(async (body) => {
      const key = `${request.method} ${placeOf(request.url ?? '/')}`;
      const answer = turns ? (known.get(key) ?? nothing) : await ask(request, body);
      if (!turns) known.set(key, answer);
      const turn = turns?.[at % turns.length] ?? { kind: 'none' };
      at += 1;
      give(response, answer, turn);
    });
  });

  async function ask(request: IncomingMessage, body: Buffer): Promise<Answer> {
    const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
      typeof value === 'string' && !hopByHop.includes(name) ? [[name, value]] : [],
    );
    const method = request.method ?? 'GET';
    const bare = method === 'GET' || method === 'HEAD' || body.length === 0;
    const answer = await fetch(`${address}${request.url}`, {
      method,
      headers,
      redirect: 'manual',
      ...(!bare && { body: Uint8Array.from(body) }),
    });
    const type = answer.headers.get('content-type');
    return {
      status: answer.status,
      headers: type === null ? {} : { 'content-type': type },
      body: Buffer.from(await answer.arrayBuffer()),
    };
  }

  const url = await listen(server, 0);
  return {
    url,
    spoil(how) {
      turns = how;
      at = 0;
    },
    close: () => closeServer(server),
  };
}

const hopByHop: readonly string[] = ['host', 'connection', 'content-length', 'transfer-encoding', 'expect'];

const nothing: Answer = { status: 404, headers: {}, body: Buffer.from('{"message":"not found"}') };

/** Without what is another each time: ids of what was just made, salts and signatures. */
function placeOf(url: string): string {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  return `${pathname} ${searchParams.get('e') ?? ''}`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  try {
    for await (const piece of request) pieces.push(Buffer.from(piece));
  } catch {
    // The caller broke off: so much for the answer.
  }
  return Buffer.concat(pieces);
}

function give(response: ServerResponse, { status, headers, body }: Answer, turn: Spoiling): void {
  // Each input has connections of its own.
  const all = { ...headers, connection: 'close' };
  switch (turn.kind) {
    case 'dropped':
      response.destroy();
      return;
    case 'restated': {
      const later = turn.retryAfter === undefined ? {} : { 'retry-after': turn.retryAfter };
      response.writeHead(turn.status, { ...all, ...later }).end(turn.status === 204 ? undefined : body);
      return;
    }
    case 'cut':
      response.writeHead(status, { ...all, 'content-length': body.length + 1 });
      response.write(body.subarray(0, turn.at % (body.length + 1)), () => response.destroy());
      return;
    case 'replaced':
      response.writeHead(status, { ...all, ...(turn.type && { 'content-type': turn.type }) }).end(turn.body);
      return;
    case 'changed':
      response.writeHead(status, all).end(turn.changes.reduce(changed, body));
      return;
    case 'edited':
      response.writeHead(status, all).end(editedJson(body, turn.edits));
      return;
    case 'none':
      response.writeHead(status, all).end(body);
  }
}

function editedJson(body: Buffer, edits: readonly Edit[]): Buffer {
  try {
    const value: unknown = JSON.parse(body.toString());
    return Buffer.from(JSON.stringify(edits.reduce<unknown>(edited, value)) ?? '');
  } catch {
    return body;
  }
}
