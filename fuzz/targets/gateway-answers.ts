import fc from 'fast-check';
import { OmsAuthGrant } from '../../contract/oms.ts';
import { readRetryAfter } from '../../contract/outcome.ts';
import { Pass } from '../../contract/pass.ts';
import { readGatewayList } from '../../widget/routes/gateway-list.ts';
import { denialOf } from '../../widget/routes/grant-denial.ts';
import { outcomeOfPut } from '../../widget/routes/oms-outcome.ts';
import { parseBody } from '../../widget/routes/parse-body.ts';
import { spoiledText } from '../inputs.ts';
import { must, target } from '../target.ts';
import { spoiledJson } from '../values.ts';
import { mustBeOutcome } from './outcomes.ts';

const result = fc.record(
  {
    index: fc.constant(0),
    name: fc.constant('a.pdf'),
    contentType: fc.constant('application/pdf'),
    success: fc.boolean(),
    http_code: fc.constantFrom(201, 400, 413, 415, 422, 429, 502, 503),
    error: fc.constantFrom('words', null),
    outcome: fc.constantFrom('delivered', 'refused', 'unauthorized', 'busy', 'unavailable', 'unknown'),
    retry_after: fc.constantFrom(5, 0, -1, 1e300, 0.5),
    attachment_id: fc.constantFrom('5', ''),
  },
  { requiredKeys: ['index', 'success', 'http_code'] },
);

const puts = fc.array(result, { maxLength: 2 }).map((results) => ({
  success: true,
  zoho_id: '1',
  uploaded: 1,
  failed: 0,
  results,
}));

const answers: fc.Arbitrary<unknown> = fc.oneof(
  puts,
  fc.constant({ success: false, error: 'words', request_id: 'r' }),
  fc.constant([
    { id: '5', ticket_id: '1', filename: 'a', content_type: 'b/c', size_bytes: 1, created_at: '2026-03-01T12:00:00Z' },
  ]),
  fc.constantFrom(404, 400, 402, 500, '404').map((code) => ({ code, error: 'words', request_id: 'r' })),
  fc.constant({
    auth: 'token',
    id: 100,
    expires_in: 900,
    destination: 'oms',
    limits: { fileBytes: 1, nameLength: 1, files: 1, totalBytes: 1, types: { kind: 'except', endings: ['exe'] } },
  }),
);

const retryAfters = fc.oneof(
  fc.constant(null),
  spoiledText(fc.constantFrom('5', '120', 'Sun, 01 Mar 2026 12:00:00 GMT')),
);

/** What the gateway, an OMS, or whatever stands in their place answers the widget. */
export const gatewayAnswers = target({
  name: 'gateway-answers',
  perSecond: 15_000,
  inputs: fc.record({
    text: spoiledJson(answers),
    status: fc.constantFrom(200, 204, 301, 400, 401, 403, 404, 413, 429, 500, 502, 503, 599, 0),
    retryAfter: retryAfters,
  }),
  open: () => ({
    check({ text, status, retryAfter }) {
      const nowMs = Date.UTC(2026, 2, 1);
      const answer = { kind: 'answer', status, text, retryAfter } as const;
      mustBeOutcome(outcomeOfPut(answer, nowMs));
      const listed = readGatewayList(answer);
      if (!('message' in listed)) {
        must(
          listed.every(({ id, name, size }) => typeof id + typeof name + typeof size === 'stringstringnumber'),
          'a list of others',
        );
      }
      const body = parseBody(text);
      mustBeOutcome(denialOf({ kind: 'answer', status, body, ...(retryAfter !== null && { retryAfter }) }, {}, nowMs));
      const pass = Pass.safeParse(body).data;
      must(pass === undefined || (pass.auth !== '' && pass.expires_in > 0), 'a pass opens nothing');
      const grant = OmsAuthGrant.safeParse(body).data;
      must(grant === undefined || grant.auth !== '', 'a grant opens nothing');
    },
  }),
});

/** The header by which a service asks to come back later. */
export const retryAfter = target({
  name: 'retry-after',
  perSecond: 60_000,
  inputs: retryAfters,
  open: () => ({
    check(text) {
      const ms = readRetryAfter(text, Date.UTC(2026, 2, 1));
      must(ms === undefined || (Number.isFinite(ms) && ms >= 0), `nobody can wait ${ms} ms`);
    },
  }),
});
