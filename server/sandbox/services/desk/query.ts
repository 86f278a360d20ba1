import * as z from 'zod';
import { type DeskRefusal, refusal } from './failure.ts';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** What any call may carry: the organisation is checked with the token. */
const common = { orgId: z.string().optional() };

const paging = {
  /** From 1; Zoho's OpenAPI files say 0 by default, and callers in public use both for the first. */
  from: z.coerce.number().int().min(0).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(10),
};

export const NoQuery = z.strictObject(common);

export const PageQuery = z.strictObject({ ...common, ...paging });

export const UploadQuery = z.strictObject({ ...common, isPublic: flag.default(false) });

export const ListQuery = z.strictObject({
  ...common,
  ...paging,
  sortBy: z.enum(['createdTime', '-createdTime']).default('createdTime'),
  include: z.literal('creator').optional(),
  isPublic: flag.optional(),
});

export const SearchQuery = z.strictObject({
  ...common,
  ...paging,
  ticketNumber: z.string().optional(),
  /** `cf_name:value`. */
  customField1: z
    .string()
    .regex(/^cf_\w+:./)
    .optional(),
});

/** Reads a query as strictly as Desk, which refuses what it does not know. */
export function readQuery<Query>(
  schema: z.ZodType<Query>,
  query: unknown,
): { readonly kind: 'read'; readonly query: Query } | DeskRefusal {
  const read = schema.safeParse(query);
  if (read.success) return { kind: 'read', query: read.data };
  const issue = read.error.issues[0];
  if (issue?.code === 'unrecognized_keys') {
    return refusal('UNPROCESSABLE_ENTITY', `Extra query parameter '${issue.keys[0]}' is present in the input.`);
  }
  const name = String(issue?.path[0]);
  return refusal('UNPROCESSABLE_ENTITY', `The value passed for the '${name}' query parameter is invalid.`);
}

/** The page of a list that a query asks for. */
export function pageOf<Item>(items: readonly Item[], { from, limit }: { from: number; limit: number }): Item[] {
  const start = Math.max(0, from - 1);
  return items.slice(start, start + limit);
}
