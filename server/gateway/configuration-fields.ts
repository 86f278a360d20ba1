import * as z from 'zod';

/** Building blocks of the configuration's schema. Each says what would be right; none repeats a value: it may be secret. */

/** A text that is not empty. */
export function text(right: string): z.ZodString {
  return z.string({ error: fault(right) }).min(1, { error: `is empty: give ${right}` });
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
    .transform((value) => value.replace(/\/+$/, ''));
}

function isAddress(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const url = new URL(value);
  const local = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && local);
  return safe && !url.username && !url.password && !url.search && !url.hash;
}

/** For a list or a flag. */
export function fault(right: string): (issue: { readonly input: unknown }) => string {
  return ({ input }) => `${input === undefined ? 'is missing' : 'is not right'}: give ${right}`;
}
