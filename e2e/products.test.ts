import { describe, expect, it } from 'vitest';
import { megabyte } from '../contract/limits.ts';
import { type Agent, openTicket } from './agent.ts';
import { haste } from './haste.ts';
import { pdf, png, program, sha256, zip } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

const stored = ({ sandbox }: Agent) => sandbox.services.ledger.all().filter(({ deleted }) => !deleted);

/** The calls that changed something, as `service method`. */
const changes = ({ sandbox }: Agent) =>
  sandbox.services.requests
    .all()
    .filter(({ method, service }) => method !== 'GET' && service !== 'accounts')
    .map(({ service, method }) => `${service} ${method}`);

/** Keeps the first upload by the SDK on its way. @returns how many it keeps, and what lets it go on */
async function holdFirstUpload({ page }: Agent): Promise<{ count(): number; letGo(): void }> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let count = 0;
  await page.route('**/sandbox/embedded/*', async (route) => {
    const holds = count === 0 && route.request().postDataBuffer()?.includes('"ATTACHMENT"');
    if (holds) count = 1;
    if (holds) await held;
    await route.continue();
  });
  return { count: () => count, letGo };
}

describe.each(['crm', 'bigin'] as const)('a user at a record of %s', (product) => {
  const open = (options: Parameters<typeof openTicket>[1] = {}) => openTicket(browser, { product, ...options });
  const recordOf = ({ sandbox }: Agent) => sandbox.switches.get()[product];

  it('puts files on it by attachFile, byte for byte, and reads of a record, in the user’s language', async () => {
    const agent = await open();
    const { panel, page } = agent;
    await panel.getByRole('heading', { name: 'Attach to this record' }).waitFor();
    expect(await panel.locator('.subject').innerText()).toBe(await page.locator('h1').innerText());
    const files = [pdf(), png()];
    await agent.pick(...files);
    for (const { name } of files) expect(await agent.sees(name, 'delivered')).toMatch(/On the record .*via Zoho/);
    const byName = stored(agent).toSorted((one, other) => one.name.localeCompare(other.name));
    expect(byName).toMatchObject(
      files.map(({ name, buffer }) => ({ name, sha256: sha256(buffer), via: product, ticketId: recordOf(agent) })),
    );
    expect(changes(agent)).toEqual(files.map(() => `${product} POST`));
    expect(await panel.locator('main').innerText()).not.toMatch(/ticket/i);
    await page.locator('[data-attachment]').nth(1).waitFor();
    await agent.turn({ language: 'pt' });
    await panel.getByRole('heading', { name: 'Anexar a este registro' }).waitFor();
  });

  it.each(['resolves', 'rejects'] as const)(
    'gets a file there through the gateway, once, where the SDK’s refusal %s',
    async (embeddedFailure) => {
      const agent = await open({ switches: { connector: 'unauthorised', embeddedFailure } });
      const file = pdf();
      await agent.pick(file);
      expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
      expect(stored(agent)).toMatchObject([{ sha256: sha256(file.buffer), via: product, ticketId: recordOf(agent) }]);
      expect(changes(agent)).toEqual([`${product} POST`]);
    },
  );

  it('falls back after its timeout when attachFile hangs', async () => {
    const agent = await open({ switches: { connector: 'hanging' }, configuration: { connectortimeout: '1' } });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    expect(await hasten(agent.sees(file.name, 'delivered'))).toContain('via gateway');
    expect(stored(agent)).toHaveLength(1);
  });

  it('finds a file on the record whose answer was lost, and does not send it again', async () => {
    const agent = await open({ switches: { connector: 'answer-lost' }, configuration: { connectortimeout: '5' } });
    const hasten = await haste(agent);
    const file = pdf();
    await agent.pick(file);
    expect(await hasten(agent.sees(file.name, 'delivered'))).toContain('via Zoho');
    expect(changes(agent)).toEqual([`${product} POST`]);
    expect(stored(agent)).toHaveLength(1);
  });

  it.each(['authorised', 'missing'] as const)(
    'takes off again what arrives twice, with the connection %s',
    async (connections) => {
      const agent = await open({ switches: { connections }, configuration: { connectortimeout: '1' } });
      const first = await holdFirstUpload(agent);
      const hasten = await haste(agent, first.count);
      const file = pdf();
      await agent.pick(file);
      await hasten(agent.sees(file.name, 'delivered'));
      first.letGo();
      await expect.poll(() => changes(agent), { timeout: 30_000 }).toContain(`${product} DELETE`);
      const { ledger } = agent.sandbox.services;
      await expect.poll(() => ledger.all().map(({ deleted }) => deleted)).toEqual([false, true]);
    },
  );

  it('puts a file on the record it was picked for when the page moves on', async () => {
    const agent = await open();
    const upload = await holdFirstUpload(agent);
    const first = recordOf(agent);
    const file = pdf();
    await agent.pick(file);
    await agent.sees(file.name, 'sending');
    await agent.page.locator('[data-record]').nth(1).click();
    await agent.row(file.name).getByText('Another record').waitFor();
    upload.letGo();
    await agent.sees(file.name, 'delivered');
    expect(recordOf(agent)).not.toBe(first);
    expect(stored(agent).map(({ ticketId }) => ticketId)).toEqual([first]);
  });

  it('says so on a page that is no record’s, and goes on when there is one', async () => {
    const agent = await open();
    const { panel } = agent;
    await agent.turn({ pageLoad: 'nothing' });
    await panel.getByText('The record could not be read').waitFor();
    await agent.turn({ pageLoad: 'array' });
    const file = pdf();
    await panel.locator('h1[data-reading="false"]').waitFor();
    await agent.pick(file);
    await agent.sees(file.name, 'delivered');
    expect(stored(agent).map(({ ticketId }) => ticketId)).toEqual([recordOf(agent)]);
  });
});

describe('the limits follow the product', () => {
  it('in Zoho CRM: 100 MB, anything but .exe', async () => {
    const agent = await openTicket(browser, { product: 'crm' });
    await agent.panel.getByText('Up to 100 MB per file. Any type except .exe.').waitFor();
    const large = zip('large.zip', 21 * megabyte);
    await agent.pick(program(), large);
    expect(await agent.sees('setup.exe', 'rejected')).toContain('.exe files are not accepted');
    expect(await agent.sees(large.name, 'delivered')).toContain('via Zoho');
  });

  it('in Bigin: 20 MB', async () => {
    const agent = await openTicket(browser, { product: 'bigin' });
    await agent.pick(zip('large.zip', 21 * megabyte));
    expect(await agent.sees('large.zip', 'rejected')).toContain('21 MB is over the limit of 20 MB');
  });
});

describe('a Bigin whose SDK has no attachFile', () => {
  it('sends by the gateway at once', async () => {
    const agent = await openTicket(browser, { product: 'bigin', switches: { attachFile: 'missing' } });
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'delivered')).toContain('via gateway');
    expect(stored(agent)).toMatchObject([{ sha256: sha256(file.buffer), via: 'bigin' }]);
  });

  it('says what is missing where there is no gateway either', async () => {
    const agent = await openTicket(browser, {
      product: 'bigin',
      switches: { attachFile: 'missing' },
      configuration: { gatewayurl: '' },
    });
    await agent.panel.getByText('takes files through a gateway only').waitFor();
    // And of a file that it was not sent.
    const file = pdf();
    await agent.pick(file);
    expect(await agent.sees(file.name, 'failed')).toContain('not authorized');
    expect(stored(agent)).toEqual([]);
  });
});
