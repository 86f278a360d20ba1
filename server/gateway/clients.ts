import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Destination } from '../destinations/destination.ts';
import type { Configuration, Scope } from './configuration-schema.ts';
import type { Destinations } from './destinations.ts';
import { onBehalfOf } from './on-behalf.ts';

/** Somebody who may put files on the tickets of one destination. */
export interface Client {
  readonly id: number;
  readonly blocked: boolean;
  readonly scopes: ReadonlySet<Scope>;
  readonly destination: Destination;
  /** As the configuration calls it. */
  readonly destinationName: string;
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

/** What is done with secrets, so that a test can count it. */
export interface SecretWork {
  /** A digest of always the same length, as the comparison needs it. */
  digest(value: string): Buffer;
  /** Whether two of the same length are equal, in a time that tells nothing of them. */
  equal(one: Buffer, other: Buffer): boolean;
}

function createSecretWork(): SecretWork {
  const salt = randomBytes(32);
  return { digest: (value) => createHmac('sha256', salt).update(value).digest(), equal: timingSafeEqual };
}

export function createClients(
  configuration: Configuration,
  destinations: Destinations,
  work: SecretWork = createSecretWork(),
): Clients {
  // What is not configured is equal to nothing.
  const digest = (value: string | undefined): Buffer => work.digest(value ?? randomBytes(32).toString('hex'));

  const known = configuration.clients.flatMap((one) => {
    const shared = destinations.get(one.destination);
    if (!shared) return [];
    const { id, blocked, destination: destinationName } = one;
    const destination = onBehalfOf(String(id), shared);
    const client: Client = { id, blocked, scopes: new Set(one.scopes), destination, destinationName };
    const credentials = [one.apikey, one.token, one.email?.toLowerCase()].map(digest);
    return [{ client, credentials: Buffer.concat(credentials), secret: digest(one.secret) }];
  });

  /** Compares with every client, found or not: how long it takes tells nothing of what was wrong. */
  function find(digests: (one: (typeof known)[number]) => Buffer, given: Buffer): Client | undefined {
    return known.filter((one) => work.equal(digests(one), given))[0]?.client;
  }

  return {
    byCredentials: ({ apikey, token, email }) =>
      find((one) => one.credentials, Buffer.concat([apikey, token, email.toLowerCase()].map(digest))),
    bySecret: (secret) => find((one) => one.secret, digest(secret)),
    byId: (id) => known.find((one) => one.client.id === id)?.client,
  };
}
