import type { Failure } from '../../contract/outcome.ts';
import type { Destination, DestinationKind } from '../destinations/destination.ts';

/** Whether a destination would take files, as far as that can be told without sending any. */
export type OnlineFinding =
  | { readonly kind: 'good' }
  /** Asking would have done harm. */
  | { readonly kind: 'not-asked'; readonly message: string }
  /** `advice`: what to do about it. */
  | { readonly kind: 'bad'; readonly message: string; readonly advice: string };

export interface OnlineCheckParts {
  /** Whether a token fetched now is still there when the gateway starts. */
  readonly keepsTokens: boolean;
  readonly signal: AbortSignal;
}

/**
 * Asks a destination for a token, and then for the files of a ticket that does not exist: it must know us well enough
 * to say that. Changes nothing there.
 */
export async function checkOnline(
  destination: Destination,
  { keepsTokens, signal }: OnlineCheckParts,
): Promise<OnlineFinding> {
  const { kind } = destination;
  if (kind === 'oms' && !keepsTokens) return { kind: 'not-asked', message: oneLogin };
  const admission = await destination.checkAccess?.();
  if (admission?.kind === 'failed') return bad(kind, admission.outcome);
  const listing = await destination.list?.(nobody[kind], { offset: 0, limit: 1 }, { signal });
  if (listing?.kind !== 'failed' || isAbsence(kind, listing.outcome)) return { kind: 'good' };
  return bad(kind, listing.outcome);
}

const oneLogin =
  'OMS gives one token an hour: one fetched now would keep the gateway without any. Start the gateway, and see whether /readyz is good';

/** A well-formed id that no ticket has. */
const nobody: Readonly<Record<DestinationKind, string>> = {
  oms: '1',
  'zoho-desk': '1',
  'zoho-crm': '1',
  bigin: '1',
  kayako: '999999999',
  toptickets: '00000000-0000-0000-0000-000000000000',
};

/** Whether this says that there is no such ticket. Desk finds several words for it. */
function isAbsence(kind: DestinationKind, outcome: Failure): boolean {
  return outcome.kind === 'refused' && (outcome.reason === 'ticket-not-found' || kind === 'zoho-desk');
}

function bad(kind: DestinationKind, outcome: Failure): OnlineFinding {
  const message = 'message' in outcome ? outcome.message : 'The check was stopped';
  return { kind: 'bad', message, advice: adviceFor(kind, outcome) };
}

function adviceFor(kind: DestinationKind, outcome: Failure): string {
  switch (outcome.kind) {
    case 'unauthorized':
      return credentials[kind];
    case 'busy':
      return kind === 'oms'
        ? 'wait for up to an hour, and see that nothing else logs in with these credentials'
        : 'wait a minute, then check again';
    case 'refused':
      return 'correct the fields of this destination that the words name';
    default:
      return 'see that the address is right, that this machine may reach it, and that the service is up';
  }
}

const zoho =
  'see that clientId, clientSecret and refreshToken come from the same client of the data centre in dataCentre, and that the code for the token was made with all scopes; make a new one if in doubt';

/** What to look at when a service does not accept who we are. */
const credentials: Readonly<Record<DestinationKind, string>> = {
  oms: 'see that apikey, token and email are those that OMS gave you, for this client',
  'zoho-desk': `${zoho}; and that orgId is the organisation's`,
  'zoho-crm': zoho,
  bigin: zoho,
  kayako: 'see that the REST interface is enabled in Kayako, and that apikey and secretKey are those on its page there',
  toptickets:
    'see that the key in apiKey is active and has the scopes attachments:read, attachments:write and attachments:delete',
};
