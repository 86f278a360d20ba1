import { describe, expect, it } from 'vitest';
import { createManualClock } from '../manual-clock.ts';
import { startDesk } from './desk.ts';
import { createFakeZohoDesk, createLockedFile, type FakeZohoDesk, never } from './fake-zohodesk.ts';
import { describeHost, type HostStage, type Play } from './host.suite.ts';
import type { Host } from './host.ts';

const framed = { parent: {} };

async function start(fake: FakeZohoDesk, clock = createManualClock()): Promise<Host> {
  const starting = startDesk({ ...framed, ZOHODESK: fake.ZOHODESK }, { connectionLinkName: 'anexodesk', clock });
  fake.register();
  const started = await starting;
  if (started.kind !== 'ready') throw new Error(`started as ${started.kind}`);
  return started.host;
}

describeHost('desk', async (): Promise<HostStage> => {
  const fake = createFakeZohoDesk();
  const clock = createManualClock();
  const host = await start(fake, clock);
  let play: Play = { kind: 'hangs' };
  const hanging: ((value: unknown) => void)[] = [];
  /** Without a connection the body is one string deep, with one two. */
  const shaped = (status: number, body: unknown, withConnection: boolean) =>
    JSON.stringify({
      response: JSON.stringify(withConnection ? { status: 'true', statusMessage: body } : body),
      statusCode: status,
      responseHeaders: {},
    });
  fake.serve = async (call) => {
    if (play.kind === 'fails') throw { errMsg: play.message };
    if (play.kind === 'answers') return shaped(play.status, play.body, call.connectionLinkName !== undefined);
    return new Promise((resolve) => hanging.push(resolve));
  };
  return {
    host,
    clock,
    uploadUrl: 'https://desk.zoho.eu/api/v1/tickets/1/attachments',
    tells: { looks: true, status: true },
    moveTo(id) {
      fake.data.set('ticket', { id });
      fake.emit('ticket_Shift', { forged: 'anything' });
      return id;
    },
    hideTicket() {
      fake.data.delete('ticket');
      fake.data.delete('ticket.id');
    },
    changeAppearance: (appearance) => fake.emit('user_preference.changed', { appearance }),
    play(next) {
      play = next;
    },
    answer(status, body) {
      for (const resolve of hanging) resolve(shaped(status, body, true));
    },
    seen: () => fake.calls.map((call) => ({ ...call, withConnection: call.connectionLinkName === 'anexodesk' })),
  };
});

