import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { omsPaths } from '../../contract/oms.ts';
import type { Switches } from './browser/page-contract.ts';
import { playFrontFault } from './front-faults.ts';
import { closeServer, listen } from './http-server.ts';
import type { Fault } from './services/faults.ts';

/** Stands before the gateway and breaks the way to it, as the switches say, without the gateway's knowledge. */
export interface GatewayFront {
  /** Where callers find the gateway. */
  readonly url: string;
  /** The gateway's own address; until it is told, every connection breaks. */
  leadTo(url: string): void;
  close(): Promise<void>;
}

export interface GatewayFrontOptions {
  /** 0 for any. */
  readonly port: number;
  switches(): Switches;
  /** The fault that strikes a request before it reaches the gateway. */
  takeFault?(request: { readonly method: string; readonly path: string }): Fault | undefined;
  /** How a slow gateway waits; resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

/** @throws Error with code EADDRINUSE where the port is taken */
export async function startGatewayFront(options: GatewayFrontOptions): Promise<GatewayFront> {
  let target: URL | undefined;

  const server = createServer((incoming, answer) => {
    const { gateway, slowSeconds } = options.switches();
    if (gateway === 'down' || !target) incoming.socket.destroy();
    else if (gateway === 'failing') answer.writeHead(503, { 'content-type': 'text/plain' }).end('Service Unavailable');
    else if (gateway === 'slow') void forwardLater(slowSeconds, target, incoming, answer);
    else if (gateway === 'hanging') incoming.resume();
    else serve(target, incoming, answer);
  });
  // A large file over a slow line is the gateway's business, not this server's.
  server.requestTimeout = 0;
  // It hands on how long the gateway keeps connections open, so it must not close them before.
  server.keepAliveTimeout = 0;

  function serve(to: URL, incoming: IncomingMessage, answer: ServerResponse): void {
    const { method = '', url = '' } = incoming;
    // A browser asks for leave by itself: a fault is meant for the call that follows.
    const fault = method === 'OPTIONS' ? undefined : options.takeFault?.({ method, path: url.split('?')[0] ?? '' });
    if (fault) playFrontFault(fault, { to, incoming, answer, wait: options.wait });
    else forward(to, incoming, answer);
  }

  function forward(to: URL, incoming: IncomingMessage, answer: ServerResponse): void {
    const { method } = incoming;
    const headers = {
      ...incoming.headers,
      ...(isFromRefusedPage(incoming) && { origin: 'https://elsewhere.example' }),
    };
    const call = { host: to.hostname, port: to.port, method, headers, path: incoming.url, agent: false };
    const outgoing = request(call, (upstream) => {
      if (options.switches().gateway === 'answer-lost' && isUpload(incoming)) {
        upstream.resume();
        incoming.socket.destroy();
        return;
      }
      answer.writeHead(upstream.statusCode ?? 502, upstream.headers);
      upstream.on('error', () => answer.destroy());
      upstream.pipe(answer);
    });
    outgoing.on('error', () => {
      // An answer that came before the body's end, such as 413, still has to reach the caller.
      if (answer.headersSent) incoming.unpipe(outgoing).resume();
      else incoming.socket.destroy();
    });
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  }

  /** The gateway then sees another origin than those that it allows. */
  function isFromRefusedPage({ headers }: IncomingMessage): boolean {
    return headers.origin !== undefined && options.switches().installation === 'origin-refused';
  }

  async function forwardLater(
    seconds: number,
    to: URL,
    incoming: IncomingMessage,
    answer: ServerResponse,
  ): Promise<void> {
    await options.wait(seconds * 1000);
    if (!incoming.socket.destroyed) forward(to, incoming, answer);
  }

  const url = await listen(server, options.port);
  return {
    url,
    leadTo: (address) => {
      target = new URL(address);
    },
    close: () => closeServer(server),
  };
}

function isUpload({ method, url }: IncomingMessage): boolean {
  return (method === 'PUT' || method === 'POST') && (url ?? '').startsWith(omsPaths.put);
}
