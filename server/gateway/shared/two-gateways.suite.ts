import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { onTestFinished, vi } from 'vitest';
import * as z from 'zod';
import { callOffPath } from '../../../contract/call-off.ts';
import { omsPaths } from '../../../contract/oms.ts';
import { passSecretHeader } from '../../../contract/pass.ts';
import { type Services, type ServicesOptions, startServices } from '../../sandbox/services/services.ts';
import { createGateway } from '../gateway.ts';
import { attachment, configurationFor, configured, pdf } from '../test-gateway.suite.ts';
import type { SharedTimes } from './shared.ts';
import { startTestRedis, type TestRedis } from './test-redis.suite.ts';

/** One of two gateways, as its callers and its administrator see it. */
export interface Instance {
  readonly app: FastifyInstance;
  readonly log: readonly string[];
  /** Sends a PDF to a ticket. @returns the whole answer */
  upload(secret: string, options?: UploadOptions): Promise<unknown>;
  /** Calls an upload off. @param ageMs how long ago it was sent first @returns the whole answer */
  callOff(secret: string, key: string, ageMs?: number): Promise<unknown>;
  readyz(): Promise<{ readonly status: number; readonly body: unknown }>;
  /** Cuts it off from Redis for good: to the other it is dead from now on. */
  cutOff(): void;
  close(): Promise<void>;
}

interface UploadOptions {
  readonly bytes?: Buffer;
  readonly key?: string;
  readonly ticketId?: string;
}

export interface TwoGateways {
  readonly one: Instance;
  readonly other: Instance;
  readonly services: Services;
  readonly redis: TestRedis;
  readonly ticketId: string;
  /** Opens one more. */
  open(): Promise<Instance>;
}

export interface TwoGatewaysOptions {
  readonly services?: Partial<ServicesOptions>;
  /** Changes of the configuration, and of what it says of Desk. */
  readonly changes?: Record<string, unknown>;
  readonly desk?: Record<string, unknown>;
  readonly times?: Partial<SharedTimes>;
  /** The present of the gateways, in milliseconds since 1970; that of the machine where it is absent. */
  readonly now?: () => number;
  /** Whether Redis is there from the start. */
  readonly redisRuns?: boolean;
}

/** Long enough for a busy machine: what takes as long has failed. */
export const patience = { timeout: 10_000, interval: 10 };

/** Two gateways of one configuration with a real Redis between them, and the stand-ins behind. All end with the test. */
export async function openTwoGateways(options: TwoGatewaysOptions = {}): Promise<TwoGateways> {
  const { changes, desk, times, redisRuns, now } = options;
  const redis = await startTestRedis(redisRuns);
  const services = await startServices({ port: 0, ...options.services });
  onTestFinished(async () => void (await services.close()));
  const ticketId = services.tickets[0]?.id ?? '';
  const plain = Plain.parse(configurationFor(services.url));
  const destinations = { ...plain.destinations, desk: { ...plain.destinations.desk, ...desk } };

  async function open(): Promise<Instance> {
    const log: string[] = [];
    const line = await openLine(Number(new URL(redis.url).port));
    const configuration = configured({ ...plain, destinations, redisUrl: line.url, ...changes });
    const app = createGateway(configuration, {
      wait: () => Promise.resolve(),
      logger: { write: (line) => void log.push(line) },
      ...(now && { now }),
      sharedTimes: { probe: 20, bound: 5000, start: 20_000, ...times },
    });
    onTestFinished(async () => void (await app.close()));
    await app.ready();

    async function authorize(secret: string, id: string): Promise<string> {
      const headers = { [passSecretHeader]: secret };
      const pass = await app.inject({ method: 'POST', url: omsPaths.auth, headers, payload: { zoho_id: id } });
      const { auth } = z.object({ auth: z.string() }).parse(pass.json());
      return `Bearer ${auth}`;
    }

    return {
      app,
      log,
      async callOff(secret, key, ageMs = 0) {
        const headers = { authorization: await authorize(secret, ticketId) };
        const answer = await app.inject({ method: 'DELETE', url: callOffPath(ticketId, key, ageMs), headers });
        return answer.json();
      },
      async upload(secret, { bytes = pdf(2000), key, ticketId: id = ticketId } = {}) {
        const authorization = await authorize(secret, id);
        const answer = await app.inject({
          method: 'PUT',
          url: omsPaths.put,
          headers: { authorization, ...(key !== undefined && { 'idempotency-key': key }) },
          payload: { zoho_id: id, attachments: [attachment(bytes)] },
        });
        return answer.json();
      },
      async readyz() {
        const answer = await app.inject('/readyz');
        return { status: answer.statusCode, body: answer.json() };
      },
      cutOff: line.cut,
      close: () => app.close(),
    };
  }

  const [one, other] = [await open(), await open()];
  return { one, other, services, redis, ticketId, open };
}

const Plain = z.looseObject({ destinations: z.looseObject({ desk: z.looseObject({}) }) });

/** A line of one gateway's own to Redis, that can be cut. */
async function openLine(redisPort: number): Promise<{ readonly url: string; cut(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(redisPort, '127.0.0.1');
    for (const [socket, peer] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => peer.destroy());
      socket.pipe(peer);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (): void => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(cut);
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the line has no address');
  return { url: `redis://127.0.0.1:${address.port}`, cut };
}

/** How many requests have reached a stand-in. */
export function countOf({ requests }: Services, service: string, path: RegExp): number {
  return requests.all().filter((request) => request.service === service && path.test(request.path)).length;
}

/** A gate for the faults of the stand-ins: what is delayed waits for it, and is counted. */
export function createGate() {
  let held = 0;
  let mostHeld = 0;
  const release: (() => void)[] = [];
  return {
    wait: async () => {
      held += 1;
      mostHeld = Math.max(mostHeld, held);
      await new Promise<void>((resolve) => void release.push(resolve));
    },
    /** Lets the one through that has waited for the longest. */
    open(): void {
      held -= 1;
      release.shift()?.();
    },
    held: () => held,
    mostHeld: () => mostHeld,
    /** Waits until so many are held. */
    until: (count: number) => vi.waitFor(() => expectHeld(count), patience),
  };

  function expectHeld(count: number): void {
    if (held !== count) throw new Error(`${held} are held, not ${count}`);
  }
}
