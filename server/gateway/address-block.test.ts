import { expect, it } from 'vitest';
import { isAddressBlock } from './address-block.ts';

it.each([
  ['10.0.0.5', true],
  ['10.0.0.0/8', true],
  ['10.0.0.0/0', false],
  ['10.0.0.0/1', true],
  ['::/0', false],
  ['10.0.0.5/32', true],
  ['10.0.0.0/33', false],
  ['::1', true],
  ['2001:db8::/33', true],
  ['2001:db8::/128', true],
  ['2001:db8::/129', false],
  ['10.0.0.0/', false],
  ['10.0.0.0/8/8', false],
  ['/10.0.0.0', false],
  ['10.0.0.0/x', false],
  ['10.0.0', false],
  ['proxy.example.com', false],
  ['', false],
])('%j: %s', (text, is) => {
  expect(isAddressBlock(text)).toBe(is);
});
