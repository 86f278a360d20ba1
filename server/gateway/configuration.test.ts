import { describe, expect, it } from 'vitest';
import { megabyte } from '../../contract/limits.ts';
import { type ConfigurationProblem, readConfiguration } from './configuration.ts';
import { allowancesOf, maxRequestBytes, scanSettingsOf } from './configuration-schema.ts';
import { configurationFor, configured, omsCaller } from './test-gateway.suite.ts';

const good = () => structuredClone(configurationFor('http://127.0.0.1:1'));

/** As in the file: a name in braces after a dollar sign. */
const use = (name: string): string => `$\{${name}}`;

function problemsOf(value: unknown, environment = {}): readonly ConfigurationProblem[] {
  const reading = readConfiguration(value, environment);
  return reading.kind === 'faulty' ? reading.problems : [];
}

const client = { id: 1, ...omsCaller, destination: 'oms' };
const oms = { kind: 'oms', baseUrl: 'https://oms.example.com', apikey: 'oms-apikey', token: 'oms-token', email: 'e' };
const desk = {
  kind: 'zoho-desk',
  dataCentre: 'eu',
  orgId: '1',
  clientId: 'c',
  clientSecret: 'client-secret',
  refreshToken: 'refresh-token',
};

it('counts requests by the minute, and failed logins by five', () => {
  const rateLimits = { addressPerMinute: 1, clientPerMinute: 2, failedLogins: 3 };
  expect(allowancesOf({ rateLimits })).toEqual({
    address: { count: 1, seconds: 60 },
    client: { count: 2, seconds: 60 },
    'failed-login': { count: 3, seconds: 300 },
  });
});

describe('the scanner', () => {
  const scanner = { port: 3310, silenceSeconds: 5, unreachable: 'pass' } as const;

  it('is at an address, or at a path', () => {
    const rest = { silenceMs: 5000, unreachable: 'pass' };
    expect(scanSettingsOf({ scanner: { ...scanner, host: 'clamd' } })).toEqual({
      address: { host: 'clamd', port: 3310 },
      ...rest,
    });
    expect(scanSettingsOf({ scanner: { ...scanner, path: '/run/clamd.sock' } })).toEqual({
      address: { path: '/run/clamd.sock' },
      ...rest,
    });
  });

  it('is not asked where there is none', () => {
    expect(scanSettingsOf({})).toBeUndefined();
  });
});

