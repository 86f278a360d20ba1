import * as z from 'zod';
import { type CrmRefusal, invalidParameter } from './failure.ts';

const ListQuery = z.object({
  /** API names of fields, with commas between; all where absent. */
  fields: z
    .string()
    .transform((names) => names.split(',').map((name) => name.trim()))
    .optional(),
  /** From 1. */
  page: z.coerce.number().int().min(1).default(1),
  per_page: z.coerce.number().int().min(1).max(200).default(200),
});

/** Reads a list's query; what it does not know it passes over. */
export function readListQuery(
  query: unknown,
): { readonly kind: 'read'; readonly query: z.infer<typeof ListQuery> } | CrmRefusal {
  const read = ListQuery.safeParse(query);
  if (read.success) return { kind: 'read', query: read.data };
  return invalidParameter(String(read.error.issues[0]?.path[0]));
}

/** The fields asked for; the id and the system's own fields (`$…`) come always. */
export function pick(attachment: object, fields: readonly string[] | undefined): object {
  if (!fields) return attachment;
  const kept = ([name]: [string, unknown]): boolean => name === 'id' || name.startsWith('$') || fields.includes(name);
  return Object.fromEntries(Object.entries(attachment).filter(kept));
}
