import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Services, startServices } from '../services.ts';
import { addKayakoFile, getKayako, postKayako, textsOf } from './test-calls.ts';

let services: Services;
let nowMs: number;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 4, 4, 12);
  services = await startServices({ port: 0, now: () => nowMs, settings: { kayako: { notices: 'none' } } });
});
afterEach(() => services.close());

const end = async (answer: Response) => [answer.status, await answer.text()];

describe('TicketAttachment', () => {
  const path = '/Tickets/TicketAttachment';
  const file = { ticketid: '1041', ticketpostid: '2207', filename: 'photo.JPG', contents: '/9j/4AAQ' };

  it('takes a file onto a post', async () => {
    const answer = await postKayako(services, path, file);
    expect(answer.headers.get('content-type')).toContain('text/xml');
    expect(await end(answer)).toEqual([
      200,
      [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<attachments>',
        '\t<attachment>',
        '\t\t<id>1</id>',
        '\t\t<ticketid>1041</ticketid>',
        '\t\t<ticketpostid>2207</ticketpostid>',
        '\t\t<filename>photo.JPG</filename>',
        '\t\t<filesize>6</filesize>',
        '\t\t<filetype>image/jpeg</filetype>',
        `\t\t<dateline>${nowMs / 1000}</dateline>`,
        '\t</attachment>',
        '</attachments>',
        '',
      ].join('\n'),
    ]);
    expect(services.ledger.all()).toMatchObject([
      {
        id: '1',
        ticketId: '1041',
        name: 'photo.JPG',
        sha256: createHash('sha256').update(Buffer.from('/9j/4AAQ', 'base64')).digest('hex'),
        via: 'kayako',
      },
    ]);
    expect(services.requests.all()).toMatchObject([{ path, fileNames: ['photo.JPG'] }]);
  });

  it.each([
    ['no ticket', { ticketid: '' }, 400, 'No Ticket ID Specified'],
    ['no post', { ticketpostid: '' }, 400, 'No Ticket Post ID Specified'],
    ['no name', { filename: '' }, 400, 'No file name specified'],
    ['no contents', { contents: '' }, 400, 'No contents specified'],
    ['contents that are no base64', { contents: '****' }, 400, 'Attachment Creation Failed'],
    ['an unknown ticket', { ticketid: '7' }, 404, 'Ticket not Found'],
    ['an unknown post', { ticketpostid: '7' }, 404, 'Ticket Post not found'],
    ["another ticket's post", { ticketpostid: '2210' }, 404, 'Ticket Post not found'],
  ])('refuses %s in plain text', async (_what, fields, status, text) => {
    const answer = await postKayako(services, path, { ...file, ...fields });
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(await end(answer)).toEqual([status, text]);
    expect(services.ledger.all()).toEqual([]);
  });

  it('gives types that it does not know a general one', async () => {
    await addKayakoFile(services, 'hello', { filename: 'README' });
    expect(services.ledger.all()).toMatchObject([{ mimeType: 'application/octet-stream' }]);
  });

  it('lists those of a ticket, none as well, without contents', async () => {
    const list = async () => (await getKayako(services, `${path}/ListAll/1041`)).text();
    expect(textsOf(await list(), 'attachment')).toEqual([]);
    await addKayakoFile(services, 'one', { filename: '1.txt' });
    await addKayakoFile(services, 'two', { filename: '2.txt', ticketpostid: '2207' });
    await addKayakoFile(services, 'three', { filename: '3.txt', ticketid: '1042', ticketpostid: '2210' });
    const xml = await list();
    expect(textsOf(xml, 'filename')).toEqual(['1.txt', '2.txt']);
    expect(textsOf(xml, 'ticketpostid')).toEqual(['2203', '2207']);
    expect(textsOf(xml, 'contents')).toEqual([]);
    expect(await end(await getKayako(services, `${path}/ListAll/7`))).toEqual([404, 'Ticket not Found']);
  });

  it('gives one with its contents', async () => {
    const id = await addKayakoFile(services, 'hello');
    const xml = await (await getKayako(services, `${path}/1041/${id}`)).text();
    expect(textsOf(xml, 'contents')).toEqual(['<![CDATA[aGVsbG8=]]>']);
    expect(textsOf(xml, 'filetype')).toEqual(['text/plain']);
  });

  it('deletes one, and then has it no longer', async () => {
    const id = await addKayakoFile(services, 'hello');
    const remove = (ticket: string, slashes = '/') => getKayako(services, `${path}${slashes}${ticket}/${id}`, 'DELETE');
    expect(await end(await remove('1042'))).toEqual([400, 'Attachment does not belong to the specified ticket']);
    expect(await end(await remove('7'))).toEqual([404, 'Ticket not Found']);
    // As the documentation writes it.
    expect(await end(await remove('1041', '//'))).toEqual([200, '']);
    expect(await end(await remove('1041'))).toEqual([404, 'Attachment not Found']);
    expect(await end(await getKayako(services, `${path}/1041/${id}`))).toEqual([404, 'Attachment not Found']);
    expect(services.ledger.all()).toMatchObject([{ id, deleted: true }]);
  });
});

