/** Messages between Desk's page and a widget, as Zoho's own SDK sends and expects them. */

/** A message whose content nobody has checked. */
export type Properties = Readonly<Record<string, unknown>>;

/** What the page tells a widget when its frame has loaded. */
export interface Registration {
  readonly meta: Properties;
  readonly extensionID: string;
  readonly location: string;
  readonly locale: string;
  readonly localeResource: unknown;
}

/** What a widget asks of the page: `ZOHODESK.get` and the like. */
export interface DeskEvent {
  /** `GET_DATA`, `SET_DATA`, `DELETE_DATA`, `NOTIFY`, `POPUP`, or the name given to `ZOHODESK.invoke`. */
  readonly type: string;
  readonly property: string | undefined;
  readonly value: unknown;
}

export function isProperties(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a message of the SDK; older ones sent JSON text. */
export function readMessage(data: unknown): Properties | undefined {
  if (isProperties(data)) return data;
  if (typeof data !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(data);
    return isProperties(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

export function readDeskEvent(data: unknown): DeskEvent | undefined {
  if (!isProperties(data)) return undefined;
  const { type, property, value } = data;
  if (typeof type !== 'string') return undefined;
  return { type, property: typeof property === 'string' ? property : undefined, value };
}

/** Scheme, host and path of an address: what the page compares to know a widget's messages. */
export function pathAddress(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

/** The sender's address as the SDK puts it, encoded, into `widgetOrigin`. */
export function senderAddress(message: Properties): string | undefined {
  const { widgetOrigin } = message;
  if (typeof widgetOrigin !== 'string') return undefined;
  try {
    return pathAddress(decodeURIComponent(widgetOrigin));
  } catch {
    return undefined;
  }
}
