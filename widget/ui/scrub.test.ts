import { describe, expect, it } from 'vitest';
import { scrub } from './scrub.ts';

const oauth = '1000.8cb99d2f5b1e4a7c9d3e6f0a1b2c3d4e.ffeeddccbbaa99887766554433221100';
const jwt = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLW9mLXRoZS1wYXNz';

describe('scrub', () => {
  it.each([
    [`Zoho-oauthtoken ${oauth} is invalid`, 'Zoho-oauthtoken … is invalid'],
    [`Authorization: Bearer ${jwt}`, 'Authorization: … …'],
    [`got ${jwt}`, 'got …'],
    [`{"apikey":"abc123","code":404}`, '{"apikey":"…","code":404}'],
    ['access_token=short&x=1', 'access_token=…&x=1'],
    ['password: hunter2', 'password: …'],
    ['GET https://gw.example.com/v1/x?signature=abc#top failed', 'GET https://gw.example.com/v1/x?… failed'],
    ['https://user:pass@gw.example.com/x', 'https://gw.example.com/x'],
    ['https://gw.example.com/d/8cb99d2f5b1e4a7c9d3e6f0a1b2c3d4e', 'https://gw.example.com/d/…'],
  ])('%s', (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed);
  });

  it.each([
    'UNPROCESSABLE_ENTITY – The data is invalid: name',
    'https://desk.zoho.com/api/v1/tickets/1892000000143237/attachments answered with status 502',
    'Request 0b5fbe2c-9d8a-4c39-9d0e-6f5f1a3a1c11 at 2026-11-21T10:22:33.000Z',
    'The connector is not authorized: ask the administrator',
  ])('leaves %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('cuts what is too long to read', () => {
    expect(scrub('no '.repeat(1000))).toHaveLength(300);
  });
});
