import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Destination } from '../destinations/destination.ts';
import type { Configuration, Scope } from './configuration-schema.ts';
import type { Destinations } from './destinations.ts';

/** Somebody who may put files on the tickets of one destination. */
export interface Client {
  readonly id: number;
  readonly blocked: boolean;
  readonly scopes: ReadonlySet<Scope>;
  readonly destination: Destination;
}

/** What a caller of the OMS contract logs in with. */
export interface Credentials {
  readonly apikey: string;
  readonly token: string;
  readonly email: string;
}

/** The clients of the configuration. */
export interface Clients {
  /** @returns `undefined` where no client has all three; it takes the same steps whichever of them is wrong */
  byCredentials(credentials: Credentials): Client | undefined;
  bySecret(secret: string): Client | undefined;
  byId(id: number): Client | undefined;
}

export function createClients(configuration: Configuration, destinations: Destinations): Clients {
  // Digests are of one length whatever was given, as the comparison in constant time needs.
  const salt = randomBytes(32);
  const digest = (value: string | undefined): Buffer =>
    value === undefined ? randomBytes(32) : createHmac('sha256', salt).update(value).digest();

  const known = configuration.clients.flatMap((one) => {
    const destination = destinations.get(one.destination);
    if (!destination) return [];
    const client: Client = { id: one.id, blocked: one.blocked, scopes: new Set(one.scopes), destination };
    const credentials = [one.apikey, one.token, one.email?.toLowerCase()].map(digest);
    return [{ client, credentials: Buffer.concat(credentials), secret: digest(one.secret) }];
  });

  /** Compares with every client, found or not. */
  function find(digests: (one: (typeof known)[number]) => Buffer, given: Buffer): Client | undefined {
    return known.filter((one) => timingSafeEqual(digests(one), given))[0]?.client;
  }

  return {
    byCredentials: ({ apikey, token, email }) =>
      find((one) => one.credentials, Buffer.concat([apikey, token, email.toLowerCase()].map(digest))),
    bySecret: (secret) => find((one) => one.secret, digest(secret)),
    byId: (id) => known.find((one) => one.client.id === id)?.client,
  };
}
