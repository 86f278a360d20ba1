import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { omsMessages, omsPaths } from '../../contract/oms.ts';
import { Fault } from '../sandbox/services/faults.ts';
import type { ServiceName } from '../sandbox/services/service-names.ts';
import { filesOf } from './test-sockets.suite.ts';
import { openV1Gateway, type Place, tickets, type V1Gateway } from './v1/test-v1.suite.ts';

interface Case {
  readonly place: Place;
  readonly service: ServiceName;
  /** As messages call it. */
  readonly called: string;
  /** Of the upload, as a regular expression. */
  readonly path: string;
  /** An error in the service's own form that says "no". */
  readonly error: Extract<Fault, { kind: 'status' }>['body'];
  /** Whether it can be asked for a file whose end is unknown. */
  readonly tells: boolean;
  /** Whether a refused token is renewed: OMS grants no second one within the hour. */
  readonly renews: 'yes' | 'no' | 'not-yet';
  /** What it leaves out where its answer is none of its own. */
  readonly unsaid: string;
}

const records = { code: 'NEVER_SEEN', message: 'no', status: 'error', details: {} };
const cases: readonly Case[] = [
  {
    place: 'oms',
    service: 'oms',
    called: 'OMS',
    path: '/put/',
    error: { success: false, error: 'no' },
    tells: false,
    renews: 'not-yet',
    unsaid: 'what became of the file',
  },
  {
    place: 'desk',
    service: 'desk',
    called: 'Desk',
    path: '/attachments$',
    error: { errorCode: 'NEVER_SEEN', message: 'no' },
    tells: true,
    renews: 'yes',
    unsaid: 'that it stored the file',
  },
  {
    place: 'crm',
    service: 'crm',
    called: 'CRM',
    path: '/Attachments$',
    error: records,
    tells: true,
    renews: 'yes',
    unsaid: 'that it stored anything',
  },
  {
    place: 'bigin',
    service: 'bigin',
    called: 'Bigin',
    path: '/Attachments$',
    error: records,
    tells: true,
    renews: 'yes',
    unsaid: 'that it stored anything',
  },
  {
    place: 'kayako',
    service: 'kayako',
    called: 'Kayako',
    path: 'TicketPost$',
    error: 'no',
    tells: true,
    renews: 'no',
    unsaid: 'that it stored the file',
  },
  {
    place: 'top',
    service: 'toptickets',
    called: 'TopTickets',
    path: '/attachments$',
    error: { detail: 'no' },
    tells: true,
    renews: 'no',
    unsaid: 'that it stored the file',
  },
];

let gateway: V1Gateway;
beforeAll(async () => {
  gateway = await openV1Gateway({}, { silenceSeconds: 1 });
});
afterAll(async () => {
  gateway.app.server.closeAllConnections();
  await gateway.close();
});
beforeEach(async () => {
  await gateway.services.reset();
  // Nothing is held against the next test: tokens have ended, and so have waits.
  gateway.advance(61 * 60_000);
});

