import { expect, it } from 'vitest';
import { createSeal } from './seal.ts';

const seal = createSeal('a signing key of 32 characters or more');
const same = createSeal('a signing key of 32 characters or more');
const foreign = createSeal('another signing key of the same length');

it('opens what a gateway with the same key has closed, and shows nothing of it', () => {
  const sealed = seal.close('token-é');
  expect(sealed).not.toBe(seal.close('token-é'));
  expect(Buffer.from(sealed, 'base64').includes('token')).toBe(false);
  expect(same.open(sealed)).toBe('token-é');
});

it('opens nothing else', () => {
  const sealed = seal.close('token');
  const bytes = Buffer.from(sealed, 'base64');
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
  for (const other of [bytes.toString('base64'), foreign.close('token'), sealed.slice(0, 20), '', '???']) {
    expect(seal.open(other)).toBeUndefined();
  }
});

it('gives the same parts the same name, and others another', () => {
  expect(seal.name('a', 'b')).toBe(same.name('a', 'b'));
  const names = [seal.name('a', 'b'), seal.name('ab'), seal.name('a', 'b', ''), foreign.name('a', 'b')];
  expect(new Set(names).size).toBe(4);
  expect(seal.prefix).toMatch(/^anexo:[\w-]{8}:$/);
  expect(foreign.prefix).not.toBe(seal.prefix);
});
