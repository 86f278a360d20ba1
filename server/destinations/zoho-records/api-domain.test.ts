import { expect, it } from 'vitest';
import { baseUrlFor } from './api-domain.ts';

const standIn = 'http://127.0.0.1:4000/crm';

it.each([
  ['as told, where it is on the list', 'https://www.zohoapis.eu', undefined, 'https://www.zohoapis.eu'],
  [
    'as told, also against a configured host of Zoho',
    'https://www.zohoapis.in/',
    'https://www.zohoapis.com',
    'https://www.zohoapis.in',
  ],
  ["the data centre's where nothing is told", undefined, undefined, 'https://www.zohoapis.ca'],
  [
    "the data centre's where the told is unknown",
    'https://zohoapis.evil.example',
    undefined,
    'https://www.zohoapis.ca',
  ],
  ["the data centre's where the told is not safe", 'http://www.zohoapis.eu', undefined, 'https://www.zohoapis.ca'],
  ["the data centre's where the told is no address", 'x', undefined, 'https://www.zohoapis.ca'],
  ['as configured, where the told is unknown', 'http://127.0.0.1:4000', standIn, standIn],
  ['as configured, for a stand-in whatever is told', 'https://www.zohoapis.eu', standIn, standIn],
])('calls %s', (_, apiDomain, baseUrl, expected) => {
  expect(baseUrlFor(apiDomain, 'ca', baseUrl)).toBe(expected);
});
