import type { DataCentre } from '../../contract/data-centre.ts';

/**
 * The seam between the widget and the product page that frames it. `ui` and `queue` know a host only by this; each
 * product has one implementation, and all pass `host.suite.ts`.
 */
export interface Host {
  readonly product: Product;
  /** The product's interface language as a locale code of its own, such as `en` or `pt`. */
  readonly locale: string;
  /** Where the organisation's data lives; decides the address of its REST interface. */
  readonly dataCentre: DataCentre;
  /** What the product says of its looks; changes are told to `onPreferences`. */
  readonly preferences: Preferences;
  /** The texts of `translations/` in the product's language, by key, where the product hands them over. */
  readonly translations: ReadonlyMap<string, string>;
  /** Asks which ticket is on screen. Never from memory: events are hints that anybody can forge. */
  readTicket(): Promise<TicketReading>;
  /** The organisation's id, where the product has one; asked once. */
  readOrganisation(): Promise<string | undefined>;
  /** The agent at work, where the product tells. */
  readUser(): Promise<User | undefined>;
  /** The administrator's configuration, as text by parameter name, without those marked secure. */
  readConfiguration(): Promise<ReadonlyMap<string, string>>;
  /** Calls when the agent may have moved to another ticket. @returns a function that ends it */
  onTicketChange(listener: () => void): () => void;
  /**
   * Calls when something was added to the ticket on screen that may have brought a file; a hint, as all events are.
   * @returns a function that ends it
   */
  onTicketNews?(listener: () => void): () => void;
  /** Calls when the looks of the product change. @returns a function that ends it */
  onPreferences(listener: (preferences: Preferences) => void): () => void;
  /** `false` where the product's connector takes no files: they go by the gateway alone. */
  readonly takesFiles?: boolean;
  /** Sends through the product's connector. Never rejects. */
  request(request: HostRequest): Promise<HostAnswer>;
  /**
   * Shows the ticket's files in the product's own page, where it can. Never rejects.
   * @returns whether the product did
   */
  openAttachments?(): Promise<boolean>;
  /** Shows the product's own notice outside the widget's frame. Never rejects; a product may ignore it. */
  notify(notice: { title: string; content: string; icon: 'success' | 'failure' }): Promise<void>;
}

export type Product = 'desk' | 'crm' | 'bigin';

/** A ticket, pinned in every upload when it is queued. */
export interface Ticket {
  readonly id: string;
  /** The number that people use, where there is one. */
  readonly number?: string;
  readonly subject?: string;
}

export type TicketReading =
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'unreadable'; readonly message: string };

export interface User {
  readonly id: string;
  readonly name?: string;
}

export interface Preferences {
  /** `auto` follows the operating system. */
  readonly appearance: 'light' | 'dark' | 'auto';
  /** The product's accent colour, where it tells one. */
  readonly accent?: 'red' | 'green' | 'blue' | 'yellow' | 'orange';
  /** The product's font, such as `Puvi`. */
  readonly font?: string;
}

/** One call through the product's connector. */
export interface HostRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Sent as a multipart part of this name. A `File`, never a bare `Blob`: the SDK drops those in silence. */
  readonly file?: { readonly part: string; readonly file: File };
  /** Whether the call travels with the organisation's authorised connection, or without any (to a listed domain). */
  readonly connection: boolean;
  /** After this, in milliseconds, the call is given up: the SDK has no timeout of its own. */
  readonly timeoutMs: number;
}

export type HostAnswer =
  /** Some answer of the service came back: its HTTP status where the product tells it, and its body. */
  | {
      readonly kind: 'answer';
      readonly status: number | undefined;
      readonly body: unknown;
      readonly retryAfter?: string;
    }
  /** The product itself failed or refused the call. */
  | { readonly kind: 'failure'; readonly message: string; readonly code?: string; readonly status?: number }
  /** Nothing came back in time. The call cannot be stopped: `later` settles if it still ends, perhaps never. */
  | { readonly kind: 'timeout'; readonly later: Promise<HostAnswer> };

/** An answer that did come. */
export type SettledAnswer = Exclude<HostAnswer, { kind: 'timeout' }>;

/** An answer of the service itself. */
export type ServiceAnswer = Extract<HostAnswer, { kind: 'answer' }>;

/** How the start of the widget inside a product ended. */
export type HostStart =
  | { readonly kind: 'ready'; readonly host: Host }
  /** The SDK's script did not load: blocked or offline. */
  | { readonly kind: 'no-sdk' }
  /** The script is there, but no product page answers: opened outside Zoho. */
  | { readonly kind: 'outside' }
  /** What this product needs beside Desk did not load. */
  | { readonly kind: 'unloaded' };
