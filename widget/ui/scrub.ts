/** Longest text that is taken over, in characters. */
const longest = 300;

/** A number that people look things up by, not a secret. */
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/**
 * Takes out of a service's words what might be a secret: query strings, names and passwords in addresses, what is
 * called a token, and whatever looks like one.
 */
export function scrub(text: string): string {
  return text
    .replace(/(https?:\/\/)[^\s/@]*@/gi, '$1')
    .replace(/https?:\/\/[^\s"'<>]*/gi, (address) => address.replace(/[?#].*/, '?…'))
    .replace(/\b(bearer|zoho-oauthtoken|basic)\s+\S+/gi, '$1 …')
    .replace(
      /\b(\w*(?:token|secret|passw(?:or)?d|api-?key|cookie|sessionid)|auth|authorization)(["']?\s*[=:]\s*["']?)[^\s"',;&]+/gi,
      '$1$2…',
    )
    .replace(/[\w~+=.-]{20,}/g, (run) => (looksRandom(run) ? '…' : run))
    .slice(0, longest);
}

/** Letters and digits mixed in one long run. */
function looksRandom(run: string): boolean {
  return /\d/.test(run) && /[a-z]/i.test(run) && !uuid.test(run);
}
