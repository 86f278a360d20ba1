import { describe, expect, it } from 'vitest';
import { createOriginRule, isOriginPattern } from './origins.ts';

describe('isOriginPattern', () => {
  it.each([
    'https://desk.zoho.com',
    'http://127.0.0.1:5080',
    'http://localhost',
    'https://*.zappsusercontent.com',
    'https://*.example.co.uk:8443',
  ])('takes %s', (text) => expect(isOriginPattern(text)).toBe(true));
  it.each([
    '*',
    'https://*',
    'https://*.com',
    'https://a.*.com',
    'https://a.example/',
    'https://A.example',
    'ftp://a.example',
    'null',
    'a.example',
    'https://*.*.example.com',
    'https://a.example:443',
    'http://*.b.example:80',
    'https://a.example:70000',
    '',
  ])('refuses %s', (text) => expect(isOriginPattern(text)).toBe(false));
});

describe('createOriginRule', () => {
  const allows = createOriginRule(['https://desk.zoho.com', 'https://*.zappsusercontent.com', 'https://*.example.com']);

  it.each(['https://desk.zoho.com', 'https://0f7a-1.zappsusercontent.com', 'https://a.example.com'])(
    'allows %s',
    (origin) => expect(allows(origin)).toBe(true),
  );
  it.each([
    'http://desk.zoho.com',
    'https://desk.zoho.com:8443',
    'https://zappsusercontent.com',
    'https://.zappsusercontent.com',
    'https://a.b.zappsusercontent.com',
    'https://evil.com/.zappsusercontent.com',
    'https://evilzappsusercontent.com',
    'https://a.zappsusercontent.com.evil.com',
    'http://a.zappsusercontent.com',
    'null',
    '',
  ])('does not allow %s', (origin) => expect(allows(origin)).toBe(false));
});
