import fc from 'fast-check';
import { readRejected, readResolved } from '../../widget/hosts/connector-answer.ts';
import { readInvoked, readList, readRejection } from '../../widget/hosts/embedded/answers.ts';
import type { SettledAnswer } from '../../widget/hosts/host.ts';
import { readOutcome } from '../../widget/routes/connector-call.ts';
import type { ConnectorDialect } from '../../widget/routes/connector-dialect.ts';
import { deskDialect } from '../../widget/routes/desk-dialect.ts';
import { createRecordsDialect } from '../../widget/routes/records-dialect.ts';
import { must, target } from '../target.ts';
import { clonedJunk, jsonJunk, junk, revived, spoiledValue } from '../values.ts';
import { mustBeOutcome } from './outcomes.ts';

const dialects = [deskDialect, createRecordsDialect('crm'), createRecordsDialect('bigin')];

const statuses = fc.constantFrom(200, 204, 400, 401, 404, 413, 422, 429, 500, 503, '200', 'true', 'failure');

const deskFile = fc.constant({ id: '5', name: 'a.pdf', size: '12', createdTime: '2026-03-01T12:00:00.000Z' });
const recordsFile = fc.constant({
  id: '5',
  File_Name: 'a.pdf',
  Size: '12',
  Created_Time: '2026-03-01T12:00:00+00:00',
  Created_By: { name: 'A', id: '1' },
  $link_url: 'https://example.com/',
});

/** What services say, good and bad. */
const bodies: fc.Arbitrary<unknown> = fc.oneof(
  deskFile,
  fc.array(deskFile, { maxLength: 3 }).map((data) => ({ data })),
  fc
    .constantFrom('UNPROCESSABLE_ENTITY', 'THRESHOLD_EXCEEDED', 'INVALID_OAUTH', 'constructor', 'toString')
    .map((errorCode) => ({
      errorCode,
      message: 'words',
      errors: [{ fieldName: 'file', errorType: 'invalid', errorMessage: 'words' }],
    })),
  fc.array(recordsFile, { maxLength: 3 }).map((data) => ({ data, info: { more_records: false } })),
  fc.constantFrom('SUCCESS', 'INVALID_DATA', 'NO_PERMISSION', 'TOO_MANY_REQUESTS', '__proto__').map((code) => ({
    data: [{ code, status: 'success', message: 'file type', details: { id: '5' } }],
  })),
);

/** The same inside what Zoho's servers wrap it in. */
const wrapped = fc
  .record({ body: bodies, status: statuses, form: fc.nat(7), retryAfter: fc.constantFrom('5', 'x', '-1', 7) })
  .map(({ body, status, form, retryAfter }): unknown => {
    const responseHeaders = { 'Retry-After': retryAfter };
    switch (form) {
      case 0:
        return { status, statusMessage: JSON.stringify(body) };
      case 1:
        return JSON.stringify({ response: { statusCode: status, statusMessage: body, responseHeaders } });
      case 2:
        return { data: { statusCode: status, statusMessage: body } };
      case 3:
        return { errMsg: JSON.stringify(body) };
      case 4:
        return { code: 'SUCCESS', details: { statusMessage: body, status }, status: 'success' };
      case 5:
        return JSON.stringify(JSON.stringify(body));
      case 6:
        return { status: 'failure', errorMessage: 'The domain is not whitelisted' };
      default:
        return body;
    }
  });

function mustBeAnswer(answer: SettledAnswer): void {
  if (answer.kind === 'failure') {
    must(answer.message !== '' && answer.message.length <= 256, 'the words of a failure are too few or too many');
  } else {
    const { status } = answer;
    must(status === undefined || (status >= 100 && status < 600), `the status is ${status}`);
  }
}

function mustBeRead(dialect: ConnectorDialect, answer: SettledAnswer): void {
  mustBeOutcome(readOutcome(dialect, answer, 0));
  if (answer.kind === 'failure') return;
  must(typeof dialect.isDone(answer) === 'boolean', 'nobody knows whether it is done');
  for (const file of dialect.readList(answer, { skip: 0, limit: 100 })?.files ?? []) {
    must(
      [file.id, file.name, file.createdTime].every((text) => typeof text === 'string'),
      'a file lacks a field',
    );
    must(Number.isFinite(file.size), `a file has the size ${file.size}`);
  }
}

/** What Desk's SDK resolves or rejects with, and what that means for a file. */
export const connectorAnswers = target({
  name: 'connector-answers',
  perSecond: 6000,
  inputs: spoiledValue(wrapped, junk),
  open: () => ({
    check(given) {
      const value = revived(given);
      for (const answer of [readResolved(value), readRejected(value)]) {
        mustBeAnswer(answer);
        for (const dialect of dialects) mustBeRead(dialect, answer);
      }
    },
  }),
});

/** The same of the SDK of CRM and Bigin, whose answers come as messages. */
export const embeddedAnswers = target({
  name: 'embedded-answers',
  perSecond: 12_000,
  inputs: fc.oneof(spoiledValue(wrapped, clonedJunk), spoiledValue(wrapped, jsonJunk)),
  open: () => ({
    check(value) {
      for (const answer of [readRejection(value), readList(value), readInvoked(value)]) {
        mustBeAnswer(answer);
        for (const dialect of dialects) mustBeRead(dialect, answer);
      }
    },
  }),
});
