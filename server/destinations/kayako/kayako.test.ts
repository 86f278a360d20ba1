import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startScriptedService } from '../../sandbox/scripted-service.suite.ts';
import { sandboxKayako } from '../../sandbox/services/credentials.ts';
import { type Services, startServices } from '../../sandbox/services/services.ts';
import { call, destinationSuite, incoming, longSilence, pdf } from '../destination.suite.ts';
import { startWire } from '../wire.suite.ts';
import { createKayako, type KayakoSettings } from './kayako.ts';
import { signatureOf } from './kayako-api.ts';

const ticket = '1041';
const post = '1041:2207';

function settingsFor(address: string): KayakoSettings {
  return { ...sandboxKayako, baseUrl: `${address}/kayako`, staffId: '3', silenceMs: longSilence };
}

destinationSuite('kayako', {
  service: 'kayako',
  uploadPath: '^/Tickets/Ticket(Post|Attachment)$',
  open: (address, { silenceMs, limits, wrongSecret, ...parts }) =>
    createKayako({ ...settingsFor(address), silenceMs, limits, ...(wrongSecret && { secretKey: 'wrong' }) }, parts),
  ticket: () => ticket,
  references: () => [
    { zoho_id: ticket },
    { zoho_id: post },
    { ticket_number: ticket },
    { ticket_number: `#${ticket}` },
  ],
  nobody: { zoho_id: 'ABC-123-45678', chamado_id: '7' },
  unknownTicket: { zoho_id: '7' },
  unknownAttachment: '999',
});

