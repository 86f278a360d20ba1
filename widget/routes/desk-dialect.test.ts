import { describe, expect, it } from 'vitest';
import { deskDialect } from './desk-dialect.ts';

const listed = { id: '7', name: 'a.pdf', size: '12', createdTime: '2026-11-01T10:00:00.000Z', isPublic: true };
const file = { id: '7', name: 'a.pdf', size: 12, createdTime: '2026-11-01T10:00:00.000Z', isPublic: true };
const page = { skip: 0, limit: 2 };
const read = (data: unknown, status = 200) => deskDialect.readList({ kind: 'answer', status, body: data }, page);

it('is that of Zoho Desk', () => {
  expect(deskDialect).toMatchObject({
    service: 'Desk',
    destination: 'zoho-desk',
    namesOrganisation: true,
    uploadQuery: '?isPublic=false',
    contentPath: '/content',
    newestFirst: true,
  });
  expect(deskDialect.attachmentsUrl('eu', '7/8')).toBe('https://desk.zoho.eu/api/v1/tickets/7%2F8/attachments');
});

describe("Desk's list of attachments", () => {
  it('is asked for newest first, and from the start without a word about it', () => {
    const query = { limit: '100', sortBy: '-createdTime', include: 'creator' };
    expect(deskDialect.listQuery({ skip: 0, limit: 100 })).toEqual(query);
    expect(deskDialect.listQuery({ skip: 100, limit: 100 })).toEqual({ ...query, from: '100' });
  });

  it.each([
    [{ firstName: 'Ana', lastName: 'Silva' }, 'Ana Silva'],
    [{ firstName: null, lastName: 'Silva' }, 'Silva'],
    [{ firstName: '', lastName: '' }, undefined],
    [undefined, undefined],
  ])('names who put a file there: %j', (creator, name) => {
    expect(read({ data: [{ ...listed, creator }] })?.files).toEqual([{ ...file, creator: name }]);
  });

  it('may go on where the page is full', () => {
    expect(read({ data: [listed, { ...listed, id: '8' }] })?.more).toBe(true);
    expect(read({ data: [listed] })?.more).toBe(false);
  });

  it('is empty where Desk has nothing to say', () => {
    expect(read(undefined, 204)).toEqual({ files: [], more: false });
    expect(read({ errorCode: 'FORBIDDEN' }, 403)).toBeUndefined();
  });
});

it.each([
  [204, undefined, true],
  [200, { id: '7' }, true],
  [200, { errorCode: 'SCOPE_MISMATCH', message: 'no' }, false],
  [404, undefined, false],
])('takes %j %j of a change for done: %j', (status, body, isDone) => {
  expect(deskDialect.isDone({ kind: 'answer', status, body })).toBe(isDone);
});
