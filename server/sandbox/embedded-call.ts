import * as z from 'zod';
import type { SdkFile } from './sdk-call.ts';

const id = z.string().regex(/^\d{1,32}$/);
const module = z.string().regex(/^\w{1,100}$/);
const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue('is no JSON');
    return z.NEVER;
  }
});
const Texts = z.record(z.string(), z.coerce.string());

/**
 * What the SDK for embedded apps posts as the `data` of a `CRM_EVENT`, as far as the sandbox carries it out; read in
 * Zoho's own SDK, version 1.5. A file travels beside it.
 */
export const EmbeddedCall = z.union([
  z.object({
    category: z.literal('CREATE'),
    type: z.literal('ATTACHMENT'),
    Entity: module,
    RelatedID: id,
    APIData: z.object({ FileName: z.string() }),
  }),
  z.object({
    category: z.literal('READ'),
    APIData: z.object({
      Entity: module,
      RecordID: id,
      RelatedList: z.string().optional(),
      page: z.coerce.number().optional(),
      per_page: z.coerce.number().optional(),
    }),
  }),
  z.object({
    category: z.literal('DELETE'),
    type: z.literal('RELATED_RECORD'),
    Entity: module,
    RecordID: id,
    RelatedList: z.string(),
    RelatedRecordID: id,
  }),
  z.object({ category: z.literal('CONFIG'), type: z.enum(['CURRENT_USER', 'ORG']) }),
  z.object({
    category: z.literal('CONFIG'),
    type: z.literal('VARIABLE'),
    /** One name; several with commas between, as Bigin's takes them; or `{ apiKeys }`, as CRM's does. */
    nameSpace: z.union([z.string(), z.object({ apiKeys: z.array(z.string()) })]),
  }),
  z.object({
    category: z.literal('CRM_CONNECTION'),
    connectionName: z.string(),
    data: z.object({
      data: z.object({
        url: z.url(),
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
        /** 1: parameters in the query; 2: as the body. */
        param_type: z.number().default(1),
        parameters: Json.pipe(z.record(z.string(), z.unknown())).default({}),
        headers: Json.pipe(Texts).default({}),
      }),
    }),
  }),
  z.object({
    category: z.literal('CONNECTOR'),
    nameSpace: z.enum(['wget.get', 'wget.post', 'wget.put', 'wget.patch', 'wget.delete']),
    data: z.object({ url: z.url(), Header: Texts.optional(), Body: z.unknown() }),
  }),
]);
export type EmbeddedCall = z.infer<typeof EmbeddedCall>;

/** One call with the file that goes with it. */
export interface EmbeddedRequest {
  readonly call: EmbeddedCall;
  readonly file: SdkFile | undefined;
}
