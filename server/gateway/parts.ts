import type { Judge } from './access.ts';
import type { Clients } from './clients.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Room } from './relay/spool.ts';
import type { Relay } from './relay.ts';
import type { Scrub } from './scrub.ts';
import type { Tokens } from './tokens.ts';
import type { RequestBounds } from './upload-request.ts';

/** What the routes stand on, made once from the configuration. */
export interface GatewayParts {
  readonly clients: Clients;
  readonly tokens: Tokens;
  readonly judge: Judge;
  readonly rateLimits: RateLimits;
  readonly relay: Relay;
  readonly scrub: Scrub;
  readonly bounds: RequestBounds;
  /** Room for files that come before it is known where they go. */
  readonly room: Room;
}
