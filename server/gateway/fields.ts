import type { TicketReference } from '../../contract/oms.ts';

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
export function readJsonFields(text: string): Fields | undefined {
  try {
    return fieldsOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function fieldsOf(value: unknown): Fields {
  return new Map(typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []);
}

/** The first of a field's names that holds something. */
export function pick(fields: Fields, names: readonly string[]): unknown {
  return names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null);
}

/**
 * A field as text. A whole number is taken too, if it is small enough to have kept all its digits on the way.
 * @returns `undefined` for an empty text and for anything else
 */
export function readText(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The ticket by the names that the fields give it. */
export function readReference(fields: Fields): TicketReference {
  const zoho_id = readText(fields.get('zoho_id'));
  const ticket_number = readText(fields.get('ticket_number'));
  const chamado_id = readText(fields.get('chamado_id'));
  return { ...(zoho_id && { zoho_id }), ...(ticket_number && { ticket_number }), ...(chamado_id && { chamado_id }) };
}
