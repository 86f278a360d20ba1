import * as z from 'zod';
import { readText } from './fields.ts';

/** A text, or a whole number that has kept all its digits on the way. Blank is as good as missing. */
const Text = z.union([z.string(), z.int()]).transform(readText).pipe(z.string());

/** `POST /api/get/auth` by a caller of the OMS contract. */
export const LoginRequest = z.object({ apikey: Text, token: Text, email: Text });

/** `POST /api/get/auth` by Zoho's servers for a widget; also as a query. */
export const PassRequest = z.object({
  zoho_id: Text.pipe(z.string().regex(/^[\w:.-]{1,100}$/)).meta({
    description: "The destination's own id of the ticket that the pass shall open.",
  }),
});

const name = z.string().describe('The name of the file.').optional();
const contentType = z.string().describe('Its MIME type; its name and content tell where this is missing.').optional();
const base64 = z.string().describe('Its bytes in base64.').optional();
const attachments = z
  .array(
    z.object({
      nome_arquivo: name,
      name,
      tipo_arquivo: contentType,
      contentType,
      arquivo_base64: base64,
      base64,
    }),
  )
  .min(1);

const reference = {
  zoho_id: Text.optional().describe("The destination's own id of the ticket; of the three names, one at least."),
  ticket_number: Text.optional(),
  chamado_id: Text.optional(),
};

/**
 * `put/ticket_attachments` in JSON (seed 000), for the document only: the request is read as it arrives, which no schema
 * can do. Each field has one name in Portuguese and one in English; either will do.
 */
export const PutRequest = z.object({
  auth: z.string().optional().describe('The token; or as Authorization: Bearer.'),
  ...reference,
  attachments: attachments.optional(),
  anexos: attachments.optional(),
});

/** The same as a form. */
export const PutForm = z.object({
  auth: PutRequest.shape.auth,
  ...reference,
  size: z.string().regex(/^\d+$/).optional().describe('The length in bytes of the file that follows.'),
  attachments: z
    .array(z.string().meta({ format: 'binary' }))
    .min(1)
    .describe('The files; token and ticket go first.'),
});
