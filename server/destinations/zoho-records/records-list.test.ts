import { describe, expect, it } from 'vitest';
import { pageQuery, readRecordsPage } from './records-list.ts';

const file = { id: '7', File_Name: 'a.pdf', Size: '12', Created_Time: '2026-06-01T12:00:00Z' };
const read = (body: unknown, status = 200) => readRecordsPage({ kind: 'answer', status, body }, 'CRM');
const itemOf = (one: object) => {
  const page = read({ data: [one] });
  if (page.kind !== 'page') throw new Error(page.kind);
  return page.items[0];
};

describe('a page of the list', () => {
  it('is asked for by its number, the first being 1', () => {
    expect(pageQuery(0)).toEqual({ page: '1', per_page: '200' });
    expect(pageQuery(3)).toEqual({ page: '4', per_page: '200' });
  });

  it('is empty where there is nothing', () => {
    expect(read(undefined, 204)).toEqual({ kind: 'page', items: [], more: false });
  });

  it.each([true, false])('says whether another follows: %s', (more_records) => {
    expect(read({ data: [file], info: { more_records } })).toMatchObject({ more: more_records });
  });

  it.each([
    [199, false],
    [200, true],
  ])('of %i is followed by another where nothing says so: %s', (length, more) => {
    const data = Array(length).fill(file);
    expect(read({ data })).toMatchObject({ kind: 'page', more });
    expect(read({ data, info: { more_records: 'perhaps' } })).toMatchObject({ kind: 'page', more });
    expect(read({ data, info: {} })).toMatchObject({ kind: 'page', more });
  });

  it('is none where it cannot be read', () => {
    expect(read({ data: [{ ...file, id: 7 }] })).toEqual({
      kind: 'failed',
      outcome: { kind: 'unavailable', message: 'CRM answered with something unexpected' },
    });
  });
});

describe('an attachment of a record', () => {
  it('is described by what is known of it', () => {
    expect(itemOf({ ...file, Created_By: { id: '9' } })).toEqual({
      id: '7',
      name: 'a.pdf',
      size: 12,
      mimeType: 'application/pdf',
      createdAt: '2026-06-01T12:00:00Z',
      uploadedBy: '9',
    });
  });

  it.each([null, 'Helena', { name: 'Helena' }])('is by nobody where %j made it', (Created_By) => {
    expect('uploadedBy' in (itemOf({ ...file, Created_By }) ?? {})).toBe(false);
  });

  it('may be a link, which is its name where it has no other', () => {
    const link = { id: '8', Created_Time: '2026-06-01T12:00:00Z', $link_url: 'https://example.com/a' };
    const described = { size: 0, mimeType: 'text/uri-list', link: 'https://example.com/a' };
    expect(itemOf(link)).toMatchObject({ ...described, name: 'https://example.com/a' });
    expect(itemOf({ ...link, File_Name: 'Offer' })).toMatchObject({ ...described, name: 'Offer' });
  });

  it('has no name where nothing tells one, and is no link where that leads elsewhere', () => {
    const one = itemOf({ id: '8', Created_Time: '', $link_url: 'javascript:alert(1)' });
    expect(one).toEqual({ id: '8', name: '', size: 0, mimeType: 'application/octet-stream', createdAt: '' });
  });
});
