import { expect, it } from 'vitest';
import { readLink } from './link.ts';

it.each([
  ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
  ['http://example.com', 'http://example.com/'],
  ['HTTPS://EXAMPLE.com/Ä', 'https://example.com/%C3%84'],
  ['javascript:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['file:///etc/passwd', undefined],
  ['ftp://example.com', undefined],
  ['https://user:pass@example.com', undefined],
  ['https://user@example.com', undefined],
  ['https://:pass@example.com', undefined],
  [`https://example.com/${'x'.repeat(1980)}`, `https://example.com/${'x'.repeat(1980)}`],
  [`https://example.com/${'x'.repeat(1981)}`, undefined],
  ['//example.com', undefined],
  ['example.com', undefined],
  ['', undefined],
  [`https://example.com/${'x'.repeat(3000)}`, undefined],
])('reads %.40s', (link, expected) => {
  expect(readLink(link)).toBe(expected);
});
