/** A client of the gateway, as it logs in. */
export interface Caller {
  readonly apikey: string;
  readonly token: string;
  readonly email: string;
}

/** @param name such as `good-1` */
export function callerOf(name: string): Caller {
  return { apikey: `key-${name}`, token: `token-${name}`, email: `${name}@example.com` };
}

export interface GatewaySetting {
  /** Of the service. */
  readonly serviceUrl: string;
  /** The destinations, one organisation of the service each. */
  readonly organisations: readonly string[];
  /** Clients of each. */
  readonly clients: number;
  readonly redisUrl?: string;
  readonly maxConnections?: number;
}

/** Names of the clients of one organisation. */
export function clientNames(organisation: string, clients: number): readonly string[] {
  return Array.from({ length: clients }, (_, index) => `${organisation}-${index + 1}`);
}

/**
 * The gateway's configuration, as in its file: all as in production but the rate limits, since all come from one
 * address.
 */
export function configurationOf(setting: GatewaySetting): object {
  const { serviceUrl, organisations, clients, redisUrl, maxConnections } = setting;
  const all = organisations.flatMap((destination) =>
    clientNames(destination, clients).map((name) => ({ destination, ...callerOf(name) })),
  );
  const zoho = { dataCentre: 'com', clientId: 'load', clientSecret: 'load-secret', refreshToken: 'load-token' };
  return {
    listen: { port: 0 },
    signingKey: 'a signing key for the load only, long enough',
    rateLimits: { addressPerMinute: 0, clientPerMinute: 0 },
    ...(redisUrl !== undefined && { redisUrl }),
    ...(maxConnections !== undefined && { maxConnections }),
    clients: all.map((client, index) => ({ id: index + 1, ...client })),
    destinations: Object.fromEntries(
      organisations.map((name, index) => {
        const address = `${serviceUrl}/${name}`;
        return [name, { kind: 'zoho-desk', orgId: `${index + 1}`, ...zoho, baseUrl: address, accountsUrl: address }];
      }),
    ),
  };
}
