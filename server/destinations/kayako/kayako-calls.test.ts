import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ScriptedService, startScriptedService } from '../../sandbox/scripted-service.suite.ts';
import { call, incoming, longSilence, pdf } from '../suite-setting.suite.ts';
import { createKayako, KayakoConfiguration } from './kayako.ts';

const ticket = '1041';
const post = '1041:2207';
const page = { offset: 0, limit: 100 };

const attachment = (id: number) =>
  `<attachment><id>${id}</id><filename>a.pdf</filename><filesize>1</filesize><dateline>${id}</dateline></attachment>`;
const answerOf = (...attachments: readonly string[]) => ({
  status: 200,
  body: `<attachments>${attachments.join('')}</attachments>`,
});

const noTicket = { kind: 'refused', reason: 'ticket-not-found', message: 'No ticket of Kayako has such a number' };
const unreadable = { kind: 'unavailable', message: 'Kayako broke its answer off, or gave none that can be read' };

describe('kayako, by the calls that it makes', () => {
  let service: ScriptedService;
  const open = () =>
    createKayako({ baseUrl: service.url, apikey: 'key', secretKey: 'secret', staffId: '3', silenceMs: longSilence });
  const asked = () =>
    service.received.map(({ method, url }) => `${method} ${new URL(url ?? '', service.url).searchParams.get('e')}`);
  const upload = (to: string) => open().upload(to, incoming(pdf(10)), call);

  beforeEach(async () => {
    service = await startScriptedService();
    service.answer = answerOf(attachment(12));
  });
  afterEach(() => service.close());

  it('makes one call for each question', async () => {
    const kayako = open();
    expect((await kayako.list(ticket, page, call)).kind).toBe('listed');
    expect((await kayako.list(post, page, call)).kind).toBe('listed');
    expect((await kayako.read(ticket, '12', call)).kind).toBe('found');
    expect(await kayako.content(ticket, '12', call)).toEqual({ kind: 'failed', outcome: unreadable });
    expect(await kayako.remove(ticket, '12345678901234567890', call)).toEqual({ kind: 'removed' });
    await upload(ticket);
    expect(await upload(post)).toEqual({ kind: 'delivered', attachmentId: '12' });
    expect(asked()).toEqual([
      'GET /Tickets/TicketAttachment/ListAll/1041',
      'GET /Tickets/TicketPost/ListAll/1041/2207',
      'GET /Tickets/TicketAttachment/ListAll/1041',
      'GET /Tickets/TicketAttachment/1041/12',
      'DELETE /Tickets/TicketAttachment/1041/12345678901234567890',
      'POST /Tickets/TicketPost',
      'POST /Tickets/TicketAttachment',
    ]);
  });

  it('asks nothing about what no ticket and no attachment is named', async () => {
    const kayako = open();
    for (const none of ['x', '1041x', '#1041', '1041:', ':2207', '1'.repeat(21)]) {
      expect(await kayako.list(none, page, call)).toEqual({ kind: 'failed', outcome: noTicket });
      expect(await upload(none)).toEqual(noTicket);
      for (const [of, id] of [
        [none, '12'],
        [ticket, none],
      ] as const) {
        expect(await kayako.content(of, id, call)).toEqual({ kind: 'not-found' });
        expect(await kayako.remove(of, id, call)).toEqual({ kind: 'not-found' });
      }
    }
    expect(service.received).toEqual([]);
  });

  it.each([
    [{ zoho_id: 'x', ticket_number: '#1041' }, ticket],
    [{ zoho_id: post, ticket_number: '7' }, post],
    [{ ticket_number: '10#41' }, undefined],
    [{ ticket_number: '##1041' }, undefined],
    [{ zoho_id: '#1041' }, undefined],
    [{}, undefined],
  ])('finds by %j the ticket %s', async (reference, ticketId) => {
    const found = ticketId === undefined ? { kind: 'not-found' } : { kind: 'found', ticketId, named: ticketId };
    expect(await open().findTicket(reference, call)).toEqual(found);
  });

  it('lists 10000 files, and takes one more for a list without end', async () => {
    const files = Array.from({ length: 10_000 }, (_, index) => attachment(index + 1));
    service.answer = answerOf(...files);
    expect(await open().list(ticket, { offset: 0, limit: 1 }, call)).toMatchObject({ attachments: [{ id: '10000' }] });
    service.answer = answerOf(...files, attachment(10_001));
    expect(await open().list(ticket, page, call)).toEqual({ kind: 'failed', outcome: unreadable });
  });

  it('says that an answer does not tell whether the file was stored', async () => {
    const unknown = {
      kind: 'unknown',
      message: 'Kayako took the call, but did not say that it stored the file',
      status: 200,
    };
    for (const answer of [answerOf(), { status: 200, body: 'Welcome!' }]) {
      service.answer = answer;
      expect(await upload(ticket)).toEqual(unknown);
      expect(await upload(post)).toEqual(unknown);
    }
  });
});

describe('KayakoConfiguration', () => {
  const whole = {
    kind: 'kayako',
    baseUrl: 'https://k.example',
    apikey: 'the-key',
    secretKey: 'the-secret',
    staffId: '12',
  };

  it('reads each setting', () => {
    expect(KayakoConfiguration.parse(whole)).toEqual({ ...whole, silenceSeconds: 60 });
  });

  it.each([
    ['baseUrl', 'give an https address such as https://support.example.com'],
    ['apikey', "give the API key of Kayako's REST settings"],
    ['secretKey', "give the secret key of Kayako's REST settings"],
    ['staffId', 'give the id of a member of staff, digits, in quotes'],
  ])('says what is right for %s', (name, right) => {
    expect(() => KayakoConfiguration.parse({ ...whole, [name]: '' })).toThrow(right);
  });

  it.each(['x12', '12x', ' 12'])('refuses "%s" as the id of a member of staff', (staffId) => {
    expect(KayakoConfiguration.safeParse({ ...whole, staffId }).success).toBe(false);
  });
});
