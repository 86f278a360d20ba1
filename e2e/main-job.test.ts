import { describe, expect, it } from 'vitest';
import { megabyte } from '../contract/limits.ts';
import { type Agent, type OpenOptions, openTicket, textOf } from './agent.ts';
import { holdUploads } from './hold.ts';
import { csv, disguised, empty, pdf, png, program, type SampleFile, sha256, zip } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser({ whole: true });

/** With all that moves, as most agents have it. */
const open = (options: OpenOptions = {}) =>
  openTicket(browser, { ...options, context: { reducedMotion: 'no-preference' } });

/** The SHA-256 of each file of the ticket on screen, as downloaded from the ticket page, by name. */
async function downloaded({ sandbox, page }: Agent): Promise<Record<string, string>> {
  const sums: Record<string, string> = {};
  for (const file of sandbox.services.ledger.onTicket(sandbox.switches.get().ticket)) {
    const answer = await page.request.get(`${sandbox.url}/sandbox/ledger/${file.id}/content`);
    sums[file.name] = sha256(await answer.body());
  }
  return sums;
}

const sums = (...files: readonly SampleFile[]) =>
  Object.fromEntries(files.map((one) => [one.name, sha256(one.buffer)]));

/** What reached any service or the gateway with a file in it. */
const uploadsSeen = ({ sandbox }: Agent) => sandbox.services.requests.all().filter(({ method }) => method !== 'GET');

describe('an agent at a ticket', () => {
  it('puts a PDF, a PNG and a .csv on it by the connector, byte for byte', async () => {
    const agent = await open();
    const files = [pdf(), png(), csv()];
    await agent.pick(...files);
    for (const { name } of files) expect(await agent.sees(name, 'delivered')).toContain('via Zoho');
    expect(await downloaded(agent)).toEqual(sums(...files));
    const uploads = uploadsSeen(agent);
    expect(uploads.map(({ service, method, status }) => `${service} ${method} ${status}`)).toEqual(
      files.map(() => 'desk POST 200'),
    );
  });

  it('is told at once of files that no route takes; nothing is sent of them, and the good ones go on', async () => {
    const agent = await open();
    const good = png();
    await agent.pick(program(), disguised(), empty(), zip('huge.zip', 25 * megabyte), good);
    expect(await agent.sees('setup.exe', 'rejected')).toContain('.exe files are not accepted');
    expect(await agent.sees('invoice.pdf', 'rejected')).toContain('its content is .exe');
    expect(await agent.sees('nothing.txt', 'rejected')).toContain('empty');
    expect(await agent.sees('huge.zip', 'rejected')).toMatch(/25 MB is over the limit of 20 MB/);
    await agent.sees(good.name, 'delivered');
    expect(uploadsSeen(agent).flatMap(({ fileNames }) => fileNames)).toEqual([good.name]);
  });

  it('gets a file there through gateway and OMS when the connector is not authorised', async () => {
    const agent = await open({ switches: { connector: 'unauthorised' } });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
    expect(await downloaded(agent)).toEqual(sums(file));
    expect(agent.sandbox.services.ledger.all()).toMatchObject([{ via: 'oms' }]);

    const large = zip('large.zip', 12 * megabyte);
    await agent.pick(large);
    expect(await agent.sees(large.name, 'failed')).toMatch(/Gateway: 12 MB is over the limit of 10 MB/);
    expect(agent.sandbox.services.ledger.all()).toHaveLength(1);
  });

  it.each([
    'rejects-text',
    'rejects-errMsg',
    'resolves-false',
    'resolves-failure',
    'resolves-failure-inside',
    'resolves-status',
  ] as const)('falls back whatever the shape of the refusal: %s', async (failureShape) => {
    const agent = await open({ switches: { connector: 'unauthorised', failureShape } });
    const file = png();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
  });

  it('falls back after its timeout when the connector hangs', async () => {
    const agent = await open({
      switches: { connector: 'hanging' },
      configuration: { connectortimeout: '1' },
    });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
    expect(await downloaded(agent)).toEqual(sums(file));
    expect(agent.sandbox.services.ledger.all()).toHaveLength(1);
  });

  it('finds a file on the ticket whose answer was lost, and does not send it again', async () => {
    const agent = await open({
      switches: { connector: 'answer-lost' },
      configuration: { connectortimeout: '2' },
    });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via Zoho');
    expect(agent.sandbox.services.ledger.all()).toMatchObject([
      { name: file.name, sha256: sha256(file.buffer), via: 'desk' },
    ]);
  });

  it.each(['desk', 'oms'] as const)('is told by the gateway what became of it, with %s behind', async (destination) => {
    const agent = await open({ switches: { connector: 'unauthorised', gateway: 'answer-lost', destination } });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
    expect(agent.sandbox.services.ledger.all()).toHaveLength(1);
  });

  it('puts a file on the ticket it was picked for when the agent moves on in mid-upload', async () => {
    const agent = await open();
    const letGo = await holdUploads(agent.page);
    const [first, second] = agent.sandbox.services.tickets;
    if (!first || !second) throw new Error('the sandbox has two tickets');
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'sending');
    await agent.turn({ ticket: second.id });
    await agent.panel.getByText(`Attach to ticket #${second.ticketNumber}`).waitFor();
    expect(await textOf(agent.row(file.name))).toContain(`Ticket #${first.ticketNumber}`);
    letGo();
    await agent.sees(file.name, 'delivered');
    const other = png();
    await agent.pick(other);
    await agent.sees(other.name, 'delivered');
    const { ledger } = agent.sandbox.services;
    expect(ledger.onTicket(first.id).map(({ name }) => name)).toEqual([file.name]);
    expect(ledger.onTicket(second.id).map(({ name }) => name)).toEqual([other.name]);
  });

  it('sends by a plain OMS where one is configured in place of the gateway', async () => {
    const agent = await open({
      switches: { connector: 'unauthorised', placeholders: 'body-too' },
      configuration: { gatewaykind: 'oms' },
    });
    const file = pdf('plain.pdf', 5 * megabyte + 1);
    await agent.pick(file);
    await agent.sees(file.name, 'delivered');
    expect(await downloaded(agent)).toEqual(sums(file));
  });

  it('says so where Zoho does not fill in the account of a plain OMS', async () => {
    const agent = await open({
      switches: { connector: 'unauthorised', placeholders: 'url-and-headers' },
      configuration: { gatewaykind: 'oms' },
    });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'failed')).toContain('Gateway: not authorized');
  });
});
