/** What a caller sent, by field name; values are as they came. */
export type Fields = ReadonlyMap<string, unknown>;

/**
 * Reads a small body of fields, whatever its Content-Type says: curl and Zoho's servers may send either form under
 * either name.
 * @returns the fields of a JSON object, else those of a form; none where it is neither
 */
export function readFields(body: Buffer): Fields {
  const text = body.toString('utf8');
  return readJsonFields(text) ?? new Map(new URLSearchParams(text));
}

/** @returns the fields of a JSON object, none for another JSON value, `undefined` where the text is not JSON */
function readJsonFields(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function fieldsOf(value: unknown): Fields {
  return new Map(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
}

/**
 * A field as text. A whole number is taken too, if it is small enough to have kept all its digits on the way.
 * @returns `undefined` for an empty text and for anything else
 */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
