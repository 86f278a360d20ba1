import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Fault } from './services/faults.ts';
import { paced } from './services/paced.ts';

export interface FrontFaultParts {
  /** The gateway's own address. */
  readonly to: URL;
  readonly incoming: IncomingMessage;
  readonly answer: ServerResponse;
  wait(ms: number): Promise<void>;
}

/** Makes one request fail on its way to the gateway, or the answer on its way back. */
export function playFrontFault(fault: Fault, parts: FrontFaultParts): void {
  const { incoming, answer, wait } = parts;
  const { socket } = incoming;
  const reset = (): void => void (socket.destroyed || socket.resetAndDestroy());
  const forward = (heed: (upstream: IncomingMessage) => unknown) => call(parts, incoming, heed);
  switch (fault.kind) {
    case 'status':
      if (fault.after) forward((upstream) => upstream.resume().on('end', () => write(fault, answer)));
      // A caller that is cut off while it sends sees a broken connection, not the status.
      else incoming.resume().on('end', () => write(fault, answer));
      break;
    case 'delay':
      void wait(fault.ms).then(() => socket.destroyed || forward(passOn(answer)));
      break;
    case 'slow': {
      const slowed = (bytes: IncomingMessage) => paced(bytes, fault.bytesPerSecond, wait);
      call(parts, slowed(incoming), passOn(answer, slowed));
      break;
    }
    case 'hang-before':
      break;
    case 'hang-after':
      forward((upstream) => upstream.resume());
      break;
    case 'reset-before':
      reset();
      break;
    case 'reset-middle':
      resetInTheMiddle(parts, reset);
      break;
    case 'half-answer':
      forward((upstream) => halve(upstream, answer));
      break;
    case 'reset-after':
      forward((upstream) => upstream.resume().on('end', reset));
      break;
  }
}

/** Sends the request on. @param body what is sent of it */
function call(
  { to, incoming, answer }: FrontFaultParts,
  body: NodeJS.ReadableStream,
  heed: (upstream: IncomingMessage) => unknown,
): void {
  const { method, headers, url: path } = incoming;
  const outgoing = request({ host: to.hostname, port: to.port, method, headers, path, agent: false }, heed);
  outgoing.on('error', () => incoming.socket.destroy());
  answer.on('close', () => outgoing.destroy());
  body.on('error', () => outgoing.destroy()).pipe(outgoing);
}

function passOn(
  answer: ServerResponse,
  by: (bytes: IncomingMessage) => NodeJS.ReadableStream = (bytes) => bytes,
): (upstream: IncomingMessage) => void {
  return (upstream) => {
    answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
    by(upstream).pipe(answer);
  };
}

/** The gateway gets the first half, and sees its caller go. */
function resetInTheMiddle({ to, incoming }: FrontFaultParts, reset: () => void): void {
  const { method, headers, url: path } = incoming;
  const outgoing = request({ host: to.hostname, port: to.port, method, headers, path, agent: false });
  outgoing.on('error', () => undefined);
  const length = Number(headers['content-length'] ?? 0);
  let seen = 0;
  const end = (): void => {
    outgoing.destroy();
    reset();
  };
  if (length === 0) end();
  incoming.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen < length / 2) outgoing.write(chunk);
    else end();
  });
}

/** Ends the connection, not resets it: a reset would take the first half away from its reader again. */
function halve(upstream: IncomingMessage, answer: ServerResponse): void {
  const chunks: Buffer[] = [];
  upstream.on('data', (chunk: Buffer) => void chunks.push(chunk));
  upstream.on('end', () => {
    const body = Buffer.concat(chunks);
    const { 'transfer-encoding': _, ...headers } = upstream.headers;
    answer.writeHead(upstream.statusCode ?? 502, { ...headers, 'content-length': body.length });
    answer.write(body.subarray(0, body.length / 2), () => answer.destroy());
  });
}

function write({ status, headers, body }: Extract<Fault, { kind: 'status' }>, answer: ServerResponse): void {
  const text = typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body);
  const type = typeof body !== 'string' ? 'application/json' : body.startsWith('<') ? 'text/html' : 'text/plain';
  answer.writeHead(status, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(text);
}
