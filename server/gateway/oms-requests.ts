import * as z from 'zod';
import { readText } from './fields.ts';
import { sizeForm } from './relay/multipart-parts.ts';

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

const oneName = 'is wanted under one of its two names';

/** As the request's reader takes it: of a whole number all digits, however many; null is as good as missing. */
const Field = z.union([z.string(), z.number().multipleOf(1), z.null()]).optional();

const name = Field.describe('The name of the file; one of the two.');
const contentType = Field.describe('Its MIME type; its name and content tell where this is missing.');
const base64 = z.string().optional().describe('Its bytes in base64; one of the two.');
const attachments = z
  .array(
    z
      .object({
        nome_arquivo: name,
        name,
        tipo_arquivo: contentType,
        contentType,
        arquivo_base64: base64,
        base64,
      })
      .refine((file) => count(file.nome_arquivo, file.name) === 1 && isGiven(file.nome_arquivo ?? file.name), oneName)
      .refine((file) => count(file.tipo_arquivo, file.contentType) <= 1, oneName)
      .refine((file) => count(file.arquivo_base64, file.base64) === 1, oneName),
  )
  .min(1)
  .nullish()
  .describe('The files, under one of the two names.');

/** How many of the two names of a field are there, be it with null. */
function count(...values: readonly unknown[]): number {
  return values.filter((value) => value !== undefined).length;
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const token = 'The token; or as Authorization: Bearer.';
const ticketId = "The destination's own id of the ticket; of the three names, one at least.";

/**
 * `put/ticket_attachments` in JSON (seed 000), for the document only: the request is read as it arrives, which no schema
 * can do; a test holds them to the same. Each field has one name in Portuguese and one in English; either will do.
 */
export const PutRequest = z
  .object({
    auth: Field.describe(token),
    zoho_id: Field.describe(ticketId),
    ticket_number: Field,
    chamado_id: Field,
    attachments,
    anexos: attachments,
  })
  .refine((body) => isGiven(body.attachments) !== isGiven(body.anexos), oneName);

/** The same as a form. */
export const PutForm = z.object({
  auth: z.string().optional().describe(token),
  zoho_id: z.string().optional().describe(ticketId),
  ticket_number: z.string().optional(),
  chamado_id: z.string().optional(),
  size: z.string().regex(sizeForm).optional().describe('The length in bytes of the file that follows.'),
  attachments: z
    .array(z.string().meta({ format: 'binary' }))
    .min(1)
    .describe('The files; token and ticket go first.'),
});
