import * as z from 'zod';

/** Building blocks of the configuration's schema. Each says what would be right; none repeats a value: it may be secret. */

/** A text that is not empty. */
export function text(right: string): z.ZodString {
  return z.string({ error: fault(right) }).min(1, { error: `is empty: give ${right}` });
}

/** Shorter ones could not be kept out of logs: they would take ordinary words out as well. */
export const shortestSecret = 6;

/** A text that nobody else may know. */
export function secret(right: string): z.ZodString {
  // One that is empty is said to be that alone.
  return text(right).refine((value) => value === '' || value.length >= shortestSecret, {
    error: `is too short: give at least ${shortestSecret} characters`,
  });
}

/** A text of a form. */
export function textLike(form: RegExp, right: string): z.ZodString {
  return text(right).regex(form, { error: fault(right) });
}

/** A whole number; a value from the environment comes as digits. */
export function wholeNumber(right: string, min: number, max = Number.MAX_SAFE_INTEGER) {
  const error = fault(right);
  return z.preprocess(
    (value) => (typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value),
    z.int({ error }).min(min, { error }).max(max, { error }),
  );
}

/** One of some words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, { error: fault(`one of ${words.join(', ')}`) });
}

/** Base address of a service, without a slash at its end: https, or http on this machine. */
export function address(example: string) {
  const right = `an https address such as ${example} (http only on this machine), without user, query or fragment`;
  return text(right)
    .refine(isAddress, { error: fault(right) })
    .transform((value) => value.replace(/(?<!\/)\/+$/, ''));
}

function isAddress(value: string): boolean {
  // White space around it, and an empty query or fragment, are read over, but stand before the path that is put behind.
  if (!URL.canParse(value) || /[\s?#]/.test(value)) return false;
  const url = new URL(value);
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && local);
  return safe && !url.username && !url.password;
}

/** For a list or a flag. */
export function fault(right: string): (issue: { readonly input: unknown }) => string {
  return ({ input }) => `${input === undefined ? 'is missing' : 'is not right'}: give ${right}`;
}

/** A number of bytes. */
export const bytes = wholeNumber('a whole number of bytes, 1 or more', 1);

const endings = z.array(z.string().regex(/^[a-z0-9]+$/, { error: 'give endings in lower case, without the dot' }));
const mimeTypes = z.array(
  z.string().regex(/^[a-z0-9.+_-]+\/[a-z0-9.+_-]+$/, { error: 'give MIME types in lower case, such as image/png' }),
);

/** Replaces some of a destination's own limits. */
const LimitsOverride = z.strictObject({
  fileBytes: bytes.exactOptional(),
  nameLength: wholeNumber('a whole number of characters, 1 or more', 1).exactOptional(),
  files: wholeNumber('a whole number, 1 or more', 1).exactOptional(),
  totalBytes: bytes.exactOptional(),
  types: z
    .discriminatedUnion(
      'kind',
      [z.strictObject({ kind: z.literal('except'), endings }), z.strictObject({ kind: z.literal('only'), mimeTypes })],
      { error: fault('{"kind": "except", "endings": […]} or {"kind": "only", "mimeTypes": […]}') },
    )
    .exactOptional(),
});

/** What every destination takes. */
export const commonFields = {
  limits: LimitsOverride.optional(),
  silenceSeconds: wholeNumber('seconds, 1 to 3600', 1, 3600).default(60),
};

/** What a destination of Zoho's takes. */
export const zohoFields = {
  clientId: text('the client id of the Zoho API console'),
  clientSecret: secret('the client secret of the Zoho API console'),
  refreshToken: secret('the refresh token of the Zoho API console'),
  accountsUrl: address('https://accounts.zoho.com').optional(),
  concurrentCalls: wholeNumber('a whole number of calls, 1 or more', 1).optional(),
};