describe('kayako', () => {
  let services: Services;
  const open = () => createKayako(settingsFor(services.url));

  beforeEach(async () => {
    services = await startServices({ port: 0 });
  });
  afterEach(() => services.close());

  it('signs as the interface has it', () => {
    expect(signatureOf('1234567890', 'secretkey')).toBe('VKjt8M54liY6xq1UuhUYH5BFp1RUqHekqytgLPrVEA0=');
  });

  it('makes a post in the name of the configured staff where none is given', async () => {
    expect(await open().upload(ticket, incoming(pdf(10), { name: 'slip.pdf' }), call)).toEqual({
      kind: 'delivered',
      attachmentId: '1',
    });
    const posts = services.world.kayakoBook.posts(ticket);
    expect(posts).toHaveLength(3);
    expect(posts?.at(-1)).toMatchObject({ author: { kind: 'staff', id: '3' }, contents: 'slip.pdf' });
  });

  it('adds to the post that is given, and lists that post', async () => {
    const kayako = open();
    await kayako.upload('1041:2203', incoming(pdf(10), { name: 'other.pdf' }), call);
    expect(await kayako.upload(post, incoming(pdf(10), { name: 'slip.pdf' }), call)).toMatchObject({
      kind: 'delivered',
    });
    expect(services.world.kayakoBook.posts(ticket)).toHaveLength(2);
    expect(services.world.kayakoBook.postOf('2')).toBe('2207');
    const page = { offset: 0, limit: 10 };
    expect(await kayako.list(post, page, call)).toMatchObject({ attachments: [{ name: 'slip.pdf' }] });
    expect(await kayako.list(ticket, page, call)).toMatchObject({ attachments: [{}, {}] });
    expect(await kayako.list('1041:7', page, call)).toMatchObject({
      kind: 'failed',
      outcome: { kind: 'refused', reason: 'ticket-not-found', message: 'Ticket Post not found' },
    });
  });

  it.each([
    { values: 'cdata', notices: 'all' },
    { values: 'plain', notices: 'none' },
  ] as const)('reads XML with $values values and $notices notices', async (settings) => {
    services.world.settings.patch({ kayako: settings });
    const kayako = open();
    const bytes = pdf(100_000);
    const end = await kayako.upload(ticket, incoming(bytes, { name: 'a & <b>.pdf' }), call);
    expect(end).toEqual({ kind: 'delivered', attachmentId: '1' });
    expect(await kayako.list(ticket, { offset: 0, limit: 1 }, call)).toMatchObject({
      attachments: [{ id: '1', name: 'a & <b>.pdf', size: 100_000 }],
    });
    const content = await kayako.content(ticket, '1', call);
    expect(content.kind === 'content' && (await buffer(content.stream)).equals(bytes)).toBe(true);
    expect(await kayako.remove(ticket, '1', call)).toEqual({ kind: 'removed' });
  });

  it('takes nothing for delivered that Kayako has passed over', async () => {
    const empty = () => incoming(Buffer.alloc(0));
    expect(await open().upload(post, empty(), call)).toMatchObject({
      kind: 'refused',
      reason: 'empty',
      message: 'No contents specified',
    });
    expect(await open().upload(ticket, empty(), call)).toMatchObject({ kind: 'unknown' });
    expect(services.ledger.all()).toEqual([]);
  });

  it.each([ticket, post])('has nothing stored of a file that breaks off on its way to %s', async (place) => {
    let bring: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => {
      bring = resolve;
    });
    async function* broken(): AsyncGenerator<Buffer> {
      yield pdf(100_000);
      await begun;
      throw new Error('gone');
    }
    const stream = Readable.from(broken(), { objectMode: false });
    const sent = open().upload(place, { ...incoming(pdf(200_000)), stream }, call);
    await vi.waitFor(() => expect(services.requests.all()).toHaveLength(1));
    bring();
    expect(await sent).toMatchObject({ kind: 'unavailable' });
    await vi.waitFor(() => expect(services.requests.all()).toMatchObject([{ status: 401 }]));
    expect(services.ledger.all()).toEqual([]);
  });

  it('says that a form was too large for PHP, which reads nothing of it', async () => {
    services.world.settings.patch({ kayako: { postMaxBytes: 1000 } });
    expect(await open().upload(ticket, incoming(pdf(1000)), call)).toMatchObject({
      kind: 'refused',
      reason: 'too-large',
      status: 401,
      message: expect.stringContaining('post_max_size'),
    });
  });

  it('says that the interface is switched off', async () => {
    services.world.settings.patch({ kayako: { api: 'off' } });
    expect(await open().upload(ticket, incoming(pdf(10)), call)).toMatchObject({
      kind: 'unauthorized',
      message: expect.stringContaining('switched off'),
    });
  });

  it('does not take the attachment of another ticket for one of this', async () => {
    const kayako = open();
    await kayako.upload('1042', incoming(pdf(10)), call);
    expect(await kayako.content(ticket, '1', call)).toEqual({ kind: 'not-found' });
    expect(await kayako.remove(ticket, '1', call)).toEqual({ kind: 'not-found' });
    expect(services.ledger.onTicket('1042')).toHaveLength(1);
  });

  it.each([
    ['a type of document', '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><attachments></attachments>'],
    ['no end', '<?xml version="1.0"?><attachments><attachment><id>1</id>'],
    ['a field too few', '<attachments><attachment><id>1</id></attachment></attachments>'],
    ['an id that is none', '<attachments><attachment><id>x</id><filename>a</filename></attachment></attachments>'],
    ['a name without end', `<attachments><attachment><id>1</id><filename>${'x'.repeat(9999)}</filename>`],
  ])('makes nothing of XML with %s', async (_, body) => {
    services.faults.set([{ service: 'kayako', kind: 'status', status: 200, body }]);
    const failed = { kind: 'failed', outcome: { kind: 'unavailable' } };
    expect(await open().list(ticket, { offset: 0, limit: 1 }, call)).toMatchObject(failed);
    expect(await open().content(ticket, '1', call)).toMatchObject(failed);
    expect(await open().upload(post, incoming(pdf(10)), call)).toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['other characters', '<contents>JVBERi0x****</contents>'],
    ['a size that is not theirs', '<filesize>99</filesize><contents>JVBERi0x</contents>'],
    ['elements in them', '<contents>JVBE<b>Ri0x</b></contents>'],
    ['more behind their end', '<contents>JVA=JVBERi0x</contents>'],
    ['no end', '<contents>JVBERi0x'],
  ])('breaks off contents with %s', async (_, contents) => {
    const body = `<attachments><attachment>${contents}`;
    services.faults.set([{ service: 'kayako', kind: 'status', status: 200, body }]);
    const content = await open().content(ticket, '1', call);
    if (content.kind !== 'content') throw new Error(content.kind);
    await expect(buffer(content.stream)).rejects.toThrow();
  });

  it('reads contents with the remnant of CDATA that Kayako leaves behind them', async () => {
    // As in seed 003: the inner end of CDATA, split over two outer ones.
    const body =
      '<attachments><attachment><contents><![CDATA[JVBERi0x]]]]><![CDATA[>]]></contents></attachment></attachments>';
    services.faults.set([{ service: 'kayako', kind: 'status', status: 200, body }]);
    const content = await open().content(ticket, '1', call);
    expect(content.kind === 'content' && (await buffer(content.stream)).toString()).toBe('%PDF-1');
  });

  it('gives up an answer in which the contents do not begin in time', async () => {
    const wire = await startWire(services.url);
    onTestFinished(() => wire.close());
    wire.trickleAnswers(/^GET /, 20);
    const hasty = createKayako({ ...settingsFor(wire.url), silenceMs: 1000 });
    expect(await hasty.content(ticket, '1', call)).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message: 'Kayako took more than 1 s over its answer' },
    });
  });

  it('signs each call with a salt of its own: in the query, or in the form', async () => {
    const service = await startScriptedService();
    service.answer = { status: 200, body: '<attachments></attachments>' };
    const kayako = createKayako({ ...settingsFor(''), baseUrl: service.url });
    await kayako.list(ticket, { offset: 0, limit: 1 }, call);
    await kayako.remove(ticket, '1', call);
    await kayako.upload(post, incoming(Buffer.from('%PDF')), call);
    const [list, removal, form] = service.received;
    const queries = [list, removal].map((one) => new URL(one?.url ?? '', service.url).searchParams);
    const salts = queries.map((query) => query.get('salt') ?? '');
    expect(queries.map((query) => query.get('signature'))).toEqual(
      salts.map((salt) => signatureOf(salt, sandboxKayako.secretKey)),
    );
    const fields = [...(form?.body.matchAll(/name="(\w+)"\r\n\r\n(.*?)\r\n--/g) ?? [])];
    const sent = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
    expect(sent).toEqual({
      apikey: sandboxKayako.apikey,
      salt: expect.any(String),
      signature: signatureOf(sent['salt'] ?? '', sandboxKayako.secretKey),
      ticketid: '1041',
      ticketpostid: '2207',
      filename: 'invoice.pdf',
      contents: 'JVBERg==',
    });
    expect(form?.url).toBe('/api/index.php?e=%2FTickets%2FTicketAttachment');
    expect(form?.headers['content-length']).toBe(String(form?.body.length));
    expect(new Set([...salts, sent['salt']]).size).toBe(3);
    await service.close();
  });
});
