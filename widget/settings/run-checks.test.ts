import { describe, expect, it } from 'vitest';
import { type FakeCall, never } from '../hosts/fake-zohodesk.ts';
import { gatewayUrl, handedOver, pass, runIn, type Surroundings } from './testing.ts';

const refused = (errorCode: string, message: string) => () =>
  Promise.reject(JSON.stringify({ status: 'false', statusMessage: JSON.stringify({ errorCode, message }) }));

const ok = async () => handedOver({ status: 'true', statusMessage: { data: [] } });

it('finds nothing wrong where nothing is, and tells what the gateway takes', async () => {
  const { checks, word } = await runIn({ parameters: { gatewayurl: gatewayUrl, blockedendings: 'zip' } });
  for (const state of Object.values(checks)) expect(state.kind).toBe('passed');
  expect(word).toMatchObject({ destination: 'zoho-desk', limits: { types: { endings: ['exe', 'dmg', 'zip'] } } });
});

it('sends no file, and asks for and changes nothing but what nobody has', async () => {
  const { calls, asked } = await runIn();
  expect(calls.map(({ method, url, query }) => [method, url, query])).toEqual([
    ['POST', `${gatewayUrl}/api/get/auth`, { zoho_id: '1' }],
    ['GET', 'https://desk.zoho.eu/api/v1/tickets', { limit: '1' }],
    ['PATCH', 'https://desk.zoho.eu/api/v1/tickets/1/attachments/1', {}],
  ]);
  expect(calls.flatMap(({ files }) => files)).toEqual([]);
  expect(asked.map(({ method, url }) => [method, url])).toEqual([
    ['POST', `${gatewayUrl}/api/put/ticket_attachments`],
    ['GET', `${gatewayUrl}/v1/tickets/1/attachments?limit=1`],
  ]);
  // The knock at the door has nothing in hand; only the question for the list shows the pass.
  expect(asked.map(({ headers }) => headers['Authorization'])).toEqual([undefined, 'Bearer pass']);
});

const skippedAfter = { kind: 'skipped', why: 'before' };

describe('the settings', () => {
  it('are named where they make no sense', async () => {
    const { checks } = await runIn({ parameters: { maxfilemb: 'much', connectortimeout: '-1' } });
    expect(checks.configuration).toMatchObject({ kind: 'failed', fault: 'configuration.unusable' });
    expect(checks.configuration).toMatchObject({ detail: expect.stringMatching(/^maxfilemb: .*\nconnectortimeout: /) });
  });

  it('are not there where Desk does not tell them', async () => {
    const { checks } = await runIn({ parameters: {} });
    expect(checks.configuration).toEqual({ kind: 'failed', fault: 'configuration.unread' });
  });
});

describe('the connection', () => {
  it.each<[string, Surroundings['desk'] & {}, string]>([
    ['nobody authorised it', refused('UNAUTHORIZED', 'not authorized'), 'connection.unauthorized'],
    ['it is said in words', () => Promise.reject({ errMsg: 'No such connection' }), 'connection.unauthorized'],
    ['it lacks a scope', refused('SCOPE_MISMATCH', 'scope'), 'connection.scope'],
    ['the user may not', refused('FORBIDDEN', 'no'), 'connection.rights'],
    ['there were too many calls', refused('THRESHOLD_EXCEEDED', 'later'), 'connection.busy'],
    ['Desk fails', refused('INTERNAL_SERVER_ERROR', 'oops'), 'connection.failing'],
    ['something else answers', async () => handedOver('<html>Sign in</html>'), 'connection.failing'],
    ['nothing comes back', () => never(), 'connection.silent'],
  ])('fails where %s', async (_, desk, fault) => {
    const { checks } = await runIn({ desk });
    expect(checks.connection).toMatchObject({ kind: 'failed', fault });
    expect(checks.destination.kind).toBe('passed');
  });

  it('fails where it may read, and not add', async () => {
    const desk: Surroundings['desk'] = ({ method }) =>
      method === 'GET' ? Promise.resolve(handedOver('', 204)) : refused('SCOPE_MISMATCH', 'scope')();
    const { checks } = await runIn({ desk });
    expect(checks.connection).toEqual({ kind: 'failed', fault: 'connection.scope', detail: 'scope' });
  });

  it.each<[string, () => Promise<unknown>]>([
    ['finds nothing to change', refused('URL_NOT_FOUND', 'no such attachment')],
    ['takes the ids for none', refused('INVALID_DATA', 'ticketId')],
    ['says nothing to that', () => never()],
  ])('works where Desk %s', async (_, change) => {
    const { checks } = await runIn({ desk: ({ method }) => (method === 'GET' ? ok() : change()) });
    expect(checks.connection.kind).toBe('passed');
  });

  it('works where Desk has no ticket to show', async () => {
    const { checks } = await runIn({ desk: async () => handedOver('', 204) });
    expect(checks.connection.kind).toBe('passed');
  });
});

