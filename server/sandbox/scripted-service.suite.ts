import { createServer, type IncomingHttpHeaders } from 'node:http';
import { closeServer, listen } from './http-server.ts';

/** A service for tests that answers as it is told and keeps what it was sent. */
export interface ScriptedService {
  readonly url: string;
  /** The answer to every request from now on; `undefined` breaks the connection off. */
  answer: ScriptedAnswer | ((request: ReceivedRequest) => ScriptedAnswer | undefined);
  readonly received: readonly ReceivedRequest[];
  close(): Promise<void>;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  /** One character a byte. */
  readonly body: string;
}

export async function startScriptedService(): Promise<ScriptedService> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      const asked: ReceivedRequest = { method, url, headers, body: Buffer.concat(chunks).toString('latin1') };
      received.push(asked);
      const answer = typeof service.answer === 'function' ? service.answer(asked) : service.answer;
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body);
      else request.socket.destroy();
    });
  });
  const service: ScriptedService = {
    url: await listen(server, 0),
    answer: { status: 200, body: '{}' },
    received,
    close: () => closeServer(server),
  };
  return service;
}
