import * as z from 'zod/mini';
import type { DataCentre } from './data-centre.ts';

/**
 * What the interfaces of Zoho CRM and Bigin say of a record's attachments (seeds 001 and 002), by HTTP and through the
 * SDK for embedded apps alike.
 */

/** Where both interfaces are, such as `https://www.zohoapis.eu`. */
export function recordsOrigin(dataCentre: DataCentre): string {
  return `https://www.zohoapis.${dataCentre}`;
}

/** How a call ended: at the top of the answer, or the only result in its `data`. */
export const RecordsResult = z.object({
  /** `SUCCESS`, or what was wrong, such as `INVALID_DATA`. */
  code: z.string(),
  message: z.catch(z.optional(z.string()), undefined),
  details: z.catch(z.optional(z.object({ id: z.catch(z.optional(z.string()), undefined) })), undefined),
});

/** One attachment in a list. */
export const RecordsAttachment = z.object({
  id: z.string(),
  File_Name: z.catch(z.optional(z.string()), undefined),
  /** In bytes: a text or a number; nothing for a link. */
  Size: z.catch(z.optional(z.coerce.number()), undefined),
  /** RFC 3339. */
  Created_Time: z.catch(z.optional(z.string()), undefined),
  Created_By: z.catch(z.optional(z.object({ name: z.string() })), undefined),
  /** Where a link leads; nothing for a file. */
  $link_url: z.catch(z.optional(z.string()), undefined),
});
export type RecordsAttachment = z.infer<typeof RecordsAttachment>;

/** A page of a list. */
export const RecordsAttachmentList = z.object({
  data: z.array(RecordsAttachment),
  info: z.catch(z.optional(z.object({ more_records: z.boolean() })), undefined),
});
