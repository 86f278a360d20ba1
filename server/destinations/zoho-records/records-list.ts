import * as z from 'zod';
import { mimeTypeOf } from '../../../contract/check.ts';
import type { Attachment } from '../destination.ts';
import { readLink } from '../link.ts';
import type { PageReading } from '../paging.ts';
import type { ZohoEnd } from '../zoho-api.ts';

/** An attachment as lists of CRM and Bigin show it, as far as it is needed. */
const Listed = z.object({
  id: z.string(),
  File_Name: z.string().nullish(),
  /** A text or a number, as the service pleases; nothing for a link. */
  Size: z.coerce.number().nullish().catch(undefined),
  Created_Time: z.string(),
  Created_By: z.object({ id: z.string() }).nullish().catch(undefined),
  $link_url: z.string().nullish().catch(undefined),
});

const List = z.object({
  data: z.array(Listed),
  info: z.object({ more_records: z.boolean() }).optional().catch(undefined),
});

/** Most attachments that one page may have. */
const perPage = 200;

/** @param number from 0; the service counts from 1 */
export function pageQuery(number: number): Readonly<Record<string, string>> {
  return { page: String(number + 1), per_page: String(perPage) };
}

/** Reads a page; a record without attachments, and the page behind the last, are answered with 204. */
export function readRecordsPage(end: ZohoEnd, service: string): PageReading<Attachment> {
  if (end.kind === 'failed') return end;
  if (end.status === 204) return { kind: 'page', items: [], more: false };
  const list = List.safeParse(end.body);
  if (!list.success) {
    return {
      kind: 'failed',
      outcome: { kind: 'unavailable', message: `${service} answered with something unexpected` },
    };
  }
  const { data, info } = list.data;
  return { kind: 'page', items: data.map(describe), more: info?.more_records ?? data.length === perPage };
}

function describe(one: z.infer<typeof Listed>): Attachment {
  const link = one.$link_url ? readLink(one.$link_url) : undefined;
  const name = one.File_Name ?? link ?? '';
  return {
    id: one.id,
    name,
    size: one.Size ?? 0,
    mimeType: link ? 'text/uri-list' : mimeTypeOf({ name, mimeType: '', head: undefined }),
    createdAt: one.Created_Time,
    ...(one.Created_By && { uploadedBy: one.Created_By.id }),
    ...(link && { link }),
  };
}
