import { connect, createServer, type Socket } from 'node:net';

/** A wire to the stand-ins that a test can look at, and cut. It has the stand-ins close each connection after one call. */
export interface Wire {
  /** In place of the stand-ins' own address. */
  readonly url: string;
  /** Connections that the stand-ins have at this moment. */
  open(): number;
  /** From now on, lets so many bytes of the body through where the request's first line matches, and no more. */
  cutAnswers(requestLine: RegExp, bodyBytes: number): void;
  /** From now on, answers with 200 and a space at a time, without end, where the request's first line matches. */
  trickleAnswers(requestLine: RegExp, everyMs: number): void;
  /** Takes what callers still send and throws it away: one who does not wait to be read is seen to go only then. */
  drain(): void;
  close(): Promise<void>;
}

/** @param target base address of the stand-ins */
export async function startWire(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let upstreams = 0;
  let cut: { readonly requestLine: RegExp; readonly bodyBytes: number } | undefined;
  let slow: { readonly requestLine: RegExp; readonly everyMs: number } | undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    upstreams += 1;
    for (const socket of [client, upstream]) sockets.add(socket);
    let doomed = false;
    let trickle: NodeJS.Timeout | undefined;
    let head = '';
    let left: number | undefined;

    client.once('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      const [line = ''] = text.split('\r\n', 1);
      doomed = cut?.requestLine.test(line) ?? false;
      if (slow?.requestLine.test(line)) {
        client.resume().write('HTTP/1.1 200 OK\r\n\r\n');
        trickle = setInterval(() => client.write(' '), slow.everyMs);
        return;
      }
      upstream.write(text.replace(/^connection: keep-alive/im, 'connection: close'), 'latin1');
      client.pipe(upstream);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (!doomed) return void client.write(chunk);
      if (left === undefined) {
        head += chunk.toString('latin1');
        const end = head.indexOf('\r\n\r\n');
        if (end === -1) return undefined;
        left = cut?.bodyBytes ?? 0;
        client.end(Buffer.from(head.slice(0, end + 4 + left), 'latin1'));
      }
      return undefined;
    });
    upstream.on('close', () => {
      upstreams -= 1;
      if (!trickle) client.destroy();
    });
    client.on('close', () => {
      clearInterval(trickle);
      upstream.destroy();
    });
    for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the wire has no address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    open: () => upstreams,
    cutAnswers(requestLine, bodyBytes) {
      cut = { requestLine, bodyBytes };
    },
    trickleAnswers(requestLine, everyMs) {
      slow = { requestLine, everyMs };
    },
    drain() {
      for (const socket of sockets) socket.unpipe().resume();
    },
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
