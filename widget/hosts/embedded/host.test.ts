import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../../manual-clock.ts';
import { describeHost, type HostStage, type Play, type SeenCall } from '../host.suite.ts';
import type { Host } from '../host.ts';
import { isRecord, own } from '../records.ts';
import { bodyOf, createFakeEmbeddedSdk, type EmbeddedCall, type FakeEmbeddedSdk } from './fake-sdk.ts';
import type { EmbeddedProduct } from './sdk.ts';
import { startEmbedded } from './start.ts';

const page = { parent: {}, navigator: { language: 'de-DE' } };
const record = { Entity: 'Cases', EntityId: '738964000002118101' };
const attachments = 'https://www.zohoapis.eu/crm/v2/Cases/738964000002118101/Attachments';
const user = { users: [{ id: '9', full_name: 'Ana Prado', language: 'pt_BR' }] };

async function start(
  fake: FakeEmbeddedSdk,
  product: EmbeddedProduct = 'crm',
  clock: ManualClock = createManualClock(),
): Promise<Host> {
  if (!fake.answers.has('CONFIG.getCurrentUser')) fake.answers.set('CONFIG.getCurrentUser', () => user);
  const location = { search: '?serviceOrigin=https%3A%2F%2Fcrm.zoho.eu' };
  const starting = startEmbedded({ ...page, location, ZOHO: fake.ZOHO }, product, clock);
  fake.load(record);
  const started = await clock.run(starting);
  if (started.kind !== 'ready') throw new Error(`started as ${started.kind}`);
  return started.host;
}

/** Sums up a call of the SDK as the service behind it would see it. */
async function seenOf({ name, given }: EmbeddedCall): Promise<SeenCall> {
  const [first, second] = given;
  const file = own(own(first, 'File'), 'Content');
  const files =
    file instanceof File
      ? [
          {
            name: String(own(own(first, 'File'), 'Name')),
            type: file.type,
            bytes: new Uint8Array(await file.arrayBuffer()),
          },
        ]
      : [];
  const call = isRecord(second) ? second : first;
  return {
    url: String(own(call, 'url')),
    method: name.startsWith('HTTP.') ? name.slice(5).toUpperCase() : String(own(call, 'method') ?? 'POST'),
    body: bodyOf(call),
    withConnection: !name.startsWith('HTTP.'),
    files,
  };
}

describe.each(['crm', 'bigin'] as const)('%s', (product) => {
  describeHost(product, async (): Promise<HostStage> => {
    const fake = createFakeEmbeddedSdk(product);
    const clock = createManualClock();
    fake.answers.set('API.getRecord', () => ({ data: [{ Full_Name: 'Maya' }] }));
    const host = await start(fake, product, clock);
    let play: Play = { kind: 'hangs' };
    const hanging: ((body: unknown) => void)[] = [];
    const seen: SeenCall[] = [];
    const serve = (name: string, shape: (body: unknown) => unknown) =>
      fake.answers.set(name, async (...given) => {
        seen.push(await seenOf({ name, given }));
        if (play.kind === 'fails') throw { message: play.message };
        if (play.kind === 'answers') return shape(play.body);
        return new Promise((resolve) => hanging.push((body) => resolve(shape(body))));
      });
    serve('API.attachFile', (body) => body);
    serve('CONNECTION.invoke', (body) => ({ code: 'SUCCESS', details: { statusMessage: body, status: 'true' } }));
    for (const method of ['get', 'post']) serve(`HTTP.${method}`, (body) => JSON.stringify(body));
    return {
      host,
      clock,
      uploadUrl: attachments.replace('/crm/', `/${product}/`),
      tells: { looks: false, status: false },
      moveTo(EntityId) {
        fake.load({ Entity: 'Leads', EntityId });
        return `Leads:${EntityId}`;
      },
      hideTicket: () => fake.load({}),
      changeAppearance() {},
      play(next) {
        play = next;
      },
      answer(_status, body) {
        for (const resolve of hanging) resolve(body);
      },
      seen: () => seen,
    };
  });
});