describe('the desk host', () => {
  it('reads what Desk says of organisation, user, ticket and configuration', async () => {
    const fake = createFakeZohoDesk();
    fake.data.set('ticket', { id: '4000000012345', number: 101, subject: 'Printer on fire', extra: null });
    fake.data.set('extension.config', [
      { name: 'maxfilemb', value: '15', defaultValue: '20' },
      { name: 'connectortimeout', value: null, defaultValue: 30 },
      { name: 'blockedendings', value: '' },
      { name: 'gatewayurl' },
      { name: 'gatewaykind', value: { toString: 1 } },
      'garbage',
    ]);
    const host = await start(fake);
    expect(host.locale).toBe('pt');
    expect(host.dataCentre).toBe('eu');
    expect(host.preferences).toEqual({ appearance: 'light', accent: 'blue', font: 'Puvi' });
    expect(host.translations).toEqual(new Map([['panel.title', 'Anexos']]));
    expect(await host.readTicket()).toEqual({
      kind: 'ticket',
      ticket: { id: '4000000012345', number: '101', subject: 'Printer on fire' },
    });
    expect(await host.readOrganisation()).toBe('700001');
    expect(await host.readUser()).toEqual({ id: '9', name: 'Ana Prado' });
    expect(await host.readConfiguration()).toEqual(
      new Map([
        ['maxfilemb', '15'],
        ['connectortimeout', '30'],
        ['blockedendings', ''],
      ]),
    );
  });

  it('asks for the configuration once more where Desk stays silent', async () => {
    const fake = createFakeZohoDesk();
    fake.data.set('extension.config', [{ name: 'maxfilemb', value: '15' }]);
    const sdk = Object(fake.ZOHODESK);
    let asked = 0;
    const get = (path: string) => {
      if (path !== 'extension.config') return sdk.get(path);
      asked += 1;
      return asked === 1 ? never() : sdk.get(path);
    };
    const clock = createManualClock();
    const starting = startDesk({ ...framed, ZOHODESK: { ...sdk, get } }, { clock });
    fake.register();
    const started = await starting;
    if (started.kind !== 'ready') throw new Error(started.kind);
    expect(await clock.run(started.host.readConfiguration())).toEqual(new Map([['maxfilemb', '15']]));
    expect(await started.host.readConfiguration()).toEqual(new Map([['maxfilemb', '15']]));
    expect(asked).toBe(3);
  });

  it('asks for the organisation once, and again only where it was not told', async () => {
    const fake = createFakeZohoDesk();
    fake.data.delete('portal.id');
    const host = await start(fake);
    expect(await host.readOrganisation()).toBeUndefined();
    fake.data.set('portal.id', '1');
    expect(await host.readOrganisation()).toBe('1');
    fake.data.set('portal.id', '2');
    expect(await host.readOrganisation()).toBe('1');
  });

  it('starts with nothing known', async () => {
    const fake = createFakeZohoDesk();
    fake.registration = {};
    fake.data.clear();
    const host = await start(fake);
    expect(host.locale).toBe('en');
    expect(host.preferences).toEqual({ appearance: 'light' });
    expect(host.translations.size).toBe(0);
    expect((await host.readConfiguration()).size).toBe(0);
    expect(await host.readUser()).toBeUndefined();
  });

  it('finds the id alone where the ticket is not told, or its id is no longer exact', async () => {
    const fake = createFakeZohoDesk();
    fake.data.set('ticket', { id: 2 ** 53 + 2, subject: 'x' });
    const host = await start(fake);
    expect(await host.readTicket()).toEqual({ kind: 'ticket', ticket: { id: '4000000012345' } });
  });

  it('gives up on a page that does not answer', async () => {
    const fake = createFakeZohoDesk();
    const clock = createManualClock();
    const silent = { ...Object(fake.ZOHODESK), get: never };
    const starting = startDesk({ ...framed, ZOHODESK: silent }, { clock });
    fake.register();
    const started = await starting;
    if (started.kind !== 'ready') throw new Error(started.kind);
    expect((await clock.run(started.host.readTicket())).kind).toBe('unreadable');
  });

  it('lives with a get that throws at once', async () => {
    const fake = createFakeZohoDesk();
    const throwing = {
      ...Object(fake.ZOHODESK),
      get() {
        throw new Error('not registered');
      },
    };
    const starting = startDesk({ ...framed, ZOHODESK: throwing });
    fake.register();
    const started = await starting;
    expect(started.kind === 'ready' && (await started.host.readTicket()).kind).toBe('unreadable');
  });

  it('binds each event once, however many listen', async () => {
    const fake = createFakeZohoDesk();
    const host = await start(fake);
    host.onTicketChange(() => {});
    host.onTicketChange(() => {});
    host.onPreferences(() => {});
    expect(Object.fromEntries(fake.counts.binds)).toEqual({
      ticket_Shift: 1,
      'ticket_comment.add': 1,
      'user_preference.changed': 1,
    });
  });

  it.each([
    [{ userPreferences: { appearance: 'pureDark' } }, 'dark'],
    [{ data: { appearance: 'auto' } }, 'auto'],
    [{ appearance: 'plaid' }, 'light'],
    ['garbage', 'light'],
    [undefined, 'light'],
  ])('reads changed preferences %j', async (payload, appearance) => {
    const fake = createFakeZohoDesk();
    const host = await start(fake);
    fake.emit('user_preference.changed', payload);
    expect(host.preferences).toEqual({ appearance, accent: 'blue', font: 'Puvi' });
  });

  it('gives the SDK all that it wants and nothing that it stumbles over', async () => {
    const fake = createFakeZohoDesk();
    fake.serve = async () => JSON.stringify({ response: '{}', statusCode: 200 });
    const host = await start(fake);
    const call = { method: 'POST', url: 'https://desk.zoho.eu/x', connection: true, timeoutMs: 1 } as const;
    const blob = new Blob(['abc'], { type: 'text/plain' });
    const headers = { orgId: '1', 'content-type': 'multipart/form-data' };
    await host.request({ ...call, headers, file: { part: 'file', file: Object.assign(blob, nameless) } });
    await host.request({ ...call, connection: false });
    expect(fake.calls[0]).toMatchObject({
      headers: { orgId: '1' },
      query: {},
      body: {},
      files: [{ name: 'note.txt', type: 'text/plain' }],
    });
    expect(fake.calls[0]?.keys.toSorted()).toEqual([
      'connectionLinkName',
      'data',
      'fileObj',
      'headers',
      'postBody',
      'type',
      'url',
    ]);
    expect(fake.calls[0]?.headers).not.toHaveProperty('content-type');
    expect(fake.calls[1]?.keys.toSorted()).toEqual(['data', 'headers', 'postBody', 'type', 'url']);
  });

  it('gives up on a file that the SDK cannot read', async () => {
    const fake = createFakeZohoDesk();
    const clock = createManualClock();
    const host = await start(fake, clock);
    const file = { part: 'file', file: createLockedFile('a.txt') };
    const request = { method: 'POST', url: 'https://x', file, connection: true, timeoutMs: 5000 } as const;
    expect((await clock.run(host.request(request))).kind).toBe('timeout');
    expect(fake.calls).toEqual([]);
  });

  it('fails a call through a connection that it was built without', async () => {
    const fake = createFakeZohoDesk();
    const starting = startDesk({ ...framed, ZOHODESK: fake.ZOHODESK });
    fake.register();
    const started = await starting;
    if (started.kind !== 'ready') throw new Error(started.kind);
    const request = { method: 'GET', url: 'https://x', connection: true, timeoutMs: 1 } as const;
    expect((await started.host.request(request)).kind).toBe('failure');
    expect(fake.calls).toEqual([]);
  });
});

