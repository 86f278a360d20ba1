import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publicUrlOf } from './public-url.ts';

let app: FastifyInstance;
const listen = { host: '0.0.0.0', port: 5081 };

beforeEach(() => {
  app = Fastify();
  app.get('/', async (request) => publicUrlOf({ publicUrl: undefined, listen }, request));
  app.get('/configured', async (request) => publicUrlOf({ publicUrl: 'https://a.example', listen }, request));
});
afterEach(() => app.close());

it.each(['127.0.0.1', '0.0.0.0', '::'])(
  'is the address at which the connection came in, listening at %s',
  async (host) => {
    const address = await app.listen({ host, port: 0 });
    const { port } = new URL(address);
    const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(await answer.text()).toBe(`http://127.0.0.1:${port}`);
  },
);

it('is that of the configuration before all others', async () => {
  expect((await app.inject('/configured')).body).toBe('https://a.example');
});

it.each([
  ['127.0.0.1', 8080, 'http://127.0.0.1:8080'],
  ['::ffff:10.0.0.5', 8080, 'http://10.0.0.5:8080'],
  ['::1', 8080, 'http://[::1]:8080'],
  ['2001:db8::ffff:1.2.3.4', 8080, 'http://[2001:db8::ffff:1.2.3.4]:8080'],
  [undefined, undefined, 'http://0.0.0.0:5081'],
])('of a connection at %s, port %s, is %s', (localAddress, localPort, url) => {
  const socket = { ...(localAddress && { localAddress }), ...(localPort && { localPort }) };
  expect(publicUrlOf({ publicUrl: undefined, listen }, { raw: { socket } })).toBe(url);
});
