import { describe, expect, it } from 'vitest';
import {
  OmsAuthFailure,
  OmsAuthGrant,
  OmsFileResult,
  OmsPutAnswer,
  OmsPutFailure,
  omsAliases,
  omsAuthCodes,
  omsFileOutcomes,
  omsMessages,
  omsPaths,
  omsTokenMs,
} from './oms.ts';

const result = { index: 0, name: 'a.pdf', contentType: 'application/pdf', success: true, http_code: 200, error: null };

describe('the words of seed 000', () => {
  it('are sent as they stand there', () => {
    expect(omsPaths).toEqual({ auth: '/api/get/auth', put: '/api/put/ticket_attachments' });
    const { internalError, ...messages } = omsMessages;
    expect(Object.values(messages)).toEqual([
      'attachments is required (array)',
      'Could not identify zoho_id (provide valid zoho_id or ticket_number/chamado_id)',
      'auth is required',
      'invalid auth',
      'Invalid credentials',
      'Client blocked',
      'Method not allowed',
    ]);
    expect(internalError('the disk is full')).toBe('Internal error: the disk is full');
  });

  it('are read under both of their names, the Portuguese one first', () => {
    expect(omsAliases).toEqual({
      attachments: ['attachments', 'anexos'],
      name: ['nome_arquivo', 'name'],
      contentType: ['tipo_arquivo', 'contentType'],
      base64: ['arquivo_base64', 'base64'],
    });
  });

  it('give a token an hour, and each failed login its code', () => {
    expect(omsTokenMs).toBe(3_600_000);
    expect(omsAuthCodes).toEqual({ unidentified: 404, inUse: 400, invalidData: 402, blocked: 500 });
  });
});

describe('the answer to a login', () => {
  it('is a grant with a token, whatever its id', () => {
    for (const id of [7, '7', null]) expect(OmsAuthGrant.parse({ auth: 't', id, more: 1 })).toEqual({ auth: 't', id });
    for (const body of [{}, { auth: '' }, { auth: 1 }, null, 'garbage', []]) {
      expect(OmsAuthGrant.safeParse(body).success).toBe(false);
    }
  });

  it('is a failure with its code, as a number or as text', () => {
    expect(OmsAuthFailure.parse({ code: '404', error: 'Usuário não encontrado', request_id: 'r-1' })).toEqual({
      code: 404,
      error: 'Usuário não encontrado',
      request_id: 'r-1',
    });
    expect(OmsAuthFailure.parse({ code: 500 })).toEqual({ code: 500 });
    expect(OmsAuthFailure.parse({ code: 500, request_id: 3 })).toEqual({ code: 500, request_id: undefined });
    for (const body of [{}, { code: 'x' }, { code: 1, error: 2 }, null]) {
      expect(OmsAuthFailure.safeParse(body).success).toBe(false);
    }
  });
});

describe("a file's own end", () => {
  it('is read as seed 000 shows it', () => {
    expect(OmsFileResult.parse(result)).toEqual(result);
    const { name: _, contentType: __, error: ___, ...least } = result;
    expect(OmsFileResult.parse(least)).toEqual(least);
  });

  it.each(['index', 'success', 'http_code'])('needs %s', (field) => {
    for (const value of [undefined, null, 'x', 0.5]) {
      expect(OmsFileResult.safeParse({ ...result, [field]: value }).success).toBe(false);
    }
  });

  it.each(['name', 'contentType', 'error'])('has a text or nothing for %s', (field) => {
    expect(OmsFileResult.safeParse({ ...result, [field]: 1 }).success).toBe(false);
  });

  it('may say more, as our gateway does', () => {
    for (const outcome of ['delivered', 'refused', 'unauthorized', 'busy', 'unavailable', 'unknown']) {
      const more = { ...result, outcome, retry_after: 30, attachment_id: '9' };
      expect(OmsFileResult.parse(more)).toEqual(more);
    }
    expect(omsFileOutcomes).toHaveLength(6);
    for (const seconds of [0, 1e9]) {
      expect(OmsFileResult.parse({ ...result, retry_after: seconds }).retry_after).toBe(seconds);
    }
  });

  it('is not lost because what it says more makes no sense', () => {
    const odd = { ...result, outcome: 'eaten', retry_after: -1, attachment_id: 9 };
    const none = { outcome: undefined, retry_after: undefined, attachment_id: undefined };
    expect(OmsFileResult.parse(odd)).toEqual({ ...result, ...none });
    expect(OmsFileResult.parse({ ...result, retry_after: 1e9 + 1 }).retry_after).toBeUndefined();
    expect(OmsFileResult.parse({ ...result, retry_after: '30' }).retry_after).toBeUndefined();
  });
});

describe('the answer to an upload', () => {
  const answer = { success: true, zoho_id: '1', uploaded: 1, failed: 0, results: [result] };

  it('has a result of each file', () => {
    expect(OmsPutAnswer.parse(answer)).toEqual(answer);
    expect(OmsPutAnswer.parse({ ...answer, zoho_id: null }).zoho_id).toBeNull();
  });

  it.each(['success', 'uploaded', 'failed', 'results'])('needs %s', (field) => {
    for (const value of [undefined, null, 'x', [1]]) {
      expect(OmsPutAnswer.safeParse({ ...answer, [field]: value }).success).toBe(false);
    }
  });

  it('says why where it was not understood', () => {
    expect(OmsPutFailure.parse({ success: false, error: 'auth is required' })).toEqual({
      success: false,
      error: 'auth is required',
    });
    for (const body of [{ success: true, error: 'x' }, { success: false }, { error: 'x' }, null]) {
      expect(OmsPutFailure.safeParse(body).success).toBe(false);
    }
  });
});