describe('the start in CRM or Bigin', () => {
  it('listens before it begins, once each', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    await start(fake);
    expect(fake.counts).toEqual({ on: 1, init: 1 });
  });

  it.each([
    ['no-sdk', { ...page, location: { search: '' } }],
    ['no-sdk', { ...page, location: { search: '' }, ZOHO: { embeddedApp: { on() {}, init() {} } } }],
    ['no-sdk', { ...page, location: { search: '' }, ZOHO: 'blocked' }],
  ] as const)('ends as %s without the SDK', async (kind, window) => {
    expect(await startEmbedded(window, 'crm')).toEqual({ kind });
  });

  it('sees that it is in no page, or in one that does not answer', async () => {
    const alone: { parent: unknown } = { parent: undefined };
    const window = { ...page, ...alone, location: { search: '' }, ZOHO: createFakeEmbeddedSdk('crm').ZOHO };
    window.parent = window;
    expect(await startEmbedded(window, 'crm')).toEqual({ kind: 'outside' });
    const clock = createManualClock();
    const silent = { ...page, location: { search: '' }, ZOHO: createFakeEmbeddedSdk('crm').ZOHO };
    const startedMs = clock.now();
    expect(await clock.run(startEmbedded(silent, 'crm', clock))).toEqual({ kind: 'outside' });
    expect(clock.now() - startedMs).toBe(15_000);
  });

  it('takes CRM’s functions in Bigin where its script has no others', async () => {
    const { host } = { host: await start(createFakeEmbeddedSdk('crm'), 'bigin') };
    expect(host).toMatchObject({ product: 'bigin', takesFiles: true });
  });

  it('does without a user that is not told', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    const clock = createManualClock();
    fake.answers.set('CONFIG.getCurrentUser', () => new Promise(() => {}));
    const host = await start(fake, 'crm', clock);
    expect(host.locale).toBe('de-DE');
    expect(await clock.run(host.readUser())).toBeUndefined();
  });

  it('asks again for a user that was not told in time, and once for one that was', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('CONFIG.getCurrentUser', () => new Promise(() => {}));
    const host = await start(fake);
    fake.answers.set('CONFIG.getCurrentUser', () => user);
    expect(await host.readUser()).toEqual({ id: '9', name: 'Ana Prado' });

    const prompt = createFakeEmbeddedSdk('crm');
    await (await start(prompt)).readUser();
    expect(prompt.calls.filter(({ name }) => name === 'CONFIG.getCurrentUser')).toHaveLength(1);
  });
});

describe('a CRM or Bigin host', () => {
  it('reads what the product says', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('API.getRecord', () => ({ data: [{ id: record.EntityId, Subject: 'Two of six boxes' }] }));
    fake.answers.set('CONFIG.getOrgInfo', () => ({ org: [{ id: '700001', company_name: 'Lumen' }] }));
    const host = await start(fake);
    expect(host).toMatchObject({ product: 'crm', locale: 'pt_BR', dataCentre: 'eu', takesFiles: true });
    expect(await host.readTicket()).toEqual({
      kind: 'ticket',
      ticket: { id: 'Cases:738964000002118101', subject: 'Two of six boxes' },
    });
    expect(await host.readUser()).toEqual({ id: '9', name: 'Ana Prado' });
    expect(await host.readOrganisation()).toBe('700001');
    expect(fake.calls.find(({ name }) => name === 'API.getRecord')?.given).toEqual([
      { Entity: 'Cases', RecordID: '738964000002118101' },
    ]);
  });

  it.each([
    [{ Entity: 'Leads', EntityId: ['15'] }, 'Leads:15'],
    [[{ Entity: 'Leads', EntityId: '15' }], 'Leads:15'],
    [{ Entity: ['Leads'], EntityId: '15' }, 'Leads:15'],
    [{ Entity: 'Leads', EntityId: ['15', '16'] }, undefined],
    [{ Entity: 'Leads' }, undefined],
    [{ Entity: '../x', EntityId: '15' }, undefined],
    [{ Entity: 'Leads', EntityId: '15/../16' }, undefined],
    [undefined, undefined],
  ])('reads the record in %j', async (data, id) => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('API.getRecord', () => ({ data: [] }));
    const host = await start(fake);
    fake.load(data);
    const reading = await host.readTicket();
    expect(reading.kind === 'ticket' ? reading.ticket : undefined).toEqual(id && { id });
  });

  it('does not wait long for a record’s name, and asks for it once', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    const clock = createManualClock();
    const host = await start(fake, 'crm', clock);
    expect(await clock.run(host.readTicket())).toMatchObject({
      kind: 'ticket',
      ticket: { id: 'Cases:738964000002118101' },
    });
    fake.answers.set('API.getRecord', () => ({ data: [{ Deal_Name: 'Spring order' }] }));
    await host.readTicket();
    expect(await host.readTicket()).toMatchObject({ ticket: { subject: 'Spring order' } });
    expect(fake.calls.filter(({ name }) => name === 'API.getRecord')).toHaveLength(2);
  });

  it('knows that it takes no files where the SDK has no attachFile', async () => {
    const fake = createFakeEmbeddedSdk('bigin');
    delete fake.functions['API']?.['attachFile'];
    const host = await start(fake, 'bigin');
    expect(host.takesFiles).toBe(false);
    const file = { part: 'file', file: new File(['x'], 'x.txt') };
    const url = attachments.replace('/crm/', '/bigin/');
    expect(await host.request({ method: 'POST', url, file, connection: true, timeoutMs: 1 })).toMatchObject({
      kind: 'failure',
      message: expect.stringContaining('attachFile'),
    });
  });

  it.each([
    ['https://crm.zoho.com', 'com'],
    ['https://crmplus.zoho.com.au', 'com.au'],
    ['https://bigin.zoho.in', 'in'],
    ['https://crm.zohocloud.ca', 'ca'],
    ['https://crm.zoho.com.evil.example', 'com'],
    ['https://crm.customer.example', 'com'],
    ['nonsense', 'com'],
  ])('finds the data centre of %s', async (origin, dataCentre) => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('CONFIG.getCurrentUser', () => user.users[0]);
    const location = { search: `?serviceOrigin=${encodeURIComponent(origin)}` };
    const starting = startEmbedded({ ...page, location, ZOHO: fake.ZOHO }, 'crm');
    fake.load(record);
    const started = await starting;
    expect(started.kind === 'ready' && started.host.dataCentre).toBe(dataCentre);
  });
});

