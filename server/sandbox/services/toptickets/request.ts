import * as z from 'zod';
import { type FieldFault, type Refusal, refusal } from './failure.ts';

/** Any UUID by its form: those of the service do not keep to a version. */
const id = z.guid();

export const OfTicket = z.object({ ticket_id: id });
export const OfAttachment = OfTicket.extend({ attachment_id: id });

export const Page = z.object({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Reads the values of a path or query, and names each that is wrong. */
export function readValues<Values>(
  schema: z.ZodType<Values>,
  values: unknown,
  place: 'path' | 'query',
): { readonly kind: 'read'; readonly values: Values } | Refusal {
  const read = schema.safeParse(values);
  if (read.success) return { kind: 'read', values: read.data };
  const faults = read.error.issues.map(
    (issue): FieldFault => ({
      loc: [place, ...issue.path.map(String)],
      msg: issue.message,
      type: faultTypes[issue.code] ?? 'value_error',
    }),
  );
  return refusal(422, faults);
}

/** FastAPI's names for what zod finds. */
const faultTypes: Readonly<Record<string, string>> = {
  invalid_format: 'uuid_parsing',
  invalid_type: 'int_parsing',
  too_small: 'greater_than_equal',
  too_big: 'less_than_equal',
};
