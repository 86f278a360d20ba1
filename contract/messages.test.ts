import { describe, expect, it } from 'vitest';
import { healthPath } from './health.ts';
import { omsLimits } from './limits.ts';
import { Pass, passSeconds, passSecretHeader, passSecretPlaceholder } from './pass.ts';
import { RecordsAttachmentList, RecordsResult, recordsOrigin } from './records.ts';
import { TicketAttachmentList, ticketAttachmentsPath } from './ticket-attachment.ts';
import {
  downloadSeconds,
  LinkRequest,
  NewTicketAttachment,
  SignedDownload,
  V1Failure,
  VisibilityRequest,
} from './v1-messages.ts';

describe('a pass', () => {
  const pass = { auth: 'token', id: 3, expires_in: 900, destination: 'oms', limits: omsLimits };

  it('says what it lets do, and for how long', () => {
    expect(Pass.parse(pass)).toEqual(pass);
    expect(passSeconds).toBe(900);
  });

  it.each([
    ['auth', ['', 1, undefined]],
    ['id', ['3', undefined]],
    ['expires_in', [0, -1, '900', undefined]],
    ['destination', [1, undefined]],
    ['limits', [{}, undefined]],
  ] as const)('is none without a right %s', (field, values) => {
    for (const value of values) expect(Pass.safeParse({ ...pass, [field]: value }).success).toBe(false);
  });

  it('is asked for with the secret that only Zoho’s servers know', () => {
    expect(passSecretHeader).toBe('x-anexo-secret');
    expect(passSecretPlaceholder).toBe('{{gatewaysecret}}');
  });
});

describe('an attachment of /v1', () => {
  const least = {
    id: 'a1',
    ticket_id: 't1',
    filename: 'a.pdf',
    content_type: 'application/pdf',
    size_bytes: 12,
    created_at: '2026-01-01T00:00:00Z',
  };
  const most = { ...least, uploaded_by_user_id: 'u1', is_public: false, attachment_url: 'https://example.com/a' };

  it('has the fields of TopTickets, and those that other services know', () => {
    expect(TicketAttachmentList.parse([least, most])).toEqual([least, most]);
    expect(TicketAttachmentList.safeParse({ data: [] }).success).toBe(false);
  });

  it.each(Object.keys(most))('is none with %s of another type', (field) => {
    expect(TicketAttachmentList.safeParse([{ ...most, [field]: {} }]).success).toBe(false);
  });

  it('may have no id yet when it is new', () => {
    expect(NewTicketAttachment.parse({ ...least, id: null })).toEqual({ ...least, id: null });
    expect(TicketAttachmentList.safeParse([{ ...least, id: null }]).success).toBe(false);
  });

  it('is downloaded by an address that works for an hour', () => {
    const download = { signed_url: 'https://example.com/x', expires_at: '2026-01-01T01:00:00Z' };
    expect(SignedDownload.parse(download)).toEqual(download);
    for (const field of ['signed_url', 'expires_at']) {
      expect(SignedDownload.safeParse({ ...download, [field]: 1 }).success).toBe(false);
    }
    expect(downloadSeconds).toBe(3600);
  });
});

describe('what is asked of /v1', () => {
  it('names the ticket in the path, whatever is in its reference', () => {
    expect(ticketAttachmentsPath('Deals:1/../2?x')).toBe('/v1/tickets/Deals%3A1%2F..%2F2%3Fx/attachments');
    expect(healthPath).toBe('/healthz');
  });

  it('changes visibility by a yes or a no', () => {
    expect(VisibilityRequest.parse({ is_public: false })).toEqual({ is_public: false });
    for (const body of [{}, { is_public: 'false' }, { is_public: 0 }]) {
      expect(VisibilityRequest.safeParse(body).success).toBe(false);
    }
  });

  it('attaches links by http and https alone, of 2,000 characters at most', () => {
    const longest = 'https://example.com/'.padEnd(2000, 'x');
    for (const attachment_url of ['http://example.com', 'https://example.com/a?b#c', longest]) {
      expect(LinkRequest.parse({ attachment_url })).toEqual({ attachment_url });
    }
    const bad = [`${longest}x`, 'ftp://example.com', 'javascript:alert(1)', 'xhttps://a.b', 'httpsx://a.b', 'a', '', 1];
    for (const attachment_url of [...bad, undefined]) {
      expect(LinkRequest.safeParse({ attachment_url }).success).toBe(false);
    }
  });

  it('fails with words, or with a place for each value that is wrong', () => {
    const problem = { loc: ['body', 'files', 0], msg: 'is empty', type: 'value_error' };
    for (const detail of ['not found', [problem], []]) {
      expect(V1Failure.parse({ detail, request_id: 'r' })).toEqual({ detail, request_id: 'r' });
    }
    for (const wrong of [{ loc: 'body' }, { loc: [null] }, { msg: 1 }, { type: 1 }]) {
      expect(V1Failure.safeParse({ detail: [{ ...problem, ...wrong }], request_id: 'r' }).success).toBe(false);
    }
    expect(V1Failure.safeParse({ detail: 'x' }).success).toBe(false);
  });
});

describe('what Zoho CRM and Bigin say', () => {
  it('is found in each data centre', () => {
    expect(recordsOrigin('com')).toBe('https://www.zohoapis.com');
    expect(recordsOrigin('com.au')).toBe('https://www.zohoapis.com.au');
  });

  it('is a code, with words and an id where they make sense', () => {
    const full = { code: 'SUCCESS', message: 'attachment uploaded', details: { id: '9' } };
    expect(RecordsResult.parse({ ...full, status: 'success' })).toEqual(full);
    expect(RecordsResult.parse({ code: 'X' })).toMatchObject({ code: 'X' });
    expect(RecordsResult.parse({ code: 'X', message: 1, details: [] })).toMatchObject({ code: 'X' });
    expect(RecordsResult.parse({ code: 'X', details: { id: 9 } }).details).toEqual({ id: undefined });
    for (const body of [{}, { code: 1 }, null]) expect(RecordsResult.safeParse(body).success).toBe(false);
  });

  it('is a list, of which nothing but an id is sure', () => {
    const full = {
      id: '1',
      File_Name: 'a.pdf',
      Size: 12,
      Created_Time: '2026-01-01T00:00:00+01:00',
      Created_By: { name: 'Ana' },
      $link_url: 'https://example.com',
    };
    const page = { data: [full], info: { more_records: true } };
    expect(RecordsAttachmentList.parse(page)).toEqual(page);
    expect(RecordsAttachmentList.parse({ data: [{ ...full, Size: '12' }] }).data).toEqual([full]);
    const odd = { id: '1', File_Name: 1, Size: {}, Created_Time: 1, Created_By: 1, $link_url: 1 };
    const [read, ...others] = RecordsAttachmentList.parse({ data: [odd], info: 1 }).data;
    expect(others).toEqual([]);
    expect(JSON.parse(JSON.stringify(read))).toEqual({ id: '1' });
    for (const body of [{}, { data: [{}] }, { data: {} }]) {
      expect(RecordsAttachmentList.safeParse(body).success).toBe(false);
    }
  });
});
