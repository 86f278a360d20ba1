import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DeskAttachment, DeskAttachmentList } from '../../../../contract/desk.ts';
import { type Services, startServices } from '../services.ts';
import { callDesk, firstTicket, uploadToDesk } from '../test-calls.ts';

let services: Services;
let nowMs: number;
let path: string;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 4, 4, 12, 0, 0, 700);
  services = await startServices({ port: 0, now: () => nowMs, deskLimitBytes: 1000 });
  path = `/${firstTicket(services).id}/attachments`;
});
afterEach(() => services.close());

const text = (name: string, content = 'hello') => new File([content], name, { type: 'text/plain' });

async function list(query = ''): Promise<DeskAttachment[]> {
  const answer = await callDesk(services, `${path}${query}`);
  return DeskAttachmentList.parse(await answer.json()).data;
}

describe('upload', () => {
  it('stores the file byte for byte and describes it as Desk does', async () => {
    const bytes = Buffer.from([0, 13, 10, 255, 45, 45, 0]);
    const name = 'Orçamento nº 5 – 見積.pdf';
    const answer = await uploadToDesk(services, new File([bytes], name, { type: 'application/pdf' }), {
      query: '?isPublic=true',
    });
    expect(answer.status).toBe(200);
    const [stored] = services.ledger.all();
    expect(stored).toMatchObject({
      ticketId: firstTicket(services).id,
      name,
      size: 7,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      mimeType: 'application/pdf',
      isPublic: true,
      via: 'desk',
      deleted: false,
    });
    const href = `${services.deskUrl}/api/v1/tickets${path}/${stored?.id}`;
    expect(await answer.json()).toEqual({
      id: stored?.id,
      name,
      size: '7',
      creatorId: stored?.creatorId,
      createdTime: '2026-05-04T12:00:00.000Z',
      isPublic: true,
      href,
      previewurl: `${href}/content`,
    });
    expect(stored?.id).toMatch(/^\d{18}$/);
  });

  it.each([
    ['an empty body', new Uint8Array(), 'application/json', 422, 'EMPTY_PAYLOAD'],
    ['JSON', '{}', 'application/json', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['multipart that is none', 'x', 'multipart/form-data; boundary=b', 422, 'UNPROCESSABLE_ENTITY'],
  ])('refuses %s', async (_what, body, contentType, status, errorCode) => {
    const answer = await callDesk(services, path, { method: 'POST', body, headers: { 'content-type': contentType } });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errorCode });
  });

  it.each([
    ['no file', { file: 'a text, no file' }, 422, 'INVALID_DATA'],
    ['a part of another name', { upload: text('a.txt') }, 422, 'UNPROCESSABLE_ENTITY'],
    ['an empty file', { file: text('a.txt', '') }, 422, 'EMPTY_PAYLOAD'],
    ['a file above the limit', { file: text('a.txt', 'x'.repeat(1001)) }, 413, 'RESOURCE_SIZE_EXCEEDED'],
    ['a blocked ending', { file: text('setup.EXE') }, 422, 'UNPROCESSABLE_ENTITY'],
    ['a name of 101 characters', { file: text(`${'é'.repeat(97)}.txt`) }, 422, 'INVALID_DATA'],
  ])('refuses %s', async (_what, parts, status, errorCode) => {
    const body = new FormData();
    for (const [name, value] of Object.entries<string | File>(parts)) body.append(name, value);
    const answer = await callDesk(services, path, { method: 'POST', body });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ errorCode, message: expect.any(String) });
    expect(services.ledger.all()).toEqual([]);
  });

  it('takes a file of exactly the limit and a name of exactly 100 characters', async () => {
    expect((await uploadToDesk(services, text(`${'é'.repeat(96)}.txt`, 'x'.repeat(1000)))).status).toBe(200);
  });

  it('says so for a ticket that is not there', async () => {
    const answer = await uploadToDesk(services, text('a.txt'), { ticketId: '482910000000000000' });
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ errorCode: 'URL_NOT_FOUND' });
  });
});

