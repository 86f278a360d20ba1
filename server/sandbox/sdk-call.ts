import * as z from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** The options of a `ZOHODESK.request` as the SDK posts them to the page, without the files' contents. */
export const SdkOptions = z.object({
  url: z.string().min(1),
  type: z
    .string()
    .transform((value) => value.toUpperCase())
    .pipe(z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']))
    .default('GET'),
  headers: z.record(z.string(), text).default({}),
  data: z.record(z.string(), text).default({}),
  postBody: z.unknown().optional(),
  connectionLinkName: z.string().optional(),
  responseType: z.string().optional(),
});
export type SdkOptions = z.infer<typeof SdkOptions>;

/** One entry of `fileObj`. */
export interface SdkFile {
  /** Name of the multipart part. */
  readonly key: string;
  readonly name: string;
  readonly mimeType: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

export interface SdkCall {
  readonly options: SdkOptions;
  readonly files: readonly SdkFile[];
}