describe('news of the ticket', () => {
  it('are told to every listener until it ends', async () => {
    const fake = createFakeZohoDesk();
    const host = await start(fake);
    const heard: string[] = [];
    const end = host.onTicketNews?.(() => heard.push('first'));
    host.onTicketNews?.(() => heard.push('second'));
    fake.emit('ticket_comment.add', {});
    end?.();
    fake.emit('ticket_comment.add', {});
    expect(heard).toEqual(['first', 'second', 'second']);
  });
});

describe('the ticket’s files in Desk’s own page', () => {
  it('are shown where Desk does it in the right panel', async () => {
    const fake = createFakeZohoDesk();
    const invoked: unknown[] = [];
    fake.invoke = async (...given) => {
      invoked.push(given);
      return { status: 'success' };
    };
    expect(await (await start(fake)).openAttachments?.()).toBe(true);
    expect(invoked).toEqual([['ROUTE_TO', 'ticket.attachments']]);
  });

  it.each([
    ['rejects', () => Promise.reject({ errMsg: 'not here' })],
    ['says that it failed', async () => ({ status: 'failure' })],
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['is silent', never],
  ])('are not where Desk %s', async (_, invoke) => {
    const fake = createFakeZohoDesk();
    const clock = createManualClock();
    fake.invoke = invoke;
    const host = await start(fake, clock);
    expect(await clock.run(host.openAttachments?.() ?? Promise.resolve(true))).toBe(false);
  });
});

/** What makes a Blob look like a File of another window. */
const nameless = { name: 'note.txt', lastModified: 0, webkitRelativePath: '' };
