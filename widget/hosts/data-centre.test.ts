import { expect, it } from 'vitest';
import { findDataCentre } from './data-centre.ts';

it.each([
  ['https://desk.zoho.com.au', 'https://desk.zoho.eu', 'US', 'com.au'],
  ['https://desk.zohocloud.ca', undefined, undefined, 'ca'],
  ['https://support.example.com', 'https://desk.zoho.in', 'US', 'in'],
  ['https://support.example.com', 'desk.zoho.jp/portal', 'US', 'jp'],
  ['https://desk.zoho.com.evil.example', undefined, 'CN', 'com.cn'],
  ['http://127.0.0.1:5080', 'not an address', 'eu ', 'eu'],
  [undefined, undefined, 'AU', 'com.au'],
  [7, {}, 'MARS', 'com'],
  [undefined, undefined, undefined, 'com'],
])('finds the data centre of %j, %j, %j: %s', (serviceOrigin, deskDomainUrl, dcType, expected) => {
  expect(findDataCentre({ serviceOrigin, deskDomainUrl, dcType })).toBe(expected);
});
