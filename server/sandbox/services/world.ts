import { randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { deskLimits } from '../../../contract/limits.ts';
import { createOAuthTokens, type OAuthTokens } from './accounts/tokens.ts';
import { createFaultBook, type FaultBook } from './faults.ts';
import { createKayakoBook, type KayakoBook } from './kayako/book.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createOmsLogins, type OmsLogins } from './oms/logins.ts';
import { createRequestLog, type RequestLog } from './request-log.ts';
import { createSettingsBook, type SettingsBook, type SettingsPatch } from './settings.ts';
import { createTickets, type SandboxTicket } from './tickets.ts';
import { type CallRate, createCallRate } from './toptickets/call-rate.ts';
import { createSignedUrls, type SignedUrls } from './toptickets/signed-urls.ts';

export interface WorldOptions {
  /** Where to keep the bytes of files; in memory where it is absent. */
  readonly folder?: string;
  /** Largest file that Desk takes, in bytes. */
  readonly deskLimitBytes?: number;
  /** Endings that Desk's administrator blocks: lower case, without the dot. */
  readonly deskBlockedEndings?: readonly string[];
  /** Calls of the organisation that Desk serves at once. */
  readonly deskConcurrency?: number;
  /** What differs from the other services' usual limits and rights, from the start and after a reset. */
  readonly settings?: SettingsPatch;
  /** The clock: milliseconds since 1970. */
  readonly now?: () => number;
  /** How faults wait; resolves after so many milliseconds. */
  readonly wait?: (ms: number) => Promise<void>;
}

/** All that the stand-ins of one sandbox know. Nothing of it is shared with another. */
export interface World {
  readonly desk: {
    readonly limitBytes: number;
    readonly blockedEndings: readonly string[];
    readonly concurrency: number;
  };
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  /** The access token that Zoho's servers add to a call by the connector. Outlives a reset. */
  readonly connectorToken: string;
  readonly tickets: readonly SandboxTicket[];
  readonly ledger: Ledger;
  readonly requests: RequestLog;
  readonly faults: FaultBook;
  readonly tokens: OAuthTokens;
  readonly omsLogins: OmsLogins;
  /** Limits and rights in CRM, Bigin, Kayako and TopTickets. */
  readonly settings: SettingsBook;
  readonly kayakoBook: KayakoBook;
  readonly topTicketsCalls: CallRate;
  readonly topTicketsUrls: SignedUrls;
  /** Back to the beginning: no files, requests, faults, access tokens, logins or changed settings. */
  reset(): Promise<void>;
}

export function createWorld(options: WorldOptions = {}): World {
  const now = options.now ?? Date.now;
  const ledger = createLedger({ folder: options.folder, nextId: createIds(), now });
  const requests = createRequestLog(now);
  const faults = createFaultBook();
  const tokens = createOAuthTokens(now);
  const omsLogins = createOmsLogins(now);
  const settings = createSettingsBook(options.settings);
  const kayakoBook = createKayakoBook(now);
  const topTicketsCalls = createCallRate(now);
  return {
    desk: {
      limitBytes: options.deskLimitBytes ?? deskLimits.fileBytes,
      blockedEndings: options.deskBlockedEndings ?? ['exe', 'bat', 'cmd', 'msi', 'scr', 'vbs'],
      // Desk's Express and Standard editions.
      concurrency: options.deskConcurrency ?? 10,
    },
    now,
    // A fault that still waits must not keep the process alive.
    wait: options.wait ?? ((ms) => setTimeout(ms, undefined, { ref: false })),
    connectorToken: `1000.sandbox-connector.${randomBytes(16).toString('hex')}`,
    tickets: createTickets(now()),
    ledger,
    requests,
    faults,
    tokens,
    omsLogins,
    settings,
    kayakoBook,
    topTicketsCalls,
    topTicketsUrls: createSignedUrls(now),
    async reset() {
      requests.reset();
      faults.set([]);
      tokens.reset();
      omsLogins.reset();
      settings.reset();
      kayakoBook.reset();
      topTicketsCalls.reset();
      await ledger.reset();
    },
  };
}

/** Ids as Desk's: eighteen digits, more than a JavaScript number holds. */
function createIds(): () => string {
  let last = 482910000009000000n;
  return () => String(++last);
}
