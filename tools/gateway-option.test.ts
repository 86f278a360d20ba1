import { expect, it } from 'vitest';
import { describeFault } from './fault.ts';
import { readGatewayOption } from './gateway-option.ts';

it.each([
  ['https://anexo.example.com', 'https://anexo.example.com'],
  ['https://anexo.example.com/', 'https://anexo.example.com'],
  ['HTTPS://Anexo.Example.com:443', 'https://anexo.example.com'],
  ['https://anexo.example.com:8443', 'https://anexo.example.com:8443'],
  ['https://203.0.113.5', 'https://203.0.113.5'],
])('takes %s as the origin %s', (text, origin) => {
  expect(readGatewayOption(text)).toEqual({ kind: 'origin', origin });
});

it.each([
  ['anexo.example.com', 'is not an address'],
  ['', 'is not an address'],
  ['http://anexo.example.com', 'uses http'],
  ['wss://anexo.example.com', 'uses wss'],
  ['https://anexo.example.com/api', 'has more than an origin; give https://anexo.example.com.'],
  ['https://anexo.example.com/?a=b', 'has more than an origin'],
  ['https://anexo.example.com/#a', 'has more than an origin'],
  ['https://*.example.com', 'has a wildcard'],
  ['https://localhost:5081', 'inside a machine or network'],
  ['https://gateway', 'inside a machine or network'],
  ['https://127.0.0.1', 'inside a machine or network'],
  ['https://10.0.0.5', 'inside a machine or network'],
  ['https://172.20.1.1', 'inside a machine or network'],
  ['https://192.168.1.2', 'inside a machine or network'],
  ['https://[::1]', 'inside a machine or network'],
  ['https://[fd00::1]', 'inside a machine or network'],
  ['https://gateway.internal', 'inside a machine or network'],
])('refuses %s: it %s', (text, why) => {
  const option = readGatewayOption(text);
  expect(option.kind === 'refused' && describeFault(option.fault)).toContain(why);
});

it('refuses a user name and password without repeating them', () => {
  const option = readGatewayOption('https://admin:hunter2@anexo.example.com');
  expect(option.kind === 'refused' && describeFault(option.fault)).toMatch(/^--gateway: holds a user name or password/);
  expect(JSON.stringify(option)).not.toContain('hunter2');
});
