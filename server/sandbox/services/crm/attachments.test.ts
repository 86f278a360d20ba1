import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { megabyte } from '../../../../contract/limits.ts';
import { deskPeople } from '../people.ts';
import { type Services, startServices } from '../services.ts';
import { biginRecords, crmRecords } from './records.ts';

const products = {
  crm: { root: (services: Services) => `${services.crmUrl}/crm/v2`, records: crmRecords, limit: 100, offset: '00:00' },
  bigin: {
    root: (services: Services) => `${services.biginUrl}/bigin/v2`,
    records: biginRecords,
    limit: 20,
    offset: '05:30',
  },
} as const;
const Listing = z.object({ data: z.array(z.record(z.string(), z.unknown())), info: z.unknown() });

describe.each(['crm', 'bigin'] as const)('attachments of %s', (name) => {
  const { root, records, limit, offset } = products[name];
  const [record, other] = records;
  const path = `/${record?.module}/${record?.id}/Attachments`;
  const local = name === 'crm' ? '12:00:00' : '17:30:00';
  let services: Services;
  let nowMs: number;

  beforeEach(async () => {
    nowMs = Date.UTC(2026, 4, 4, 12, 0, 0, 700);
    services = await startServices({ port: 0, now: () => nowMs });
  });
  afterEach(() => services.close());

  const call = (path: string, init: RequestInit = {}) =>
    fetch(`${root(services)}${path}`, {
      ...init,
      headers: { authorization: `Zoho-oauthtoken ${services.connectorToken}` },
    });
  const send = (field: string, value: string | File, to = path) => {
    const body = new FormData();
    body.append(field, value);
    return call(to, { method: 'POST', body });
  };
  const upload = (fileName: string, content: string | Buffer = 'hello') =>
    send('file', new File([new Uint8Array(Buffer.from(content))], fileName, { type: 'text/plain' }));
  const idOf = async (answer: Response) => {
    const Answer = z.object({ data: z.tuple([z.object({ details: z.object({ id: z.string() }) })]) });
    return Answer.parse(await answer.json()).data[0].details.id;
  };
  const list = async (query = '') => Listing.parse(await (await call(`${path}${query}`)).json());
  const inData = (code: string, message: string) => ({
    data: [{ code, details: expect.any(Object), message, status: 'error' }],
  });

  it('takes a file byte for byte and answers as the seed shows', async () => {
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45, 0]);
    const fileName = 'Orçamento nº 5 – 見積.pdf';
    const answer = await send('file', new File([bytes], fileName, { type: 'application/pdf' }));
    const [stored] = services.ledger.all();
    expect(stored).toMatchObject({
      ticketId: record?.id,
      name: fileName,
      size: 7,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mimeType: 'application/pdf',
      via: name,
    });
    const person = { name: 'Helena Duarte', id: deskPeople.agent.id };
    const time = `2026-05-04T${local}+${offset}`;
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        data: [
          {
            code: 'SUCCESS',
            details: {
              Modified_Time: time,
              Modified_By: person,
              Created_Time: time,
              id: stored?.id,
              Created_By: person,
            },
            message: 'attachment uploaded successfully',
            status: 'success',
          },
        ],
      },
    ]);
    expect(stored?.id).toMatch(/^\d{18}$/);
    expect(services.requests.all().at(-1)).toMatchObject({ service: name, fileNames: [fileName] });
  });

  it('refuses by size, type, name and form', async () => {
    expect(services.world.settings.get()[name].limitBytes).toBe(limit * megabyte);
    services.world.settings.patch({ [name]: { limitBytes: 1000 } });
    const ends = async (answer: Response) => [answer.status, await answer.json()];
    expect(await ends(await upload('a.txt', 'x'.repeat(1001)))).toEqual([
      415,
      inData('FILE_SIZE_MORE_THAN_ALLOWED_SIZE', 'please check if the file size is in the correct range'),
    ]);
    expect(await ends(await upload('Setup.EXE'))).toEqual([415, inData('INVALID_DATA', 'invalid file type')]);
    expect((await upload(`${'é'.repeat(247)}.txt`)).status).toBe(400);
    expect((await send('upload', 'text')).status).toBe(400);
    expect((await send('file', 'a text, no file')).status).toBe(400);
    expect((await send('attachmentUrl', 'no address')).status).toBe(400);
    expect((await call(path, { method: 'POST', body: '{}' })).status).toBe(400);
    expect(services.ledger.all()).toEqual([]);
    expect((await upload(`${'é'.repeat(246)}.txt`, 'x'.repeat(1000))).status).toBe(200);
  });

  it('answers 204 to an empty list', async () => {
    const answer = await call(path);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('lists the newest first, in pages', async () => {
    for (const fileName of ['1.txt', '2.txt', '3.txt']) await upload(fileName);
    await send('file', new File(['x'], 'other.txt'), `/${other?.module}/${other?.id}/Attachments`);
    const { data, info } = await list();
    expect(data.map((one) => one['File_Name'])).toEqual(['3.txt', '2.txt', '1.txt']);
    expect(info).toEqual({ per_page: 200, page: 1, count: 3, more_records: false });
    expect(data[0]).toMatchObject({
      Parent_Id: { name: record?.name, id: record?.id },
      Owner: { name: 'Helena Duarte' },
      Created_Time: `2026-05-04T${local}+${offset}`,
      $type: 'Attachment',
      $link_url: null,
    });
    expect(data.map((one) => Number(one['Size']))).toEqual([5, 5, 5]);
    expect(new Set(data.map((one) => typeof one['Size']))).toEqual(new Set(['string', 'number']));
    const first = await list('?page=1&per_page=2');
    expect(first.info).toEqual({ per_page: 2, page: 1, count: 2, more_records: true });
    const second = await list('?page=2&per_page=2&fields=File_Name,Size');
    expect(second.info).toEqual({ per_page: 2, page: 2, count: 1, more_records: false });
    expect(Object.keys(second.data[0] ?? {}).filter((key) => !key.startsWith('$'))).toEqual([
      'File_Name',
      'Size',
      'id',
    ]);
    expect((await call(`${path}?page=3&per_page=2`)).status).toBe(204);
    for (const query of ['per_page=201', 'per_page=0', 'page=0', 'page=x']) {
      expect((await call(`${path}?${query}`)).status).toBe(400);
    }
  });

  it('keeps a link as a link', async () => {
    const link = 'https://example.com/photos?id=7&size=large';
    const id = await idOf(await send('attachmentUrl', link));
    expect((await list()).data).toMatchObject([
      { id, File_Name: link, $link_url: link, $type: 'Link URL', $file_id: null },
    ]);
    expect(services.ledger.all()).toMatchObject([{ link, size: 0 }]);
    const answer = await call(`${path}/${id}`);
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'INVALID_DATA', status: 'error' }]);
  });

  it('gives the content, and 204 for what is not there', async () => {
    const id = await idOf(await upload('a.txt', 'content'));
    const answer = await call(`${path}/${id}`);
    expect(answer.headers.get('content-disposition')).toContain('attachment; filename="a.txt"');
    expect(await answer.text()).toBe('content');
    expect((await call(`${path}/1`)).status).toBe(204);
    expect((await call(`/${other?.module}/${other?.id}/Attachments/${id}`)).status).toBe(204);
  });

  it('deletes once', async () => {
    const id = await idOf(await upload('a.txt'));
    const answer = await call(`${path}/${id}`, { method: 'DELETE' });
    expect(await answer.json()).toEqual({
      data: [{ code: 'SUCCESS', details: { id }, message: 'record deleted', status: 'success' }],
    });
    expect((await call(path)).status).toBe(204);
    const again = await call(`${path}/${id}`, { method: 'DELETE' });
    expect([again.status, await again.json()]).toEqual([
      400,
      inData('INVALID_DATA', 'the id given seems to be invalid'),
    ]);
  });
});
