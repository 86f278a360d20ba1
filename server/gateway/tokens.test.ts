import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { createTokens, type Tokens } from './tokens.ts';

const signingKey = 'a signing key of 32 characters or more';
const start = Date.parse('2026-06-01T12:00:00Z');

let nowMs: number;
let tokens: Tokens;
beforeEach(() => {
  nowMs = start;
  tokens = createTokens(signingKey, () => nowMs);
});

/** A token as ours, with some of it changed. */
function forge({
  key = signingKey,
  issuer = 'anexo',
  subject = '100',
  algorithm = 'HS256',
  claims = {},
  seconds = 60,
}) {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm })
    .setIssuer(issuer)
    .setSubject(subject)
    .setExpirationTime(start / 1000 + seconds)
    .sign(new TextEncoder().encode(key));
}

describe('a token', () => {
  it('stands for a client, and a pass for one ticket too', async () => {
    expect(await tokens.read(await tokens.issue({ clientId: 100 }, 60))).toEqual({ clientId: 100 });
    const pass = await tokens.issue({ clientId: 100, ticketId: 'Cases:1' }, 60);
    expect(await tokens.read(pass)).toEqual({ clientId: 100, ticketId: 'Cases:1' });
    expect(await tokens.read(await forge({}))).toEqual({ clientId: 100 });
  });

  it('ends after its time, not before', async () => {
    const token = await tokens.issue({ clientId: 100 }, 60);
    nowMs += 59_000;
    expect(await tokens.read(token)).toEqual({ clientId: 100 });
    nowMs += 1000;
    expect(await tokens.read(token)).toBeUndefined();
    expect(await tokens.read(token)).toBeUndefined();
  });

  it('is still known after many others were read', async () => {
    const token = await tokens.issue({ clientId: 100, ticketId: '0' }, 60);
    for (let ticket = 0; ticket <= 1000; ticket += 1) {
      const other = await tokens.issue({ clientId: 100, ticketId: String(ticket) }, 60);
      expect(await tokens.read(other)).toEqual({ clientId: 100, ticketId: String(ticket) });
    }
    expect(await tokens.read(token)).toEqual({ clientId: 100, ticketId: '0' });
  });

  it.each([
    ['of another key', { key: 'another signing key, as long as ours' }],
    ['of another issuer', { issuer: 'somebody' }],
    ['of another algorithm', { algorithm: 'HS512' }],
    ['for nobody', { subject: '' }],
    ['for what is no client', { subject: '1e3' }],
    ['for a ticket that is none', { claims: { ticket: 5 } }],
  ])('%s is none of ours', async (_, change) => {
    expect(await tokens.read(await forge(change))).toBeUndefined();
  });

  it('without a signature, or with one of a part of it, is none of ours', async () => {
    const [head, claims, signature] = (await tokens.issue({ clientId: 100, ticketId: '1' }, 60)).split('.');
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const other = Buffer.from(JSON.stringify({ iss: 'anexo', sub: '200', exp: 9_999_999_999 })).toString('base64url');
    const eternal = await new SignJWT().setProtectedHeader({ alg: 'HS256' }).setIssuer('anexo').setSubject('100');
    for (const token of [
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${head}.${other}.${signature}`,
      `${head}.${claims}.`,
      `${head}.${claims}`,
      '..',
      '',
      await eternal.sign(new TextEncoder().encode(signingKey)),
    ]) {
      expect(await tokens.read(token)).toBeUndefined();
    }
  });
});
