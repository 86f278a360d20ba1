import type { Limits } from '../../contract/limits.ts';

/** What the settings page tests, in the order in which it shows it. */
export const checkNames = ['configuration', 'connection', 'pass', 'browser', 'destination'] as const;
export type CheckName = (typeof checkNames)[number];

/** All that can be wrong, by check; the texts `settings.wrong.*` and `settings.todo.*` have these names. */
export type Fault =
  | `configuration.${'unread' | 'unusable'}`
  | `connection.${'unauthorized' | 'scope' | 'rights' | 'busy' | 'silent' | 'failing'}`
  /** `unlisted`: the package was made for another address. */
  | `pass.${'unlisted' | 'secretMissing' | 'secretWrong' | 'blocked' | 'busy' | 'silent' | 'failing'}`
  /** `origin`: the gateway answers, but lets no page from here in. `follows`: as the check before it. */
  | `browser.${'unlisted' | 'origin' | 'unreachable' | 'follows'}`
  | `destination.${'refuses' | 'scope' | 'token' | 'busy' | 'failing'}`;

/** What can be wrong at one check. */
export type FaultOf<Name extends CheckName> = Extract<Fault, `${Name}.${string}`>;

/** How one check stands. */
export type CheckState<Name extends CheckName = CheckName> =
  | { readonly kind: 'running' }
  | { readonly kind: 'passed'; readonly detail?: string }
  | { readonly kind: 'failed'; readonly fault: FaultOf<Name>; readonly detail?: string }
  /**
   * `noGateway`: none is configured. `login`: asking a plain OMS would use up its one login of the hour. `before`: what
   * it needs has failed. `unlistable`: the destination can only take files.
   */
  | { readonly kind: 'skipped'; readonly why: 'noGateway' | 'login' | 'before' | 'unlistable' };

/** How all of them stand. */
export type Checks = { readonly [Name in CheckName]: CheckState<Name> };

/** What the gateway says of itself in a pass. */
export interface GatewayWord {
  /** The kind of service behind it, such as `zoho-desk`. */
  readonly destination: string;
  /** Less what the administrator blocks. */
  readonly limits: Limits;
}
