import { describe, expect, it } from 'vitest';
import { createRecordsDialect } from './records-dialect.ts';

const crm = createRecordsDialect('crm');
const bigin = createRecordsDialect('bigin');
const page = { skip: 0, limit: 2 };
const read = (body: unknown, status = 200) => crm.readList({ kind: 'answer', status, body }, page);
const outcome = (body: unknown, status = 200, dialect = crm) => dialect.outcomeOf({ kind: 'answer', status, body }, 0);
const said = (code: string, message = 'words', details?: object) => ({
  data: [{ code, message, status: 'x', details }],
});

it('is that of CRM or of Bigin', () => {
  expect(crm).toMatchObject({ service: 'CRM', destination: 'zoho-crm', namesOrganisation: false, uploadQuery: '' });
  expect(bigin).toMatchObject({ service: 'Bigin', destination: 'bigin', namesOrganisation: false });
  expect(crm.attachmentsUrl('com', 'Leads:7')).toBe('https://www.zohoapis.com/crm/v2/Leads/7/Attachments');
  expect(bigin.attachmentsUrl('eu', 'Pipelines:8')).toBe('https://www.zohoapis.eu/bigin/v2/Pipelines/8/Attachments');
});

describe("a record's list of attachments", () => {
  const one = {
    id: '1',
    File_Name: 'a.pdf',
    Size: 5,
    Created_Time: '2026-11-01T10:00:00Z',
    Created_By: { name: 'Ana' },
  };
  const later = { ...one, id: '2', Created_Time: '2026-11-02T10:00:00Z' };
  const undated = { id: '3', File_Name: 'c.pdf', Size: 5 };

  it('is asked for page by page', () => {
    expect(crm.listQuery({ skip: 0, limit: 200 })).toEqual({ page: '1', per_page: '200' });
    expect(crm.listQuery({ skip: 400, limit: 200 })).toEqual({ page: '3', per_page: '200' });
  });

  it('is put in order, the newest first and what has no date last', () => {
    expect(read({ data: [undated, one, later] })?.files.map(({ id }) => id)).toEqual(['2', '1', '3']);
    expect(read({ data: [one] })?.files).toEqual([
      { id: '1', name: 'a.pdf', size: 5, createdTime: '2026-11-01T10:00:00Z', isPublic: undefined, creator: 'Ana' },
    ]);
  });

  it.each([
    [{ data: [one, later], info: { more_records: false } }, false],
    [{ data: [one], info: { more_records: true } }, true],
    [{ data: [one, later], info: {} }, true],
    [{ data: [one, later] }, true],
    [{ data: [one] }, false],
  ])('may go on as it says, else where the page is full', (body, more) => {
    expect(read(body)?.more).toBe(more);
  });

  it('is empty where there is nothing to say', () => {
    expect(read(undefined, 204)).toEqual({ files: [], more: false });
    expect(read({ code: 'NO_PERMISSION' }, 403)).toBeUndefined();
  });

  it.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['HTTP://example.com', 'HTTP://example.com'],
    ['javascript:alert(1)//https://x', undefined],
    ['https://', undefined],
    ['', undefined],
  ])('shows a link only where it leads to the web: %j', (url, link) => {
    expect(read({ data: [{ id: '4', $link_url: url }] })?.files).toMatchObject([{ name: link ?? '', link, size: 0 }]);
  });
});

describe('the end of an upload', () => {
  it('is delivered with the id, where it is told', () => {
    expect(outcome(said('SUCCESS', '', { id: '9' }))).toEqual({ kind: 'delivered', attachmentId: '9' });
    expect(outcome({ code: 'SUCCESS' })).toEqual({ kind: 'delivered' });
  });

  it.each([
    ['INVALID_TOKEN', 'unauthorized'],
    ['AUTHENTICATION_FAILURE', 'unauthorized'],
    ['OAUTH_SCOPE_MISMATCH', 'unauthorized'],
    ['NO_PERMISSION', 'unauthorized'],
    ['AUTHORIZATION_FAILED', 'unauthorized'],
    ['TOO_MANY_REQUESTS', 'busy'],
    ['INVALID_URL_PATTERN', 'unavailable'],
    ['INVALID_REQUEST_METHOD', 'unavailable'],
    ['INTERNAL_ERROR', 'unknown'],
  ])('of the code %s is %s', (code, kind) => {
    expect(outcome(said(code), 400)).toEqual({ kind, message: 'words', status: 400, code });
  });

  it.each([
    ['FILE_SIZE_MORE_THAN_ALLOWED_SIZE', '', 'too-large'],
    ['INVALID_DATA', 'This File Type is not allowed', 'type'],
    ['INVALID_DATA', 'the name is not right', 'name'],
    ['INVALID_DATA', 'the id given seems to be invalid', 'ticket-not-found'],
    ['INVALID_DATA', 'no', 'invalid'],
    ['LIMIT_EXCEEDED', 'the name or id', 'invalid'],
    ['constructor', 'no', 'invalid'],
  ])('of the code %s and the words %j is a refusal: %s', (code, message, reason) => {
    expect(outcome(said(code, message), 400)).toMatchObject({ kind: 'refused', reason, code });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'unauthorized'],
    [500, 'unknown'],
    [200, 'unknown'],
  ])('is %s %s where nothing is said', (status, kind) => {
    expect(outcome('<html>', status, bigin)).toEqual({
      kind,
      message: 'Bigin did not say if it stored the file',
      status,
    });
  });
});

it('takes a change for done where it says so', () => {
  expect(crm.isDone({ kind: 'answer', status: 200, body: said('SUCCESS') })).toBe(true);
  expect(crm.isDone({ kind: 'answer', status: 200, body: said('NO_PERMISSION') })).toBe(false);
});
