import { describe, expect, it } from 'vitest';
import { failureOfKayako } from './kayako-failure.ts';

const answer = (status: number, body: string, retryAfter?: string) => ({ status, body, retryAfter, nowMs: 0 });

const refused = (reason: string) => ({ kind: 'refused', reason });
const unauthorized = { kind: 'unauthorized' };

const notRead = 'NO SALT PROVIDED! – PHP reads nothing of a form above its post_max_size: the file is too large for it';
const switchedOff = "Kayako's REST interface is switched off: its administrator can enable it";

describe('failureOfKayako', () => {
  it.each([
    ['FAILED TO AUTHENTICATE', unauthorized, 'FAILED TO AUTHENTICATE – check apikey and secretKey'],
    [
      'NO SALT PROVIDED!',
      unauthorized,
      'NO SALT PROVIDED! – something on the way takes the parameters of the call away',
    ],
    ['Ticket not Found', refused('ticket-not-found'), 'Ticket not Found'],
    ['Ticket Post not found', refused('ticket-not-found'), 'Ticket Post not found'],
    ['Attachment not Found', refused('ticket-not-found'), 'Attachment not Found'],
    [
      'Attachment does not belong to the specified ticket',
      refused('ticket-not-found'),
      'Attachment does not belong to the specified ticket',
    ],
    ['No Ticket ID Specified', refused('invalid'), 'No Ticket ID Specified'],
    ['No Ticket Post ID Specified', refused('invalid'), 'No Ticket Post ID Specified'],
    ['No file name specified', refused('name'), 'No file name specified'],
    ['No contents specified', refused('empty'), 'No contents specified'],
    [
      'Attachment Creation Failed',
      { kind: 'unavailable' },
      'Attachment Creation Failed – Kayako could not store the file',
    ],
  ])('knows "%s", also between notices of PHP', (words, expected, message) => {
    for (const body of [words, `<b>Notice</b>: x\n${words}\n`]) {
      for (const status of [200, 404, 500]) {
        expect(failureOfKayako(answer(status, body), false)).toEqual({ ...expected, message, status });
      }
    }
  });

  it.each([
    ['NO SALT PROVIDED!', refused('too-large'), notRead],
    ['FAILED TO AUTHENTICATE', unauthorized, 'FAILED TO AUTHENTICATE – check apikey and secretKey'],
  ])('knows "%s" in the answer to a form', (words, expected, message) => {
    expect(failureOfKayako(answer(401, words), true)).toEqual({ ...expected, message, status: 401 });
  });

  it.each([
    ['403 without words as switched off', 403, '', unauthorized, switchedOff],
    ['403 with blanks alone as switched off', 403, ' \r\n', unauthorized, switchedOff],
    ['403 with words by them', 403, ' Go away\n', unauthorized, 'Go away'],
    ['403 with a page by its status', 403, '<h1>Forbidden</h1>', unauthorized, 'Kayako answered with status 403'],
    ['another status without words', 500, '', { kind: 'unknown' }, 'Kayako answered with status 500'],
    ['another status with blanks alone', 400, ' \r\n', refused('invalid'), 'Kayako answered with status 400'],
    ['words in a page as none', 500, 'Oh no <br>', { kind: 'unknown' }, 'Kayako answered with status 500'],
    ['words without end by their beginning', 400, 'x'.repeat(9999), refused('invalid'), `${'x'.repeat(255)}…`],
  ])('takes %s', (_, status, body, expected, message) => {
    expect(failureOfKayako(answer(status, body), false)).toEqual({ ...expected, message, status });
  });

  it('waits as told, whatever it says', () => {
    for (const body of ['', 'Attachment Creation Failed']) {
      expect(failureOfKayako(answer(503, body, '7'), false)).toMatchObject({ kind: 'busy', waitMs: 7000 });
    }
  });
});