describe('the pass', () => {
  const answered = (code: number, error: string, status: number) => async () => handedOver({ code, error }, status);

  it.each<[string, Surroundings['auth'] & {}, string]>([
    [
      'the package is for another gateway',
      () => Promise.reject({ errMessage: 'No entry found in plugin-manifest whiteListedDomains' }),
      'pass.unlisted',
    ],
    ['there is no secret', answered(402, 'apikey, token and email are required', 400), 'pass.secretMissing'],
    [
      'Zoho left its placeholder',
      answered(404, 'Invalid credentials: Zoho did not fill in the gateway secret', 401),
      'pass.secretMissing',
    ],
    ['the secret is wrong', answered(404, 'Invalid credentials', 401), 'pass.secretWrong'],
    ['the client is blocked', answered(500, 'Client blocked', 403), 'pass.blocked'],
    [
      'it was asked too often',
      async () => handedOver({ success: false, error: 'Too many requests' }, 429),
      'pass.busy',
    ],
    ['something else answers', async () => handedOver('Service Unavailable', 503), 'pass.failing'],
    ['Zoho cannot reach it', () => Promise.reject({ errMsg: 'did not answer' }), 'pass.failing'],
    ['nothing comes back', () => never(), 'pass.silent'],
  ])('is not given where %s', async (_, auth, fault) => {
    const { checks, word } = await runIn({ auth });
    expect(checks.pass).toMatchObject({ kind: 'failed', fault });
    expect(checks.browser.kind).toBe('passed');
    expect(checks.destination).toEqual(skippedAfter);
    expect(word).toBeUndefined();
  });
});

describe('the way from the browser', () => {
  it.each(['browser.unlisted', 'browser.origin', 'browser.unreachable'] as const)('%s', async (obstacle) => {
    const { checks } = await runIn({ door: () => 'refused-connection', obstacle });
    expect(checks.browser).toEqual({ kind: 'failed', fault: obstacle });
    expect(checks.destination).toEqual(skippedAfter);
  });

  it('is closed where nobody answers in time', async () => {
    const { checks } = await runIn({ door: () => 'silence' });
    expect(checks.browser).toEqual({ kind: 'failed', fault: 'browser.unreachable' });
  });

  it('follows a gateway that fails: such a one does not say whom it lets in', async () => {
    const auth = async () => handedOver('Service Unavailable', 503);
    const { checks } = await runIn({ auth, door: () => 'refused-connection', obstacle: 'browser.origin' });
    expect(checks.browser).toEqual({ kind: 'failed', fault: 'browser.follows' });
  });
});

describe('the service behind the gateway', () => {
  const behind = (status: number, detail = 'said') => ({
    door: ({ method }: { method: string }) =>
      method === 'POST' ? { status: 401, body: {} } : { status, body: { detail } },
  });

  it.each([
    [401, 'destination.token'],
    [403, 'destination.scope'],
    [429, 'destination.busy'],
    [502, 'destination.refuses'],
    [503, 'destination.failing'],
    [504, 'destination.failing'],
  ])('answered %i: %s', async (status, fault) => {
    const { checks } = await runIn(behind(status));
    expect(checks.destination).toEqual({ kind: 'failed', fault, detail: 'said' });
  });

  it('cannot be asked where it has no list, or knows tickets by other names', async () => {
    expect((await runIn(behind(501))).checks.destination).toEqual({ kind: 'skipped', why: 'unlistable' });
    const auth = async () => handedOver({ ...pass, destination: 'bigin' });
    expect((await runIn({ ...behind(422), auth })).checks.destination.kind).toBe('skipped');
    // Desk itself has several words for a ticket that is not there.
    expect((await runIn(behind(422))).checks.destination.kind).toBe('passed');
  });

  describe('is TopTickets, which the gateway asks for ids of its form alone', () => {
    const nobody = '00000000-0000-0000-0000-000000000000';
    const topTickets = { ...pass, destination: 'toptickets' };
    const auth = async ({ query }: FakeCall) => handedOver({ ...topTickets, auth: `pass for ${query['zoho_id']}` });

    it('and is asked for such a one, with a pass for it', async () => {
      const { checks, asked } = await runIn({ auth, ...behind(502) });
      expect(checks).toMatchObject({ pass: { kind: 'passed' }, destination: { fault: 'destination.refuses' } });
      const question = asked.find(({ method }) => method === 'GET');
      expect(question?.url).toBe(`${gatewayUrl}/v1/tickets/${nobody}/attachments?limit=1`);
      expect(question?.headers['Authorization']).toBe(`Bearer pass for ${nobody}`);
      expect((await runIn({ auth, ...behind(404) })).checks.destination).toEqual({ kind: 'passed' });
    });

    it('and does not pass where that pass is not given', async () => {
      const once = async ({ query }: FakeCall) =>
        query['zoho_id'] === nobody ? handedOver('Service Unavailable', 503) : handedOver(topTickets);
      const { checks, asked } = await runIn({ auth: once });
      expect(checks).toMatchObject({ pass: { kind: 'passed' }, destination: { fault: 'destination.failing' } });
      expect(asked.filter(({ method }) => method === 'GET')).toEqual([]);
    });
  });
});

it('leaves the gateway out where none is configured', async () => {
  const { checks, calls, asked } = await runIn({ parameters: { maxfilemb: '20' } });
  for (const name of ['pass', 'browser', 'destination'] as const) {
    expect(checks[name]).toEqual({ kind: 'skipped', why: 'noGateway' });
  }
  expect(calls.every(({ connectionLinkName }) => connectionLinkName)).toBe(true);
  expect(asked).toEqual([]);
});

it('does not use up the one login of a plain OMS', async () => {
  const { checks, calls, word } = await runIn({ parameters: { gatewayurl: gatewayUrl, gatewaykind: 'oms' } });
  expect(checks).toMatchObject({
    pass: { kind: 'skipped', why: 'login' },
    browser: { kind: 'passed' },
    destination: { kind: 'skipped', why: 'login' },
  });
  expect(calls.map(({ url }) => url)).not.toContain(`${gatewayUrl}/api/get/auth`);
  expect(word?.destination).toBe('oms');
});
