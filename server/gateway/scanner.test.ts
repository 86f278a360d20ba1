import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Clamd, eicar, eicarSignature, startClamd } from './test-clamd.suite.ts';
import { configurationFor, deskSecret, omsSecret, pdf } from './test-gateway.suite.ts';
import { filesOf, openSocketGateway, type SocketGateway } from './test-sockets.suite.ts';

const found = `the virus scanner found ${eicarSignature}`;
/** A long file with the virus in its last bytes: most of it has been sent on by then. */
const longAndInfected = Buffer.concat([pdf(2_000_000), eicar]);

let gateway: SocketGateway;
afterEach(() => gateway.services.ledger.reset());

const stored = () => gateway.services.ledger.all().map(({ name, via }) => [via, name]);
const entry = (name: string, bytes: Buffer) => ({ name, base64: bytes.toString('base64') });

async function put(secret: string, ...files: readonly (readonly [string, Buffer])[]) {
  const authorization = `Bearer ${await gateway.pass(secret)}`;
  const body = JSON.stringify({ attachments: files.map(([name, bytes]) => entry(name, bytes)) });
  return gateway.send({ headers: { authorization }, body });
}

/** A form of `/v1`: one file. */
function form(name: string, bytes: Buffer) {
  const head = `--b\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`;
  return {
    path: `/v1/tickets/${gateway.ticket.id}/attachments`,
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--b--\r\n')]),
  };
}

describe('a gateway with a clamd', () => {
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd();
    gateway = await openSocketGateway({ scanner: { path: clamd.path } });
  });
  afterAll(async () => {
    await gateway.close();
    await clamd.stop();
  });

  it.each([
    ['desk', deskSecret],
    ['oms', omsSecret],
  ])('delivers what is clean, and nothing that is infected (%s)', async (via, secret) => {
    const answer = await put(
      secret,
      ['clean.pdf', pdf(200_000)],
      ['virus.txt', eicar],
      ['long.pdf', longAndInfected],
      ['after.txt', Buffer.from('hello')],
    );
    expect([answer.status, ...filesOf(answer)]).toEqual([
      200,
      ['clean.pdf', 201, null],
      ['virus.txt', 422, found],
      ['long.pdf', 422, found],
      ['after.txt', 201, null],
    ]);
    expect(answer.body).toMatchObject({ results: [{}, { outcome: 'refused' }, { outcome: 'refused' }, {}] });
    expect(stored()).toEqual([
      [via, 'clean.pdf'],
      [via, 'after.txt'],
    ]);
  });

  it('also by /v1', async () => {
    expect(await gateway.send(form('virus.txt', eicar))).toMatchObject({ status: 422, body: { detail: found } });
    expect(await gateway.send(form('long.pdf', longAndInfected))).toMatchObject({
      status: 422,
      body: { detail: found },
    });
    expect(stored()).toEqual([]);
    expect(await gateway.send(form('clean.pdf', pdf(200_000)))).toMatchObject({ status: 201 });
    expect(stored()).toEqual([['desk', 'clean.pdf']]);
  });

  it('also of files that wait for their ticket', async () => {
    const list = JSON.stringify([entry('virus.txt', eicar), entry('clean.txt', Buffer.from('hello'))]);
    const answer = await gateway.send({ body: `{"attachments":${list},"zoho_id":"${gateway.ticket.id}"}` });
    expect(filesOf(answer)).toEqual([
      ['virus.txt', 422, found],
      ['clean.txt', 201, null],
    ]);
    expect(stored()).toEqual([['desk', 'clean.txt']]);
  });
});

describe.each(['refuse', 'pass'] as const)('a gateway whose clamd takes small files only (%s)', (unreachable) => {
  const tooLarge = 'the virus scanner takes no files as large as this one: its StreamMaxLength is smaller';
  /** Infected from its first byte. */
  const large = Buffer.concat([eicar, pdf(2_600_000)]);
  let clamd: Clamd;
  beforeAll(async () => {
    clamd = await startClamd('1M');
    gateway = await openSocketGateway({ scanner: { path: clamd.path, unreachable } });
  });
  afterAll(async () => {
    await gateway.close();
    await clamd.stop();
  });

  it.each([
    ['desk', deskSecret],
    ['oms', omsSecret],
  ])('refuses larger ones for good, and delivers the others (%s)', async (via, secret) => {
    const answer = await put(secret, ['large.txt', large], ['clean.pdf', pdf(200_000)]);
    expect([answer.status, ...filesOf(answer)]).toEqual([200, ['large.txt', 413, tooLarge], ['clean.pdf', 201, null]]);
    expect(answer.body).toMatchObject({ results: [{ outcome: 'refused' }, { outcome: 'delivered' }] });
    expect(stored()).toEqual([[via, 'clean.pdf']]);
  });

  it('also by /v1', async () => {
    expect(await gateway.send(form('large.txt', large))).toMatchObject({ status: 413, body: { detail: tooLarge } });
    expect(stored()).toEqual([]);
  });

  it('says nowhere that a file passed unscanned', () => {
    expect(gateway.log.filter((line) => line.includes('"unscanned"'))).toEqual([]);
  });
});

describe('a gateway whose clamd is gone', () => {
  const cannot = 'the virus scanner could not check the file: the scanner cannot be reached';

  async function open(unreachable: 'refuse' | 'pass' | undefined): Promise<void> {
    const clamd = await startClamd();
    await clamd.stop();
    gateway = await openSocketGateway((address) => ({
      ...configurationFor(address),
      scanner: { path: clamd.path, ...(unreachable && { unreachable }) },
    }));
  }
  afterEach(() => gateway.close());

  it.each(['refuse', undefined] as const)('refuses files where it is to: %s', async (unreachable) => {
    await open(unreachable);
    const answer = await put(deskSecret, ['a.txt', Buffer.from('hello')]);
    expect([answer.status, ...filesOf(answer)]).toEqual([200, ['a.txt', 503, cannot]]);
    expect(answer.body).toMatchObject({ results: [{ outcome: 'unavailable' }] });
    expect(await gateway.send(form('a.txt', Buffer.from('hello')))).toMatchObject({
      status: 503,
      body: { detail: cannot },
    });
    expect(stored()).toEqual([]);
  });

  it('lets them pass where it is to, and says so in the log', async () => {
    await open('pass');
    const answer = await put(deskSecret, ['a.txt', Buffer.from('hello')]);
    expect(filesOf(answer)).toEqual([['a.txt', 201, null]]);
    expect(stored()).toEqual([['desk', 'a.txt']]);
    expect(gateway.log.find((line) => line.includes('"unscanned":true'))).toContain('"level":40');
  });
});
