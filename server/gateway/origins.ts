/** Which pages may call: exact origins, or all hosts one label below a domain (`https://*.zappsusercontent.com`). */
export type OriginRule = (origin: string) => boolean;

const pattern = /^(https?):\/\/(\*\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*|\[::1\])(:\d{1,5})?$/;

/**
 * Whether the text is such an origin or pattern, written as browsers write it: without the port that its scheme has anyway. A
 * wildcard needs a domain of two labels at least below it.
 */
export function isOriginPattern(text: string): boolean {
  const found = pattern.exec(text);
  if (!found || (found[2] !== undefined && !(found[3] ?? '').includes('.'))) return false;
  const origin = text.replace('*.', '');
  return URL.canParse(origin) && new URL(origin).origin === origin;
}

/** @param patterns each fit for `isOriginPattern` */
export function createOriginRule(patterns: readonly string[]): OriginRule {
  const exact = new Set(patterns.filter((one) => !one.includes('*')));
  const wild = patterns.filter((one) => one.includes('*')).map((one) => one.split('*'));
  return (origin) =>
    exact.has(origin) ||
    wild.some(([before = '', after = '']) => {
      const label = origin.slice(before.length, -after.length);
      return origin === `${before}${label}${after}` && /^[a-z0-9-]+$/.test(label);
    });
}
