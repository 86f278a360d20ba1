import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { omsPaths } from '../../contract/oms.ts';
import { attachment, deskCaller, openTestGateway, pdf, type TestGateway } from './test-gateway.suite.ts';

let gateway: TestGateway;
beforeEach(async () => {
  gateway = await openTestGateway();
});
afterEach(() => gateway.close());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const stored = () => gateway.services.ledger.onTicket(gateway.ticket.id);

describe('each file by itself', () => {
  async function putFiles(...attachments: object[]) {
    const auth = await gateway.logIn();
    return gateway.put({ auth, zoho_id: gateway.ticket.id, attachments });
  }

  it('is refused with its own status, and the good ones go on', async () => {
    const exe = Buffer.from(`MZ${'\0'.repeat(100)}`);
    const { status, body } = await putFiles(
      attachment(Buffer.alloc(0)),
      attachment(pdf(20), 'good.pdf'),
      attachment(exe, 'setup.exe', 'application/x-msdownload'),
      attachment(exe, 'invoice.pdf'),
      attachment(pdf(20), ''),
      attachment(pdf(20), '../../etc/passwd.pdf'),
      attachment(pdf(20), `${'x'.repeat(100)}.pdf`),
      attachment(pdf(10 * 1024 * 1024 + 1), 'big.pdf'),
      { nome_arquivo: 'none.pdf', tipo_arquivo: 'application/pdf' },
      { ...attachment(pdf(20), 'strange.pdf'), arquivo_base64: 'JVBER*0xLjQK' },
      ['no object'],
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({ success: false, uploaded: 4, failed: 7 });
    expect(body).toMatchObject({
      results: [
        { index: 0, http_code: 400, error: 'The file is empty', outcome: 'refused' },
        { index: 1, http_code: 201, error: null, success: true },
        { index: 2, http_code: 415, error: 'Files of the type exe are not accepted (by its ending)' },
        { index: 3, http_code: 415, error: 'The file is declared as pdf, but its content is exe' },
        { index: 4, http_code: 201, name: 'file.pdf' },
        { index: 5, http_code: 201, name: 'passwd.pdf' },
        { index: 6, http_code: 201, name: `${'x'.repeat(96)}.pdf` },
        { index: 7, http_code: 413, error: expect.stringContaining('at most 10 MB (10485760 bytes)') },
        { index: 8, http_code: 400, error: 'arquivo_base64 is required' },
        { index: 9, http_code: 400, error: expect.stringContaining('(at character 5)') },
        { index: 10, http_code: 400, name: null, error: 'attachments[10] must be an object' },
      ],
    });
    expect(gateway.services.requests.all().filter(({ path }) => path === omsPaths.put)).toHaveLength(4 + 1);
  });

  it('may come with a data: prefix and line breaks', async () => {
    const bytes = pdf(1000);
    const lines = bytes.toString('base64').replace(/.{76}/g, '$&\r\n');
    await putFiles({ name: 'a.pdf', base64: `data:application/pdf;base64,${lines}` });
    expect(stored()).toMatchObject([{ sha256: sha256(bytes), mimeType: 'application/pdf' }]);
  });

  it('that the service refuses says so in its words', async () => {
    gateway.services.faults.set([
      {
        service: 'desk',
        method: 'POST',
        kind: 'status',
        status: 422,
        body: { errorCode: 'UNPROCESSABLE_ENTITY', message: 'Blocked by your administrator' },
      },
    ]);
    const auth = await gateway.logIn(deskCaller);
    const answer = await gateway.put({ auth, zoho_id: gateway.ticket.id, attachments: [attachment(pdf(9))] });
    expect(answer.body).toMatchObject({
      results: [{ http_code: 422, error: 'Blocked by your administrator', outcome: 'refused' }],
    });
  });

  it('that follows a busy or unauthorized one is not sent', async () => {
    gateway.services.faults.set([
      { service: 'oms', path: '/put/', kind: 'status', status: 429, headers: { 'retry-after': '12' } },
    ]);
    const { body } = await putFiles(attachment(pdf(9), 'a.pdf'), attachment(pdf(9), 'b.pdf'));
    const busy = { http_code: 429, outcome: 'busy', retry_after: 12 };
    expect(body).toMatchObject({ success: false, failed: 2, results: [busy, busy] });
    expect(gateway.services.requests.all().filter(({ path }) => path === omsPaths.put)).toHaveLength(1);
  });

  it.each([
    ['reset-after', 504, 'unknown'],
    ['reset-before', 504, 'unknown'],
  ] as const)('of unknown end says so where the destination cannot tell (%s)', async (kind, http_code, outcome) => {
    gateway.services.faults.set([{ service: 'oms', path: '/put/', kind }]);
    expect((await putFiles(attachment(pdf(9)))).body).toMatchObject({ results: [{ http_code, outcome }] });
  });

  it('of unknown end is looked for on the ticket where the destination can tell', async () => {
    const auth = await gateway.logIn(deskCaller);
    const put = () => gateway.put({ auth, zoho_id: gateway.ticket.id, attachments: [attachment(pdf(500))] });
    gateway.services.faults.set([{ service: 'desk', method: 'POST', kind: 'reset-after', times: 1 }]);
    expect((await put()).body).toMatchObject({ success: true, results: [{ outcome: 'delivered' }] });
    // The earlier file has the same name and size, but is known to be another's.
    gateway.services.faults.set([{ service: 'desk', method: 'POST', kind: 'reset-before', times: 1 }]);
    expect((await put()).body).toMatchObject({ success: false, results: [{ outcome: 'unavailable', http_code: 502 }] });
    expect(stored()).toHaveLength(1);
  });

  it('fails alike where the ticket cannot be looked for', async () => {
    gateway.services.faults.set([{ service: 'accounts', kind: 'status', status: 503 }]);
    const auth = await gateway.logIn(deskCaller);
    const answer = await gateway.put({ auth, ticket_number: '10321', attachments: [attachment(pdf(9))] });
    expect(answer).toMatchObject({
      status: 200,
      body: { zoho_id: null, failed: 1, results: [{ outcome: 'unavailable' }] },
    });
  });
});
