import { expect, it } from 'vitest';
import { createDownloadRule, isHostPattern, usualDownloadHosts } from './download-hosts.ts';

it.each([
  ['https://storage.supabase.co/object/sign/x?token=1', true],
  ['https://abc.storage.supabase.co/x', true],
  ['https://api.toptickets.app/x', true],
  ['http://storage.supabase.co/x', false],
  ['https://storage.supabase.co:8443/x', false],
  ['https://supabase.co/x', false],
  ['https://evilsupabase.co/x', false],
  ['https://storage.supabase.co.evil.example/x', false],
  ['https://user:pass@storage.supabase.co/x', false],
  ['https://user@storage.supabase.co/x', false],
  ['https://:pass@storage.supabase.co/x', false],
  ['http://api.toptickets.app/x', false],
  ['http://169.254.169.254/latest/meta-data', false],
  ['https://127.0.0.1/x', false],
  ['file:///etc/passwd', false],
])('%s: %s', (url, expected) => {
  expect(createDownloadRule('https://api.toptickets.app', usualDownloadHosts)(new URL(url))).toBe(expected);
});

it("takes a stand-in's own address over http, and no other port of it", () => {
  const rule = createDownloadRule('http://127.0.0.1:4000/toptickets', []);
  expect(rule(new URL('http://127.0.0.1:4000/anything'))).toBe(true);
  expect(rule(new URL('http://127.0.0.1:4001/anything'))).toBe(false);
  expect(rule(new URL('https://storage.supabase.co/x'))).toBe(false);
});

it.each([
  ['https://files.example.com/x', true],
  ['https://xfiles.example.com/x', false],
  ['https://more.files.example.com/x', false],
  ['https://xiles.example.com/x', false],
])('takes a host that is named whole for itself alone: %s %s', (url, expected) => {
  expect(createDownloadRule('https://api.toptickets.app', ['files.example.com'])(new URL(url))).toBe(expected);
});

it.each([
  ['files.example.com', true],
  ['*.example.com', true],
  ['*.com', false],
  ['*', false],
  ['https://files.example.com', false],
  ['files.*.com', false],
])('takes "%s" for a host: %s', (pattern, expected) => {
  expect(isHostPattern(pattern)).toBe(expected);
});