describe('TicketPost', () => {
  const path = '/Tickets/TicketPost';
  const post = { ticketid: '1041', staffid: '3', contents: 'See the files.' };
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  it('makes a post with up to ten files and sends all of it back', async () => {
    const names = Array.from({ length: 11 }, (_, index) => `${index}.txt`);
    const files = names.flatMap((name, index) => [
      [`filename${index}`, name],
      [`filecontent${index}`, base64(name)],
    ]);
    const answer = await postKayako(services, path, { ...post, ...Object.fromEntries(files) });
    expect(answer.status).toBe(200);
    const xml = await answer.text();
    expect(textsOf(xml, 'ticketpostid')).toEqual(Array(11).fill('2211'));
    expect(textsOf(xml, 'filename')).toEqual(names.slice(0, 10));
    expect(textsOf(xml, 'contents')).toEqual([
      '<![CDATA[See the files.]]>',
      ...names.slice(0, 10).map((name) => `<![CDATA[${base64(name)}]]>`),
    ]);
    expect(textsOf(xml, 'staffid')).toEqual(['3']);
    expect(services.ledger.onTicket('1041')).toHaveLength(10);
    expect(services.requests.all()).toMatchObject([{ path, fileNames: names.slice(0, 10) }]);
  });

  it('takes a post of a user, and one without files', async () => {
    const { staffid: _, ...byUser } = { ...post, userid: '58' };
    const xml = await (await postKayako(services, path, byUser)).text();
    expect([textsOf(xml, 'userid'), textsOf(xml, 'hasattachments')]).toEqual([['58'], ['0']]);
  });

  it.each([
    ['no ticket', { ticketid: '' }, 400, 'No Ticket ID Specified'],
    ['an unknown ticket', { ticketid: '7' }, 404, 'Ticket not Found'],
    ['no contents', { contents: '' }, 400, 'No contents specified'],
    ['no author', { staffid: '' }, 400, expect.any(String)],
    ['an unknown author', { staffid: '58' }, 400, expect.any(String)],
    ['a file that is no base64', { filename0: 'a', filecontent0: '*' }, 400, 'Attachment Creation Failed'],
  ])('refuses %s', async (_what, fields, status, text) => {
    expect(await end(await postKayako(services, path, { ...post, ...fields }))).toEqual([status, text]);
    expect(services.world.kayakoBook.posts('1041')).toHaveLength(2);
  });

  it('lists the posts with all that is on them, the newest last', async () => {
    await addKayakoFile(services, 'hello');
    await postKayako(services, path, post);
    const xml = await (await getKayako(services, `${path}/ListAll/1041`)).text();
    expect(textsOf(xml, 'post').map((one) => textsOf(one, 'id')[0])).toEqual(['2203', '2207', '2211']);
    expect(textsOf(xml, 'hasattachments')).toEqual(['1', '0', '0']);
    expect(textsOf(xml, 'contents')).toContain('<![CDATA[aGVsbG8=]]>');
    expect(await end(await getKayako(services, `${path}/ListAll/7`))).toEqual([404, 'Ticket not Found']);
  });

  it('lists the attachments of one post', async () => {
    await addKayakoFile(services, 'one', { filename: '1.txt' });
    await addKayakoFile(services, 'two', { filename: '2.txt', ticketpostid: '2207' });
    const xml = await (await getKayako(services, `${path}/ListAll/1041/2207`)).text();
    expect(textsOf(xml, 'filename')).toEqual(['2.txt']);
    expect(textsOf(xml, 'contents')).toEqual([`<![CDATA[${base64('two')}]]>`]);
    expect(await end(await getKayako(services, `${path}/ListAll/1041/7`))).toEqual([404, 'Ticket Post not found']);
  });

  it('forgets what a reset takes away, and gives no id twice', async () => {
    await postKayako(services, path, post);
    await services.reset();
    const xml = await (await postKayako(services, path, post)).text();
    expect(textsOf(xml, 'id')).toEqual(['2212']);
    expect(services.world.kayakoBook.posts('1041')).toHaveLength(3);
  });
});
