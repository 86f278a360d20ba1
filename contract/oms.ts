import * as z from 'zod/mini';

/**
 * The OMS contract (seed 000 and `POST /api/get/auth`): served by the gateway, spoken by its `oms` destination and by
 * the widget where a plain OMS is configured.
 */

/** Paths of the two calls, below the base address. */
export const omsPaths = { auth: '/api/get/auth', put: '/api/put/ticket_attachments' } as const;

/** The contract's messages, word for word (seed 000). */
export const omsMessages = {
  attachmentsRequired: 'attachments is required (array)',
  ticketUnknown: 'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
  authRequired: 'auth is required',
  authInvalid: 'invalid auth',
  credentialsInvalid: 'Invalid credentials',
  clientBlocked: 'Client blocked',
  methodNotAllowed: 'Method not allowed',
  internalError: (detail: string): string => `Internal error: ${detail}`,
} as const;

/** `code` of a failed `get/auth`, whatever its HTTP status. */
export const omsAuthCodes = { unidentified: 404, inUse: 400, invalidData: 402, blocked: 500 } as const;

/** How long a token lives, in milliseconds: one hour. */
export const omsTokenMs = 60 * 60 * 1000;

/** The ticket, by at least one of its three names (seed 000). */
export interface TicketReference {
  readonly zoho_id?: string;
  readonly ticket_number?: string;
  readonly chamado_id?: string;
}

/** Every field of an attachment under the two names that the contract gives it, the first as preferred (seed 000). */
export const omsAliases = {
  attachments: ['attachments', 'anexos'],
  name: ['nome_arquivo', 'name'],
  contentType: ['tipo_arquivo', 'contentType'],
  base64: ['arquivo_base64', 'base64'],
} as const;

/** A failed `get/auth`. Our gateway also tells under which id it has the request in its log. */
export const OmsAuthFailure = z.object({
  code: z.coerce.number(),
  error: z.optional(z.string()),
  request_id: z.optional(z.catch(z.optional(z.string()), undefined)),
});

/** A granted `get/auth`. OMS itself answers no more than `auth` and `id`. */
export const OmsAuthGrant = z.object({ auth: z.string().check(z.minLength(1)), id: z.unknown() });

/** The kinds of outcome that a file's result can name; see `outcome.ts`. */
export const omsFileOutcomes = ['delivered', 'refused', 'unauthorized', 'busy', 'unavailable', 'unknown'] as const;

/** Whoever asks for a longer wait, in seconds, means something else. */
const longestSeconds = 1e9;

/** One file's own end in the answer to `put/ticket_attachments`. */
export const OmsFileResult = z.object({
  index: z.int(),
  name: z.nullish(z.string()),
  contentType: z.nullish(z.string()),
  success: z.boolean(),
  http_code: z.int(),
  error: z.nullish(z.string()),
  /** What our gateway tells beside the contract: the kind of the outcome, so that `unknown` is told from the rest. */
  outcome: z.optional(z.catch(z.optional(z.enum(omsFileOutcomes)), undefined)),
  /** From our gateway: in seconds, how long to wait before another attempt, where the service said so. */
  retry_after: z.optional(z.catch(z.optional(z.number().check(z.minimum(0), z.maximum(longestSeconds))), undefined)),
  /** From our gateway: the service's id of the new attachment, where it told one. */
  attachment_id: z.optional(z.catch(z.optional(z.string()), undefined)),
});
export type OmsFileResult = z.infer<typeof OmsFileResult>;

/** The answer to a `put/ticket_attachments` that was understood. */
export const OmsPutAnswer = z.object({
  success: z.boolean(),
  zoho_id: z.nullish(z.string()),
  uploaded: z.int(),
  failed: z.int(),
  results: z.array(OmsFileResult),
});
export type OmsPutAnswer = z.infer<typeof OmsPutAnswer>;

/** The answer to a `put/ticket_attachments` that was not. */
export const OmsPutFailure = z.object({ success: z.literal(false), error: z.string() });
export type OmsPutFailure = z.infer<typeof OmsPutFailure>;