describe('the configuration in the organisation’s variables', () => {
  const values = {
    anexo_gatewayurl: { value: 'https://g.example' },
    anexo_maxfilemb: { value: 50 },
    other: { value: '1' },
  };
  const read = new Map([
    ['gatewayurl', 'https://g.example'],
    ['maxfilemb', '50'],
  ]);

  it('is read together in CRM, and none of its secrets', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('API.getOrgVariable', () => ({ Success: { content: values } }));
    expect(await (await start(fake)).readConfiguration()).toEqual(read);
    const names = JSON.stringify(fake.calls.at(-1)?.given);
    expect(names).toContain('anexo_gatewayurl');
    expect(names).not.toMatch(/secret|token|apikey/);
  });

  it('is read one by one where CRM does not answer for all', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    fake.answers.set('API.getOrgVariable', async (given) => {
      if (given === 'anexo_gatewayurl') return { Success: { Content: 'https://g.example' } };
      if (given === 'anexo_maxfilemb') return { Success: { Content: '50' } };
      throw { Error: 'INVALID_DATA' };
    });
    expect(await (await start(fake)).readConfiguration()).toEqual(read);
  });

  it('is read by Bigin’s own function', async () => {
    const fake = createFakeEmbeddedSdk('bigin');
    fake.answers.set('API.getBiginVariable', () => ({ Success: { Content: values } }));
    expect(await (await start(fake, 'bigin')).readConfiguration()).toEqual(read);
    expect(fake.calls.at(-1)?.given).toEqual([
      { nameSpace: expect.stringContaining('anexo_gatewayurl,anexo_maxfilemb') },
    ]);
  });

  it('is asked for once more where it was not told in time', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    let asked = 0;
    fake.answers.set('API.getOrgVariable', () => {
      asked += 1;
      return asked === 1 ? new Promise(() => {}) : { Success: { content: values } };
    });
    const clock = createManualClock();
    expect(await clock.run((await start(fake, 'crm', clock)).readConfiguration())).toEqual(read);
    expect(asked).toBe(2);
  });

  it('is empty where it is never told', async () => {
    const fake = createFakeEmbeddedSdk('crm');
    const clock = createManualClock();
    expect((await clock.run((await start(fake, 'crm', clock)).readConfiguration())).size).toBe(0);
  });
});
