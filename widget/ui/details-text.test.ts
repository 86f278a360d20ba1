import { describe, expect, it } from 'vitest';
import type { UploadState } from '../queue/upload.ts';
import { detailsOf, hasDetails } from './details-text.ts';

const file = new File(['x'.repeat(2048)], 'Jane Doe – claim.pdf');
const endedMs = Date.UTC(2026, 10, 21, 10, 22, 33);
const requestId = '0b5fbe2c-9d8a-4c39-9d0e-6f5f1a3a1c11';

function linesOf(state: UploadState, time: number | undefined = endedMs, number: string | undefined = '1042') {
  const ticket = { id: '1892000000143237', ...(number !== undefined && { number }) };
  const upload = { id: 'u1', ticket, file, mimeType: 'application/pdf', remark: undefined, state };
  return detailsOf(upload, time).split('\n');
}

describe('the details of an upload', () => {
  it('tell what support asks for, and neither secrets nor the name of the file', () => {
    const lines = linesOf({
      kind: 'failed',
      trials: [
        {
          route: 'connector',
          end: { kind: 'unauthorized', status: 401, code: 'INVALID_OAUTH', message: 'token=abc is no good' },
        },
        { route: 'gateway', end: { kind: 'unavailable', status: 502, requestId, message: 'Desk is down' } },
      ],
    });
    expect(lines).toEqual([
      expect.stringMatching(/^Anexo \d+\.\d+\.\d+/),
      'Time: 2026-11-21T10:22:33.000Z',
      'Ticket: 1042',
      'File: 2048 bytes, application/pdf',
      'Upload: failed',
      'connector: unauthorized, status 401, code INVALID_OAUTH, “token=… is no good”',
      `gateway: unavailable, status 502, request ${requestId}, “Desk is down”`,
    ]);
  });

  const ends: readonly (readonly [UploadState, string])[] = [
    [
      { kind: 'refused', route: 'connector', outcome: { kind: 'refused', reason: 'type', status: 415, message: 'No' } },
      'connector: refused type, status 415, “No”',
    ],
    [
      {
        kind: 'unconfirmed',
        route: 'gateway',
        message: 'No answer. No list',
        end: { kind: 'unknown', status: 504, message: 'No answer' },
      },
      'gateway: unknown, status 504, “No answer. No list”',
    ],
    [
      { kind: 'unconfirmed', route: 'connector', message: 'The upload was interrupted' },
      'connector: unknown, “The upload was interrupted”',
    ],
    [
      {
        kind: 'unconfirmed',
        route: 'connector',
        message: 'No list',
        trials: [{ route: 'gateway', end: { kind: 'refused', reason: 'type', status: 415, message: 'No' } }],
      },
      'gateway: refused type, status 415, “No”',
    ],
    [
      {
        kind: 'failed',
        trials: [{ route: 'gateway', end: { kind: 'limits', findings: [{ kind: 'empty' }, { kind: 'unreadable' }] } }],
      },
      'gateway: limits empty unreadable',
    ],
  ];

  it.each(ends)('of %j', (state, line) => {
    expect(hasDetails(state)).toBe(true);
    expect(linesOf(state).at(-1)).toBe(line);
  });

  it('leave out what is not known', () => {
    const lines = detailsOf(
      { id: 'u1', ticket: { id: '55' }, file, mimeType: '', remark: undefined, state: { kind: 'failed', trials: [] } },
      undefined,
    ).split('\n');
    expect(lines.slice(1)).toEqual(['Ticket: id 55', 'File: 2048 bytes, no type', 'Upload: failed']);
  });

  it('are there only where something went wrong on the way', () => {
    const states: readonly UploadState[] = [
      { kind: 'queued' },
      { kind: 'delivered', route: 'gateway' },
      { kind: 'cancelled' },
      { kind: 'rejected', findings: [] },
    ];
    expect(states.filter(hasDetails)).toEqual([]);
  });
});
