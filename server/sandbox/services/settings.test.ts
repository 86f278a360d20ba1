import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Services, startServices } from './services.ts';

let services: Services;

beforeEach(async () => {
  services = await startServices({ port: 0, settings: { crm: { concurrency: 5 } } });
});
afterEach(() => services.close());

const settings = () => services.world.settings.get();

function patch(change: unknown): Promise<Response> {
  return fetch(`${services.url}/sandbox/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });
}

it('changes what is told and leaves the rest', async () => {
  const before = settings();
  const answer = await patch({ kayako: { api: 'off' }, bigin: { uploads: 'no-permission' } });
  expect(answer.status).toBe(200);
  expect(settings()).toEqual({
    ...before,
    kayako: { ...before.kayako, api: 'off' },
    bigin: { ...before.bigin, uploads: 'no-permission' },
  });
  expect(await answer.json()).toEqual(settings());
  expect(await (await fetch(`${services.url}/sandbox/settings`)).json()).toEqual(settings());
});

it.each([
  { kayako: { api: 'maybe' } },
  { kayako: { speed: 1 } },
  { desk: {} },
  { crm: { limitBytes: 0 } },
  { toptickets: { scopes: ['attachments:all'] } },
])('refuses %j and changes nothing', async (change) => {
  const before = settings();
  expect((await patch(change)).status).toBe(400);
  expect(settings()).toEqual(before);
});

it('goes back to what the start was given', async () => {
  await patch({ crm: { concurrency: 25, scopes: [] } });
  await services.reset();
  expect(settings().crm).toMatchObject({ concurrency: 5, uploads: 'allowed' });
  expect(settings().crm.scopes).not.toEqual([]);
});
