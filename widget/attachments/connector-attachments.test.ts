import { describe, expect, it } from 'vitest';
import { createFakeZohoDesk, type FakeCall, never } from '../hosts/fake-zohodesk.ts';
import { createManualClock } from '../manual-clock.ts';
import { deskDialect } from '../routes/desk-dialect.ts';
import { startHost } from '../routes/stage.ts';
import { createConnectorAttachments } from './connector-attachments.ts';
import { type AttachmentsPlay, describeTicketAttachments } from './ticket-attachments.suite.ts';

const ticket = { id: '4000000012345', number: '101' };
const path = `https://desk.zoho.eu/api/v1/tickets/${ticket.id}/attachments`;

/** Zoho's servers and Desk behind them. @param firstIsZero whether this Desk counts from 0 */
async function setUp(firstIsZero = false) {
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const host = await startHost(fake, clock);
  let play: AttachmentsPlay = 'works';
  let files: { id: string; name: string; size: string; createdTime: string; isPublic: boolean }[] = [];
  let count = 0;

  const answer = (statusCode: number, statusMessage: unknown, status = 'true') =>
    JSON.stringify({ response: JSON.stringify({ status, statusMessage }), statusCode, responseHeaders: {} });
  const fault = (status: number, errorCode: string) => answer(status, { errorCode, message: errorCode }, 'false');

  function work({ method, url, query, body }: FakeCall): unknown {
    const id = url.slice(path.length + 1);
    if (!id) {
      const from = Math.max(0, Number(query['from'] ?? 0) - (firstIsZero ? 0 : 1));
      const data = files.toReversed().slice(from, from + Number(query['limit']));
      const creator = { id: '9', firstName: 'Ana', lastName: 'Prado', photoURL: null };
      if (data.length === 0) return JSON.stringify({ response: '', statusCode: 204, responseHeaders: {} });
      return answer(200, { data: data.map((one) => ({ ...one, ...(query['include'] === 'creator' && { creator }) })) });
    }
    if (!files.some((one) => one.id === id)) return fault(404, 'URL_NOT_FOUND');
    files = files.flatMap((one) => {
      if (one.id !== id) return one;
      return method === 'DELETE' ? [] : { ...one, ...(body instanceof Object && body) };
    });
    return answer(200, '');
  }

  fake.serve = async (call) => {
    if (play === 'is-silent') return never();
    if (play === 'unauthorized')
      throw JSON.stringify({ statusMessage: JSON.stringify({ errorCode: 'INVALID_OAUTH' }) });
    if (play === 'busy') return fault(429, 'THRESHOLD_EXCEEDED');
    if (play === 'fails') return fault(500, 'INTERNAL_SERVER_ERROR');
    return play === 'answers-nonsense' ? '<html>' : work(call);
  };
  const attachments = createConnectorAttachments({ host, dialect: deskDialect, clock });
  return {
    fake,
    ticket,
    attachments: {
      list: (...given: Parameters<typeof attachments.list>) => clock.run(attachments.list(...given)),
      setVisibility: (...given: Parameters<typeof attachments.setVisibility>) =>
        clock.run(attachments.setVisibility(...given)),
      remove: (...given: Parameters<typeof attachments.remove>) => clock.run(attachments.remove(...given)),
    },
    put(name: string, size = 10) {
      count += 1;
      const createdTime = new Date(clock.now() + count * 1000).toISOString();
      files.push({ id: String(count), name, size: String(size), createdTime, isPublic: false });
      return String(count);
    },
    play(next: AttachmentsPlay) {
      play = next;
    },
  };
}

describeTicketAttachments('the connector', setUp);
describeTicketAttachments('the connector where Desk counts from 0', () => setUp(true));

describe('the connector', () => {
  it('asks for the newest with their creators, by the connection, for the organisation', async () => {
    const { attachments, fake } = await setUp();
    await attachments.list(ticket, { skip: 0, limit: 100 });
    expect(fake.calls).toMatchObject([{ method: 'GET', url: path, headers: { orgId: '700001' } }]);
    expect(fake.calls[0]?.query).toEqual({ limit: '100', sortBy: '-createdTime', include: 'creator' });
    expect(fake.calls[0]?.connectionLinkName).toBeTypeOf('string');
  });

  it('keeps an id within its place in the address', async () => {
    const { attachments, fake } = await setUp();
    await attachments.remove({ id: '../1' }, 'x/../../2');
    expect(fake.calls[0]?.url).toBe('https://desk.zoho.eu/api/v1/tickets/..%2F1/attachments/x%2F..%2F..%2F2');
  });
});
