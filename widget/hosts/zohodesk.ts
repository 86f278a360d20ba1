import * as z from 'zod/mini';
import { isRecord, own } from './records.ts';

/**
 * As much of `ZOHODESK`, the global of Zoho Desk's client SDK, as the widget calls. The SDK's answers are `unknown`
 * until one of the schemas below has read them; facts and quirks are described where they are handled.
 */
export interface ZohoDeskSdk {
  readonly extension: { onload(): Promise<unknown> };
  /** Throws at once when called before registration. */
  get(path: string): Promise<unknown>;
  request(options: SdkRequestOptions): Promise<unknown>;
  /** Not in every version. */
  invoke?(name: string, value: unknown): unknown;
  notify(notice: { title: string; content: string; icon: 'success' | 'failure' }): unknown;
}

/** The options of `request`. The SDK changes the object it is given: never use one twice. */
export interface SdkRequestOptions {
  url: string;
  type: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers: Record<string, string>;
  /** The query. */
  data: Record<string, string>;
  postBody: Record<string, unknown>;
  connectionLinkName?: string;
  fileObj?: { key: string; file: File }[];
}

/** The part of `App.instance` that the widget uses. */
export interface SdkInstance {
  readonly serviceOrigin?: unknown;
  /** There is no `off` in version 1 of the SDK. */
  on(event: string, listener: (payload: unknown) => void): unknown;
}

/** Whether a global is the SDK. */
export function isSdk(value: unknown): value is ZohoDeskSdk {
  if (!isRecord(value) || !isRecord(value['extension'])) return false;
  return [value['extension']['onload'], value['get'], value['request'], value['notify']].every(isFunction);
}

/** Whether a value is the SDK's `App.instance`. */
export function isInstance(value: unknown): value is SdkInstance {
  return isRecord(value) && isFunction(value['on']);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

const text = z.catch(z.optional(z.string()), undefined);

/** A number stands for an id only while it is exact: Zoho's ids have 18 digits and more. */
const idText = z.pipe(
  z.union([z.string(), z.int()]),
  z.transform((id) => String(id)),
);
const id = idText.check(z.minLength(1));

/** `userPreferences`, in `App.meta` and in the event that tells of a change. */
export const UserPreferences = z.object({
  appearance: z.catch(z.optional(z.enum(['light', 'dark', 'pureDark', 'auto'])), undefined),
  theme: z.catch(z.optional(z.enum(['red', 'green', 'blue', 'yellow', 'orange'])), undefined),
  fontFamily: text,
});
export type UserPreferences = z.infer<typeof UserPreferences>;

/** `App.meta`. */
export const AppMeta = z.object({
  dcType: text,
  deskDomainUrl: text,
  userPreferences: z.catch(z.optional(UserPreferences), undefined),
});

/** What `get('ticket')` holds under `ticket`. */
export const SdkTicket = z.object({
  id,
  number: z.catch(z.optional(idText), undefined),
  subject: text,
});

/** What `get('ticket.id')` and `get('portal.id')` hold. */
export const SdkId = id;

/** What `get('user')` holds under `user`. */
export const SdkUser = z.object({ id, fullName: text });

/** One parameter of `get('extension.config')`; those marked secure are left out by Desk. */
export const SdkParameter = z.object({
  name: z.string(),
  value: z.optional(z.unknown()),
  defaultValue: z.optional(z.unknown()),
});

/**
 * What an answer of `get` holds for the path asked: `{ 'ticket.id': … }` by the whole path, as Desk answers, else
 * `{ ticket: { id: … } }` step by step.
 */
export function answered(answer: unknown, path: string): unknown {
  const whole = own(answer, path);
  if (whole !== undefined) return whole;
  return path.split('.').reduce<unknown>((here, key) => own(here, key), answer);
}
