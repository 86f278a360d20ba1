import { describe, expect, it } from 'vitest';
import type { Finding } from '../../contract/check.ts';
import { deskLimits, executableEndings, type Limits, megabyte, omsLimits } from '../../contract/limits.ts';
import type { UploadState } from '../queue/upload.ts';
import { createI18n } from './i18n.ts';
import { describeFinding, describeLimits, describeReasons } from './words.ts';

const i18n = createI18n('en');

describe('describeLimits', () => {
  const except = (...endings: string[]): Limits => ({ ...deskLimits, types: { kind: 'except', endings } });

  it.each([
    [deskLimits, 'Up to 20 MB per file. Any type except programs.'],
    [except(), 'Up to 20 MB per file. Any type.'],
    [except('iso'), 'Up to 20 MB per file. Any type except .iso.'],
    [except(...executableEndings, 'zip', 'rar'), 'Up to 20 MB per file. Any type except programs, .zip, and .rar.'],
    [omsLimits, 'Up to 10 MB per file. PDF, JPG, PNG, GIF, DOC, DOCX, XLS, XLSX, TXT, ZIP, and RAR.'],
  ])('says it in words (%#)', (limits, words) => {
    expect(describeLimits(limits, i18n)).toBe(words);
  });

  it('names a type that is not in the table by its MIME type', () => {
    const limits: Limits = { ...omsLimits, types: { kind: 'only', mimeTypes: ['model/obj'] } };
    expect(describeLimits(limits, i18n)).toBe('Up to 10 MB per file. model/obj.');
  });
});

describe('describeFinding', () => {
  const findings: readonly (readonly [Finding, string])[] = [
    [{ kind: 'empty' }, 'The file is empty.'],
    [{ kind: 'too-large', size: 25 * megabyte, limit: 20 * megabyte }, '25 MB is over the limit of 20 MB.'],
    [{ kind: 'too-large', size: 20 * megabyte + 1, limit: 20 * megabyte }, '20.000001 MB is over the limit of 20 MB.'],
    [{ kind: 'too-large', size: 20.04 * megabyte, limit: 20 * megabyte }, '20.04 MB is over the limit of 20 MB.'],
    [{ kind: 'type-refused', type: 'exe', by: 'ending' }, '.exe files are not accepted.'],
    [{ kind: 'type-refused', type: 'video/mp4', by: 'mime' }, 'Files of the type video/mp4 are not accepted.'],
    [{ kind: 'type-refused', type: 'exe', by: 'content' }, 'Its content is of the type exe, which is not accepted.'],
    [{ kind: 'name-too-long', length: 120, limit: 100 }, 'Its name has 120 characters; at most 100 are allowed.'],
    [{ kind: 'name-unusable', why: 'blank' }, 'It has no usable name.'],
    [{ kind: 'name-unusable', why: 'path' }, 'Its name has a slash in it.'],
    [{ kind: 'name-unusable', why: 'control-characters' }, 'Its name has invisible characters in it.'],
    [{ kind: 'name-unusable', why: 'direction-override' }, 'hidden characters that make it read differently'],
    [{ kind: 'too-many', count: 600, limit: 500 }, 'You picked 600 files; 500 can be sent at a time.'],
    [{ kind: 'total-too-large', total: 30 * megabyte, limit: 20 * megabyte }, 'Together the files are over 20 MB.'],
    [{ kind: 'content-mismatch', declared: 'pdf', found: 'exe' }, 'Its name ends in .pdf, but its content is .exe.'],
    [{ kind: 'unreadable' }, 'It cannot be read.'],
  ];

  it.each(findings)('says %j in words', (finding, words) => {
    expect(describeFinding(finding, i18n)).toContain(words);
  });
});

describe('describeReasons', () => {
  const trials = [
    { route: 'connector', end: { kind: 'unauthorized', message: 'secret detail' } },
    {
      route: 'gateway',
      end: { kind: 'limits', findings: [{ kind: 'too-large', size: 12 * megabyte, limit: 10 * megabyte }] },
    },
  ] as const;
  const refused = { kind: 'refused', reason: 'type', message: 'Blocked by the administrator' } as const;
  const states: readonly (readonly [UploadState, readonly string[]])[] = [
    [{ kind: 'queued' }, []],
    [{ kind: 'delivered', route: 'gateway' }, []],
    [{ kind: 'rejected', findings: [{ kind: 'empty' }] }, ['The file is empty.']],
    [
      { kind: 'refused', route: 'connector', outcome: refused },
      [
        'Files of this type are not allowed here. Save the file in another format, or ask your administrator.',
        'Answer: Blocked by the administrator',
      ],
    ],
    [
      { kind: 'failed', trials },
      [
        'Zoho connection: not authorized. Please tell your administrator.',
        'Gateway: 12 MB is over the limit of 10 MB. Make it smaller or split it.',
      ],
    ],
    [
      {
        kind: 'failed',
        trials: [
          { route: 'connector', end: { kind: 'unavailable', message: 'x' } },
          { route: 'gateway', end: { kind: 'busy', message: 'x' } },
        ],
      },
      [
        'Zoho connection: not reachable.',
        'Gateway: too busy just now.',
        'Try again in a minute. If it persists, send your administrator the details.',
      ],
    ],
    [{ kind: 'failed', trials: [] }, ['No way to send files is set up. Please tell your administrator.']],
    [{ kind: 'waiting', route: 'gateway', untilMs: 0, message: 'Slow down' }, ['Answer: Slow down']],
  ];

  it.each(states)('says why in %j', (state, reasons) => {
    expect(describeReasons(state, i18n)).toEqual(reasons);
  });

  it('tells the agent to look before sending an unconfirmed file again', () => {
    const [reason] = describeReasons({ kind: 'unconfirmed', route: 'connector', message: '' }, i18n);
    expect(reason).toContain('Look at the attachments');
  });

  it('says before that what came of a further try', () => {
    const state: UploadState = {
      kind: 'unconfirmed',
      route: 'connector',
      message: '',
      trials: [
        { route: 'connector', end: { kind: 'unavailable', message: 'down' } },
        { route: 'gateway', end: { kind: 'refused', reason: 'type', message: 'no scripts' } },
      ],
    };
    expect(describeReasons(state, i18n)).toEqual([
      i18n.t('why.unavailable', { route: i18n.t('route.connector') }),
      i18n.t('why.refused.type'),
      expect.stringContaining('no scripts'),
      expect.stringContaining('Look at the attachments'),
    ]);
  });

  it('says before that why such a file cannot be sent again', () => {
    const state = { kind: 'unconfirmed', route: 'connector', message: '', findings: [{ kind: 'empty' }] } as const;
    expect(describeReasons(state, i18n)).toEqual([
      describeFinding({ kind: 'empty' }, i18n),
      expect.stringContaining('Look at the attachments'),
    ]);
  });
});
