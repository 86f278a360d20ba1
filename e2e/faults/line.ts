import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** How a line between two programs is. */
export type LineState =
  | 'open'
  /** Nobody listens at its end. */
  | 'refusing'
  /** Every connection is reset at once. */
  | 'resetting'
  /** Takes connections, and carries nothing. */
  | 'hanging'
  /** Carries every answer as garbage. */
  | 'garbling';

/** A TCP line to a server, which can be broken in many ways while both ends live on. */
export interface Line {
  readonly port: number;
  /** Leads from now on to this port. */
  lead(toPort: number): void;
  /** Changes its state, for connections that stand too. */
  become(state: LineState): Promise<void>;
  close(): Promise<void>;
}

/** Opens a line to a port of this machine. @param firstPort 0 until it is told where it leads */
export async function openLine(firstPort = 0): Promise<Line> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let state: LineState = 'open';
  let toPort = firstPort;
  const server = createServer((near) => {
    near.on('error', () => near.destroy());
    if (state === 'resetting') {
      near.resetAndDestroy();
      return;
    }
    const far = connect(toPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    far.on('error', () => near.destroy());
    near.on('close', () => far.destroy());
    far.on('close', () => {
      pairs.delete(pair);
      if (state !== 'hanging') near.destroy();
    });
    near.on('data', (chunk) => state === 'hanging' || far.write(chunk));
    far.on('data', (chunk) => {
      if (state !== 'hanging') near.write(state === 'garbling' ? Buffer.alloc(chunk.length, '?\n') : chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the line has no port');
  const { port } = address;

  function breakAll(): void {
    for (const [near, far] of pairs) {
      if (!near.destroyed) near.resetAndDestroy();
      far.destroy();
    }
  }

  async function shut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    breakAll();
    await closed;
  }

  return {
    port,
    lead(next) {
      toPort = next;
    },
    async become(next) {
      const hung = state === 'hanging';
      state = next;
      if (next === 'refusing') return shut();
      // What was held back for a while is lost to both ends.
      if (next === 'resetting' || hung) breakAll();
      if (server.listening) return;
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async close() {
      breakAll();
      await shut();
    },
  };
}