describe('readConfiguration', () => {
  it('fills in what may be left out', () => {
    const signingKey = 'x'.repeat(32);
    expect(configured({ signingKey, clients: [client], destinations: { oms } })).toEqual({
      listen: { host: '127.0.0.1', port: 5081 },
      allowedOrigins: [],
      signingKey,
      maxFilesPerRequest: 5,
      requestSeconds: 300,
      spoolBytes: 256 * megabyte,
      minBytesPerSecond: 1024,
      maxConnections: 1000,
      stopSeconds: 30,
      trustedProxies: [],
      rateLimits: { addressPerMinute: 1200, clientPerMinute: 1200, failedLogins: 10 },
      clients: [{ ...client, blocked: false, scopes: ['attachments:read', 'attachments:write'] }],
      destinations: { oms: { ...oms, silenceSeconds: 60 } },
    });
  });

  it('takes values from the environment, whole or in part, numbers too', () => {
    const value = {
      listen: { host: '127.0.0.1', port: use('PORT') },
      signingKey: use('KEY'),
      clients: [{ ...client, secret: `${use('A')}-${use('B')}-and-more-than-16` }],
      destinations: { oms },
    };
    const environment = { PORT: '8080', KEY: 'k'.repeat(40), A: 'one', B: 'two' };
    const reading = readConfiguration(value, environment);
    expect(reading).toMatchObject({
      configuration: {
        listen: { port: 8080 },
        signingKey: 'k'.repeat(40),
        clients: [{ secret: 'one-two-and-more-than-16' }],
      },
    });
  });

  it('names the field and the variable that is not set', () => {
    expect(problemsOf({ ...good(), signingKey: use('KEY') }, { KEY: '' })).toEqual([
      {
        path: 'signingKey',
        problem: 'uses the environment variable KEY, which is not set: set it, or write the value here',
      },
    ]);
  });

  it.each([use('KEY-1'), use('KEY:-'), `\${`, use('')])('does not take %s for what it means', (text) => {
    const problem = expect.stringContaining(`write ${use('NAME')}, of letters, digits and _ alone`);
    expect(problemsOf({ ...good(), signingKey: text.padEnd(40, 'k') })).toEqual([{ path: 'signingKey', problem }]);
  });

  it.each([
    [{ signingKey: undefined }, 'signingKey', 'is missing: give 32 random characters or more'],
    [{ signingKey: 'short' }, 'signingKey', 'is too short: give at least 32 characters'],
    [{ redisURL: 'redis://localhost' }, 'redisURL', 'is not known: correct its name or remove it'],
    [
      { redisUrl: 'http://localhost' },
      'redisUrl',
      'is not right: give a redis:// or rediss:// address such as redis://:password@127.0.0.1:6379/0',
    ],
    [{ scanner: {} }, 'scanner', 'is not right: give host and port of clamd, or the path of its socket'],
    [
      { scanner: { host: 'clamd', path: '/run/clamd.sock' } },
      'scanner',
      'is not right: give host and port of clamd, or the path of its socket',
    ],
    [{ scanner: { host: 'clamd', port: 0 } }, 'scanner.port', 'is not right: give a port, 1 to 65535'],
    [{ listen: { port: 70_000 } }, 'listen.port', 'is not right: give a port, 0 to 65535'],
    [{ minBytesPerSecond: -1 }, 'minBytesPerSecond', 'is not right: give a whole number of bytes, or 0 for none'],
    [{ maxConnections: 0 }, 'maxConnections', 'is not right: give a whole number, 1 or more'],
    [{ stopSeconds: 'soon' }, 'stopSeconds', 'is not right: give seconds, 0 to 3600'],
    [
      { rateLimits: { clientPerMinute: 1.5 } },
      'rateLimits.clientPerMinute',
      'is not right: give requests in a minute, or 0 for no limit',
    ],
    [{ rateLimits: { perHour: 1 } }, 'rateLimits.perHour', 'is not known: correct its name or remove it'],
    [
      { metrics: {} },
      'metrics',
      'is incomplete: give a port of its own, or a token for /metrics beside the other paths, or both',
    ],
    [
      { metrics: { token: 'with spaces in the token' } },
      'metrics.token',
      'is not right: give a token for Prometheus, 16 or more of A-Z a-z 0-9 . _ ~ + / = -',
    ],
    [{ listen: { prot: 1 } }, 'listen.prot', 'is not known: correct its name or remove it'],
    [
      { allowedOrigins: ['https://a.example', 'https://*.com'] },
      'allowedOrigins[1]',
      'is no origin: give one such as https://desk.example.com or https://*.zappsusercontent.com',
    ],
    [{ clients: [] }, 'clients', 'is empty: give one client at least'],
    [{ clients: {} }, 'clients', 'is not right: give a list of clients'],
    [
      { clients: [{ ...client, id: '0' }] },
      'clients[0].id',
      'is not right: give a whole number of your choice, 1 or more',
    ],
    [
      { clients: [{ ...client, destination: 'dsk' }] },
      'clients[0].destination',
      'names no destination: there is oms, desk',
    ],
    [{ clients: [client, client] }, 'clients[1].id', 'is the same as in clients[0]: each client needs its own'],
    [
      { clients: [{ id: 1, apikey: 'a', destination: 'oms' }] },
      'clients[0]',
      'is incomplete: give apikey, token and email for a caller of the OMS contract, secret for widgets, or all four',
    ],
    [{ clients: [{ ...client, secret: 'short' }] }, 'clients[0].secret', 'is too short: give at least 16 characters'],
    [{ clients: [{ ...client, apikey: 'short' }] }, 'clients[0].apikey', 'is too short: give at least 6 characters'],
    [{ clients: [{ ...client, token: 'short' }] }, 'clients[0].token', 'is too short: give at least 6 characters'],
    [
      { clients: [{ ...client, scopes: ['read'] }] },
      'clients[0].scopes[0]',
      'is not right: give one of attachments:read, attachments:write, attachments:delete',
    ],
    [
      { destinations: { oms: { ...oms, kind: 'ftp' } } },
      'destinations.oms.kind',
      'is not right: give an object whose "kind" is oms, zoho-desk, zoho-crm, bigin, kayako or toptickets',
    ],
    [
      { destinations: { oms: { ...oms, baseUrl: 'http://oms.example.com' } } },
      'destinations.oms.baseUrl',
      'is not right: give an https address such as https://oms.example.com (http only on this machine), without user, query or fragment',
    ],
    [
      { destinations: { oms: { ...oms, apikey: '' } } },
      'destinations.oms.apikey',
      'is empty: give the apikey that OMS gave you',
    ],
    [
      { destinations: { oms, desk: { ...desk, dataCentre: 'us' } } },
      'destinations.desk.dataCentre',
      'is not right: give one of com, eu, in, com.au, jp, com.cn, sa, sg, ae, ca',
    ],
    [
      { destinations: { oms, desk: { ...desk, orgId: 7 } } },
      'destinations.desk.orgId',
      "is not right: give the organisation's id, digits, in quotes",
    ],
    [
      { destinations: { oms, desk: { ...desk, chamadoField: 'Chamado' } } },
      'destinations.desk.chamadoField',
      'is not right: give the API name of a custom field, such as cf_chamado_id',
    ],
    [
      { destinations: { oms: { ...oms, limits: { fileBytes: 0 } } } },
      'destinations.oms.limits.fileBytes',
      'is not right: give a whole number of bytes, 1 or more',
    ],
    [
      { destinations: { oms: { ...oms, limits: { types: { kind: 'except', endings: ['.EXE'] } } } } },
      'destinations.oms.limits.types.endings[0]',
      'give endings in lower case, without the dot',
    ],
  ])('says what is wrong with %j', (change, path, problem) => {
    expect(problemsOf({ ...good(), ...change })).toContainEqual({ path, problem });
  });

  it.each(['proxy.example.com', '10.0.0.0/33', '::1/129', '10.0.0.0/', ''])('takes %j for no address', (address) => {
    const trustedProxies = ['127.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8', address];
    expect(problemsOf({ ...good(), trustedProxies })).toEqual([
      {
        path: 'trustedProxies[4]',
        problem: 'is no address: give one such as 127.0.0.1, or a block such as 10.0.0.0/8 (/1 at least)',
      },
    ]);
  });

  it.each([
    ['redis://localhost', true],
    ['redis://:password@10.0.0.5:6379/0', true],
    ['rediss://:pass%20word@redis.example.com', true],
    ['redis://', false],
    ['see redis://localhost', false],
    ['redis://:half%2@localhost', false],
    ['redis://:%ff@localhost', false],
    ['redis://[::1', false],
  ])('takes a Redis at %j: %s', (redisUrl, isTaken) => {
    expect(problemsOf({ ...good(), redisUrl }).length === 0).toBe(isTaken);
  });

  it.each([
    [{ apikey: 'an-apikey', token: 'a-token', email: 'a@example.com' }, true],
    [{ secret: 'a secret for widgets' }, true],
    [{ apikey: 'an-apikey', token: 'a-token', email: 'a@example.com', secret: 'a secret for widgets' }, true],
    [{}, false],
    [{ apikey: 'an-apikey', token: 'a-token' }, false],
    [{ apikey: 'an-apikey', email: 'a@example.com' }, false],
    [{ token: 'a-token', email: 'a@example.com' }, false],
    [{ secret: 'a secret for widgets', apikey: 'an-apikey' }, false],
    [{ secret: 'a secret for widgets', token: 'a-token' }, false],
    [{ secret: 'a secret for widgets', email: 'a@example.com' }, false],
  ])('takes a client with %j: %s', (credentials, isTaken) => {
    const problems = problemsOf({ ...good(), clients: [{ id: 1, destination: 'oms', ...credentials }] });
    expect(problems.length === 0).toBe(isTaken);
  });

  it('says that the whole is wrong', () => {
    expect(problemsOf(null)).toEqual([{ path: 'the configuration', problem: 'is not right: give an object' }]);
  });

  it('repeats no value: it may be secret', () => {
    const secret = 'hush-hush';
    const value = {
      signingKey: secret,
      clients: [{ ...client, id: secret, scopes: secret }],
      destinations: { oms: secret },
    };
    expect(JSON.stringify(problemsOf(value))).not.toContain(secret);
  });

  it('takes a base address with a path, without its last slash', () => {
    const { destinations } = configured({
      ...good(),
      destinations: { oms: { ...oms, baseUrl: 'http://localhost:1/oms/' }, desk },
    });
    expect(destinations['oms']).toMatchObject({ baseUrl: 'http://localhost:1/oms' });
  });
});

describe('maxRequestBytes', () => {
  it('fits so many of the largest files in base64, or is what is configured', () => {
    const configuration = configured({ ...good(), maxFilesPerRequest: 2 });
    expect(maxRequestBytes(configuration, 3_000_000)).toBe(2 * 4_000_000 + 1024 * 1024);
    expect(maxRequestBytes({ ...configuration, maxRequestBytes: 9 }, 3_000_000)).toBe(9);
  });
});
