import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Fault } from './faults.ts';
import { paced } from './paced.ts';
import type { World } from './world.ts';

type StatusFault = Extract<Fault, { kind: 'status' }>;

/**
 * Makes a stand-in fail as the world's faults say.
 * @param scope the stand-in's own part of the server: what is mounted beside it stays sound
 * @param take finds the fault that strikes a request
 */
export function playFaults(
  scope: FastifyInstance,
  world: World,
  take: (raw: IncomingMessage) => Fault | undefined,
): void {
  const struck = new WeakMap<IncomingMessage, Fault>();

  scope.addHook('onRequest', async ({ raw }, reply) => {
    const fault = take(raw);
    if (!fault) return;
    struck.set(raw, fault);
    if (fault.kind === 'delay') await world.wait(fault.ms);
    if (fault.kind === 'status' && !fault.after) {
      await drain(raw);
      return write(reply, fault).send(textOf(fault));
    }
    // A hijacked request is nobody's: it stays open until its caller or the server ends it.
    if (fault.kind === 'hang-before') reply.hijack();
    if (fault.kind === 'reset-before') {
      reply.hijack();
      raw.socket.resetAndDestroy();
    }
    if (fault.kind === 'reset-middle') {
      reply.hijack();
      resetInTheMiddle(raw);
    }
  });

  scope.addHook('preParsing', async ({ raw }, _reply, payload) => {
    const fault = struck.get(raw);
    return fault?.kind === 'slow' ? paced(payload, fault.bytesPerSecond, world.wait) : payload;
  });

  scope.addHook('onSend', async ({ raw }, reply, payload) => {
    const fault = struck.get(raw);
    switch (fault?.kind) {
      case 'status':
        if (!fault.after) return payload;
        write(reply, fault);
        return textOf(fault);
      case 'slow':
        return slowly(payload, (source) => paced(source, fault.bytesPerSecond, world.wait));
      case 'half-answer': {
        const text = typeof payload === 'string' ? payload : '';
        reply.header('content-length', Buffer.byteLength(text));
        return Readable.from(halfOf(text), { objectMode: false });
      }
      case 'hang-after':
        return new Promise<never>(() => {});
      case 'reset-after':
        raw.socket.resetAndDestroy();
        return payload;
      default:
        return payload;
    }
  });
}

/** A caller that is cut off while it sends sees a broken connection, not the status: so its body is read first. */
async function drain(raw: IncomingMessage): Promise<void> {
  raw.resume();
  await finished(raw, { writable: false }).catch(() => undefined);
}

function resetInTheMiddle(raw: IncomingMessage): void {
  const length = Number(raw.headers['content-length'] ?? 0);
  let seen = 0;
  if (length === 0 && raw.headers['transfer-encoding'] === undefined) raw.socket.resetAndDestroy();
  raw.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen >= length / 2 && !raw.socket.destroyed) raw.socket.resetAndDestroy();
  });
}

function write(reply: FastifyReply, { status, headers, body }: StatusFault): FastifyReply {
  const text = typeof body === 'string';
  const type = !text ? 'application/json' : body.startsWith('<') ? 'text/html' : 'text/plain';
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .headers(headers ?? {});
}

function textOf({ body }: StatusFault): string {
  return typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
}

/** The server ends a connection whose answer fails on the way. */
function* halfOf(text: string): Generator<string> {
  yield text.slice(0, text.length / 2);
  throw new Error('the other half is kept back');
}

function slowly(payload: unknown, pace: (source: AsyncIterable<Buffer>) => Readable): unknown {
  if (payload instanceof Readable) return pace(payload);
  if (typeof payload === 'string' || Buffer.isBuffer(payload)) return pace(Readable.from([Buffer.from(payload)]));
  return payload;
}