describe('list', () => {
  it('answers 204 without a body where there is none', async () => {
    const answer = await callDesk(services, path);
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it('sorts, pages from 1 (and from 0), filters and shows the creator', async () => {
    for (const name of ['1.txt', '2.txt', '3.txt']) {
      nowMs += 2000;
      await uploadToDesk(services, text(name), { query: `?isPublic=${name === '2.txt'}` });
    }
    const names = async (query: string) => (await list(query)).map((one) => one.name);
    expect(await names('')).toEqual(['1.txt', '2.txt', '3.txt']);
    expect(await names('?sortBy=-createdTime&limit=2')).toEqual(['3.txt', '2.txt']);
    expect(await names('?from=0&limit=1')).toEqual(['1.txt']);
    expect(await names('?from=1&limit=1')).toEqual(['1.txt']);
    expect(await names('?from=2&limit=100')).toEqual(['2.txt', '3.txt']);
    expect(await names('?isPublic=true')).toEqual(['2.txt']);
    expect((await callDesk(services, `${path}?from=4`)).status).toBe(204);
    const answer = await callDesk(services, `${path}?include=creator&limit=1`);
    expect(await answer.json()).toMatchObject({ data: [{ creator: { lastName: 'Duarte' } }] });
  });

  it.each([
    ['limit=101', "The value passed for the 'limit' query parameter is invalid."],
    ['limit=0', "The value passed for the 'limit' query parameter is invalid."],
    ['isPublic=yes', "The value passed for the 'isPublic' query parameter is invalid."],
    ['sortOrder=asc', "Extra query parameter 'sortOrder' is present in the input."],
  ])('refuses %s', async (query, message) => {
    const answer = await callDesk(services, `${path}?${query}`);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ errorCode: 'UNPROCESSABLE_ENTITY', message });
  });
});

describe('one attachment', () => {
  let file: DeskAttachment;
  beforeEach(async () => {
    const answer = await uploadToDesk(services, text(`"50 %" – résumé's.txt`, 'résumé'));
    file = DeskAttachment.parse(await answer.json());
  });

  it('gives its content such that a browser saves it', async () => {
    const answer = await callDesk(services, `${path}/${file.id}/content`);
    expect(await answer.text()).toBe('résumé');
    expect(answer.headers.get('content-type')).toBe('text/plain');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="_50 __ _ r_sum_'s.txt"; filename*=UTF-8''%2250%20%25%22%20%E2%80%93%20r%C3%A9sum%C3%A9%27s.txt`,
    );
  });

  it('changes its visibility', async () => {
    const patch = (body: string) => callDesk(services, `${path}/${file.id}`, { method: 'PATCH', body });
    expect((await patch('{"isPublic":true}')).status).toBe(200);
    expect(services.ledger.all()).toMatchObject([{ isPublic: true }]);
    expect(await (await patch('')).json()).toMatchObject({ errorCode: 'EMPTY_PAYLOAD' });
    expect(await (await patch('{"isPublic":"no"}')).json()).toMatchObject({
      errorCode: 'INVALID_DATA',
      errors: [{ fieldName: '/isPublic', errorType: 'invalid' }],
    });
  });

  it('goes to the recycle bin', async () => {
    const one = `${path}/${file.id}`;
    expect((await callDesk(services, one, { method: 'DELETE' })).status).toBe(200);
    expect((await callDesk(services, path)).status).toBe(204);
    expect((await callDesk(services, `${one}/content`)).status).toBe(404);
    expect((await callDesk(services, one, { method: 'DELETE' })).status).toBe(404);
    expect(services.ledger.all()).toMatchObject([{ id: file.id, deleted: true }]);
    expect(await services.ledger.bytes(file.id)).toEqual(Buffer.from('résumé'));
  });

  it('is not found on another ticket', async () => {
    const other = services.tickets.at(-1)?.id;
    expect((await callDesk(services, `/${other}/attachments/${file.id}/content`)).status).toBe(404);
  });
});
