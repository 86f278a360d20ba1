import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NewTicketAttachment } from '../../../contract/v1-messages.ts';
import { pdf } from '../test-gateway.suite.ts';
import { formOf, openV1Gateway, tickets, type V1Gateway } from './test-v1.suite.ts';

let gateway: V1Gateway;
beforeAll(async () => {
  gateway = await openV1Gateway();
});
afterAll(() => gateway.close());
afterEach(() => {
  // Zoho gives out few tokens in so short a time.
  gateway.advance(11 * 60_000);
  gateway.services.faults.set([]);
  return gateway.services.ledger.reset();
});

const pathOf = (ticket: string): string => `/v1/tickets/${ticket}/attachments`;

describe.each([
  ['desk', 'desk', { errorCode: 'X', message: 'no' }],
  ['crm', 'crm', { code: 'X', message: 'no', status: 'error', details: {} }],
  ['bigin', 'bigin', { code: 'X', message: 'no', status: 'error', details: {} }],
  ['top', 'toptickets', { detail: 'no' }],
  ['kayako', 'kayako', 'no'],
] as const)('what %s answers', (place, service, body) => {
  const path = pathOf(tickets[place][0]);

  it.each([
    [400, 422],
    [401, 502],
    [403, 502],
    [404, 404],
    [413, 422],
    [415, 422],
    [422, 422],
    [429, 429],
    [500, 502],
    [502, 502],
  ])('to a list with %i is passed on as %i', async (answered, status) => {
    const token = await gateway.tokenOf(place);
    gateway.services.faults.set([{ service, kind: 'status', body, status: answered }]);
    const got = await gateway.ask(path, { token });
    const request_id = got.headers.get('x-request-id');
    expect(got).toMatchObject({ status, body: { detail: expect.any(String), request_id } });
    expect(got.headers.has('retry-after')).toBe(false);
  });

  it('about when to come back is passed on', async () => {
    // One of its own, since it keeps to what it is told.
    const other = await openV1Gateway();
    const token = await other.tokenOf(place);
    other.services.faults.set([{ service, kind: 'status', status: 429, body, headers: { 'retry-after': '3' } }]);
    const got = await other.ask(path, { token });
    expect([got.status, got.headers.get('retry-after')]).toEqual([429, '3']);
    await other.close();
  });

  it.each([
    [{ kind: 'status', status: 415 }, 415],
    [{ kind: 'status', status: 413 }, 413],
    [{ kind: 'status', status: 429 }, 429],
    [{ kind: 'status', status: 401 }, 502],
    [{ kind: 'reset-before' }, 502],
  ] as const)('to an upload with %j is passed on', async (fault, status) => {
    const token = await gateway.tokenOf(place);
    gateway.services.faults.set([{ service, method: 'POST', ...('status' in fault && { body }), ...fault }]);
    const got = await gateway.ask(path, { method: 'POST', token, body: formOf(pdf(9), 'a.pdf') });
    expect(got).toMatchObject({ status, body: { detail: expect.any(String) } });
    expect(gateway.services.ledger.all()).toEqual([]);
  });

  it('to a deletion is passed on, and lost answers are told from others', async () => {
    const token = await gateway.tokenOf(place);
    const stored = await gateway.ask(path, { method: 'POST', token, body: formOf(pdf(9), 'a.pdf') });
    const one = `${path}/${NewTicketAttachment.parse(stored.body).id}`;
    gateway.services.faults.set([{ service, method: 'DELETE', kind: 'status', status: 429, body }]);
    expect(await gateway.ask(one, { method: 'DELETE', token })).toMatchObject({ status: 429 });
    gateway.services.faults.set([{ service, method: 'DELETE', kind: 'reset-after' }]);
    expect(await gateway.ask(one, { method: 'DELETE', token })).toMatchObject({ status: 504 });
    gateway.services.faults.set([]);
    expect(await gateway.ask(one, { token })).toMatchObject({ status: 404 });
  });
});

it('tells of an upload whose end nobody knows, and of one that the ticket shows', async () => {
  const oms = await gateway.tokenOf('oms');
  gateway.services.faults.set([{ service: 'oms', path: '/put/', kind: 'reset-after' }]);
  const lost = { method: 'POST', body: formOf(pdf(9), 'a.pdf') };
  expect(await gateway.ask(pathOf(tickets.oms[0]), { ...lost, token: oms })).toMatchObject({ status: 504 });
  const desk = await gateway.tokenOf('desk');
  gateway.services.faults.set([{ service: 'desk', method: 'POST', kind: 'reset-after' }]);
  const shown = await gateway.ask(pathOf(tickets.desk[1]), { ...lost, token: desk });
  expect(shown).toMatchObject({ status: 201, body: { id: expect.any(String), filename: 'a.pdf' } });
});

it('tells what it knows of a file that is stored, when the destination tells no more', async () => {
  const token = await gateway.tokenOf('desk');
  gateway.services.faults.set([{ service: 'desk', method: 'GET', kind: 'status', status: 500 }]);
  const path = pathOf(tickets.desk[0]);
  const stored = await gateway.ask(path, { method: 'POST', token, body: formOf(pdf(9), 'a.pdf') });
  const [file] = gateway.services.ledger.all();
  expect(stored).toMatchObject({ status: 201, body: { id: file?.id, filename: 'a.pdf', size_bytes: 9 } });
});
