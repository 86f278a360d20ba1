/**
 * What the stand-ins accept. Made up for the sandbox, the same everywhere, and of no use anywhere else.
 */

/** The organisation that the Desk stand-in serves (header `orgId`). */
export const sandboxOrgId = '708234190';

/** What the accounts stand-in exchanges for access tokens of the Desk stand-in. */
export const sandboxOAuth = {
  clientId: '1000.SANDBOX-CLIENT-ID-NOT-REAL',
  clientSecret: 'sandbox-client-secret-not-real',
  refreshToken: '1000.sandbox-refresh-token-not-real',
} as const;

/** A client of the OMS stand-in. */
export interface OmsClient {
  readonly id: number;
  readonly apikey: string;
  readonly token: string;
  readonly email: string;
}

/** The OMS client that may log in. */
export const sandboxOmsClient: OmsClient = {
  id: 100,
  apikey: 'sandbox-oms-apikey-not-real',
  token: 'sandbox-oms-token-not-real',
  email: 'helpdesk@example.com',
};

/** An OMS client that is blocked from the start. */
export const sandboxBlockedOmsClient: OmsClient = {
  id: 101,
  apikey: 'sandbox-blocked-apikey-not-real',
  token: 'sandbox-blocked-token-not-real',
  email: 'blocked@example.com',
};

/** An administrator's key of the Kayako stand-in. */
export const sandboxKayako = {
  apikey: 'sandbox-kayako-apikey-not-real',
  secretKey: 'sandbox-kayako-secret-key-not-real',
} as const;

/** The key of the TopTickets stand-in, and the user that it belongs to. */
export const sandboxTopTickets = {
  apiKey: 'sandbox-toptickets-key-not-real',
  userId: '789e0123-f45b-67c8-d901-2345678900a1',
} as const;
