import type { Server } from 'node:http';

/** An address to listen at. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** The port that a server really listens at. */
export function portOf(server: Server, { port }: ListenAddress): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Where a server that listens at this address can be called. */
export function urlOf(server: Server, address: ListenAddress): string {
  const { host } = address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server, address)}`;
}
