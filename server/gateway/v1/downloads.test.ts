import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDownloads, type Downloads, type SignedTarget } from './downloads.ts';

const signingKey = 'a signing key of 32 characters or more';
const target = { clientId: 1, destination: 'desk', ticketId: '10', attachmentId: '20', fileName: 'a.pdf' };
const hour = 60 * 60_000;

let nowMs: number;
let downloads: Downloads;
let signed: SignedTarget;
beforeEach(() => {
  nowMs = Date.parse('2026-06-01T12:00:00.400Z');
  downloads = createDownloads(signingKey, () => nowMs);
  signed = downloads.sign(target);
});

describe('a signed target', () => {
  it('is good for an hour', () => {
    expect(signed).toMatchObject({ ...target, expires: Date.parse('2026-06-01T13:00:00Z') / 1000 });
    expect(downloads.check(signed)).toBe('good');
    nowMs += hour - 401;
    expect(downloads.check(signed)).toBe('good');
    nowMs += 1;
    expect(downloads.check(signed)).toBe('expired');
  });

  it.each<Partial<SignedTarget>>([
    { clientId: 2 },
    { destination: 'other' },
    { ticketId: '11' },
    { attachmentId: '21' },
    { fileName: 'b.pdf' },
    { expires: 9_999_999_999 },
    { ticketId: '1', attachmentId: '020' },
    { ticketId: '10","20', attachmentId: '' },
    { signature: '' },
  ])('is forged where it says %j', (change) => {
    expect(downloads.check({ ...signed, ...change })).toBe('forged');
  });

  it('is forged with any other signature, also one that decodes to the same bytes', () => {
    const { signature } = signed;
    for (const other of [`${signature}=`, `${signature} `, signature.slice(0, -1), signature.toUpperCase()]) {
      expect(downloads.check({ ...signed, signature: other })).toBe('forged');
    }
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const neighbour = last[last.indexOf(signature.slice(-1)) ^ 1];
    expect(downloads.check({ ...signed, signature: signature.slice(0, -1) + neighbour })).toBe('forged');
  });

  it('is forged where it was signed with another key, or with the key of tokens', () => {
    const other = createDownloads('another signing key, just as long as it', () => nowMs).sign(target);
    expect(downloads.check(other)).toBe('forged');
    const text = JSON.stringify([...Object.values(target), signed.expires]);
    const signature = createHmac('sha256', signingKey).update(text).digest('base64url');
    expect(downloads.check({ ...signed, signature })).toBe('forged');
  });
});
