/** Objects of unknown origin: read by own properties only, so that a key such as `__proto__` stays a key. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** Whether a value is an object that is no array. */
export function isRecord(value: unknown): value is UnknownRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A record's own property; `undefined` where it has none of that name, or the value is no record. */
export function own(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Parses text that looks like JSON; `undefined` for any other. A bare number stays text: it may be a long id. */
export function parseJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
