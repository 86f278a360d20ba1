import { describe, expect, it } from 'vitest';
import { createScrub, secretsOf } from './scrub.ts';
import { configurationFor, configured, omsCaller, signingKey } from './test-gateway.suite.ts';

const configuration = configured(configurationFor('http://127.0.0.1:1'));
const scrub = createScrub(configuration);

describe('what is taken out of a text', () => {
  it.each(secretsOf(configuration))('is each secret of the configuration: %s', (secret) => {
    expect(scrub(`before ${secret} after ${secret}`)).toBe('before [redacted] after [redacted]');
    expect(scrub(encodeURIComponent(secret))).toBe('[redacted]');
  });

  it('is the beginning of one in whose middle the words were cut', () => {
    for (const length of [6, signingKey.length - 1]) {
      expect(scrub(`it said: ${signingKey.slice(0, length)}… – look at it`)).toBe('it said: [redacted]… – look at it');
    }
    expect(scrub(`it said: ${omsCaller.token.slice(0, 7)}…`)).toBe('it said: [redacted]…');
  });

  it('is not what only looks like a beginning', () => {
    expect(scrub(`${signingKey.slice(0, 5)}…`)).toBe(`${signingKey.slice(0, 5)}…`);
    expect(scrub(signingKey.slice(0, 20))).toBe(signingKey.slice(0, 20));
    expect(scrub('nothing of the kind …')).toBe('nothing of the kind …');
  });

  it.each([
    ['Zoho-oauthtoken abc.def', 'Zoho-oauthtoken [redacted]'],
    ['bearer abc.def rest', 'bearer [redacted] rest'],
    [`x 1000.${'a'.repeat(32)}.${'b'.repeat(32)} y`, 'x [redacted] y'],
    ['x eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y', 'x [redacted] y'],
    ['the file a.b.c is a.b.c', 'the file a.b.c is a.b.c'],
  ])('are tokens by their looks: %s', (text, expected) => {
    expect(scrub(text)).toBe(expected);
  });
});
