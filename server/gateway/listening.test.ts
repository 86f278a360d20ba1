import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { portOf, urlOf } from './listening.ts';

it('tells the port that the system chose', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server, { host: '127.0.0.1', port: 0 });
  expect(port).toBeGreaterThan(0);
  expect(urlOf(server, { host: '127.0.0.1', port: 0 })).toBe(`http://127.0.0.1:${port}`);
  server.close();
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:8080'],
  ['::1', 'http://[::1]:8080'],
  ['gateway.example', 'http://gateway.example:8080'],
])('is called at %s as an address has it, by the port that was asked for until it listens', (host, url) => {
  expect(urlOf(createServer(), { host, port: 8080 })).toBe(url);
});