describe.each(cases)('what $called answers', ({ place, service, called, path, error, tells, renews, unsaid }) => {
  const stored = (): string[] => gateway.services.ledger.all().map(({ name }) => name);

  /** Puts three files on a ticket; the fault strikes where the second is sent. */
  async function put(fault: object, times?: number) {
    const token = await gateway.tokenOf(place);
    const send = async (...names: string[]) => {
      const attachments = names.map((name) => ({ name, base64: 'QUJD' }));
      const body = JSON.stringify({ zoho_id: tickets[place][0], attachments });
      return gateway.ask(omsPaths.put, { method: 'PUT', token, body });
    };
    await send('before.txt');
    gateway.services.faults.set([
      Fault.parse({ service, path, method: service === 'oms' ? 'PUT' : 'POST', ...fault, ...(times && { times }) }),
    ]);
    return send('struck.txt', 'after.txt');
  }

  const words = (problem: string): string => (problem === '' ? `${called} answered with status` : problem);
  const absent = '; the file is not on the ticket';
  /** Where nobody can say what became of the file. */
  const lost = (problem: string): [string, number, string] =>
    tells ? ['struck.txt', 502, `${problem}${absent}`] : ['struck.txt', 504, problem];

  it.each([400, 413, 415, 422])('with %i refuses that file alone, in its words', async (status) => {
    const answer = await put({ kind: 'status', status, body: error }, 1);
    expect([answer.status, ...filesOf(answer)]).toEqual([200, ['struck.txt', status, 'no'], ['after.txt', 201, null]]);
    expect(stored()).toEqual(['before.txt', 'after.txt']);
  });

  it('with 404 knows no such ticket: the others are not sent', async () => {
    const answer = await put({ kind: 'status', status: 404, body: error }, 1);
    expect(answer).toMatchObject({ status: 400, body: { success: false, error: omsMessages.ticketUnknown } });
    expect(stored()).toEqual(['before.txt']);
  });

  const busyLogin: [number, string] = [
    429,
    'OMS refuses a second login within the hour: a token of the last hour is still in force elsewhere',
  ];

  it.each([401, 403])('with %i does not accept the gateway: no other file is sent', async (status) => {
    const answer = await put({ kind: 'status', status, body: error });
    const end = status === 401 && renews === 'not-yet' ? busyLogin : [502, 'no'];
    expect([answer.status, ...filesOf(answer)]).toEqual([200, ['struck.txt', ...end], ['after.txt', ...end]]);
    expect(stored()).toEqual(['before.txt']);
  });

  it('with 401 once has the file sent again, where there is another token', async () => {
    const answer = await put({ kind: 'status', status: 401, body: error }, 1);
    const end = { yes: [201, null], no: [502, 'no'], 'not-yet': busyLogin }[renews];
    expect([answer.status, ...filesOf(answer)]).toEqual([200, ['struck.txt', ...end], ['after.txt', ...end]]);
    expect(stored()).toEqual(renews === 'yes' ? ['before.txt', 'struck.txt', 'after.txt'] : ['before.txt']);
  });

  it.each([
    ['without a time', {}, undefined],
    // The gateway keeps calls from the service for so long, by the machine's clock.
    ['with seconds', { 'retry-after': '1' }, 1],
    ['with a time that is none', { 'retry-after': 'soon' }, undefined],
  ])('with 429 %s is busy: no other file is sent', async (_, headers, retry_after) => {
    const answer = await put({ kind: 'status', status: 429, body: error, headers }, 1);
    const busy = { http_code: 429, error: 'no', outcome: 'busy', ...(retry_after && { retry_after }) };
    expect(answer).toMatchObject({ status: 200, body: { uploaded: 0, failed: 2, results: [busy, busy] } });
    if (retry_after === undefined) expect(JSON.stringify(answer.body)).not.toContain('retry_after');
    expect(stored()).toEqual(['before.txt']);
  });

  it.each([
    ['500', { status: 500, body: error }, 'no'],
    ['500 in HTML', { status: 500, body: '<html><h1>Sorry</h1>' }, ''],
    ['502 in HTML', { status: 502, body: '<html><h1>Bad Gateway</h1></html>' }, ''],
  ])('with %s leaves it open, and the ticket is asked where it can be', async (_, fault, problem) => {
    const answer = await put({ kind: 'status', ...fault }, 1);
    const message = problem || `${words('')} ${fault.status}`;
    expect([answer.status, ...filesOf(answer)]).toEqual([200, lost(message), ['after.txt', 201, null]]);
    expect(stored()).toEqual(['before.txt', 'after.txt']);
  });

  it.each([
    ['garbage', 'Welcome!'],
    ['another page', '<html>Log in</html>'],
    ['half of some JSON', '{"data":[{"id":'],
    ['an empty answer', ''],
    ['JSON of another form', '[{"ok":true}]'],
  ])('is understood for what it is: %s', async (_, body) => {
    const answer = await put({ kind: 'status', status: 200, body }, 1);
    expect([answer.status, ...filesOf(answer)]).toEqual([
      200,
      lost(`${called} took the call, but did not say ${unsaid}`),
      ['after.txt', 201, null],
    ]);
    expect(stored()).toEqual(['before.txt', 'after.txt']);
  });

  it.each([
    ['half an answer', { kind: 'half-answer' }],
    ['no answer', { kind: 'hang-after' }],
    ['a broken connection', { kind: 'reset-after' }],
    ['garbage, after it stored the file', { kind: 'status', status: 200, body: 'Welcome!', after: true }],
    ['502, after it stored the file', { kind: 'status', status: 502, body: '<html>', after: true }],
  ])('is not taken for a failure where the ticket has the file: %s', async (_, fault) => {
    const answer = await put(fault, 1);
    const [struck, after] = filesOf(answer);
    expect(after).toEqual(['after.txt', 201, null]);
    if (tells) expect(struck).toEqual(['struck.txt', 201, null]);
    else expect(struck).toMatchObject(['struck.txt', 504, expect.stringContaining(called)]);
    expect(stored()).toEqual(['before.txt', 'struck.txt', 'after.txt']);
  });

  it.each([
    ['nothing', { kind: 'hang-before' }, 'gave no sign of life for 1 s'],
    ['too slowly', { kind: 'slow', bytesPerSecond: 1 }, 'gave no sign of life for 1 s'],
    ['a broken connection', { kind: 'reset-before' }, 'broke the connection off (ECONNRESET)'],
  ])('is a failure where the ticket has no such file: %s', async (_, fault, problem) => {
    const answer = await put(fault, 1);
    expect([answer.status, ...filesOf(answer)]).toEqual([200, lost(`${called} ${problem}`), ['after.txt', 201, null]]);
    expect(stored()).toEqual(['before.txt', 'after.txt']);
  });
});
