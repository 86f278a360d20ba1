import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RecordsPageProduct } from '../server/sandbox/browser/page-contract.ts';
import { biginRecords, crmRecords } from '../server/sandbox/services/crm/records.ts';
import { deskPeople } from '../server/sandbox/services/people.ts';
import { type Agent, openTicket, textOf } from './agent.ts';
import { sha256 } from './sample-files.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

const records = { crm: crmRecords, bigin: biginRecords };
const text = (name: string, content = name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const press = ({ panel }: Agent, name: string) => panel.getByRole('button', { name, exact: true }).click();
const listed = ({ panel }: Agent) => panel.locator('.attachments .attachment');
const listedAs = (agent: Agent, name: string) => listed(agent).filter({ hasText: name });

const filesOn = ({ sandbox }: Agent, product: RecordsPageProduct) =>
  sandbox.services.ledger.onTicket(sandbox.switches.get()[product]);

/** At a record that has got files from a colleague before the user comes to it. */
async function openWith(
  product: RecordsPageProduct,
  files: readonly { readonly name: string; readonly buffer: Buffer; readonly link?: string }[],
  options: Parameters<typeof openTicket>[1] = {},
): Promise<Agent> {
  const agent = await openTicket(browser, { product, ...options });
  const { ledger } = agent.sandbox.services;
  const [, ticketId = ''] = records[product].map(({ id }) => id);
  const creatorId = deskPeople.administrator.id;
  for (const { buffer: bytes, ...file } of files) {
    await ledger.add({ ...file, bytes, ticketId, mimeType: '', isPublic: false, creatorId, via: product });
  }
  await agent.turn({ [product]: ticketId });
  return agent;
}

describe.each(['crm', 'bigin'] as const)('the files on a record of %s', (product) => {
  const onRecord = (agent: Agent) => filesOn(agent, product);

  it('are listed with size, who and when, nothing of customers, and links with where they lead', async () => {
    const link = 'https://shop.example.com/2026';
    const agent = await openWith(product, [text('notes.txt'), { name: 'Catalogue', buffer: Buffer.alloc(0), link }]);
    await listedAs(agent, 'notes.txt').waitFor();
    const row = (name: string) => textOf(listedAs(agent, name));
    expect(await row('notes.txt')).toMatch(/notes\.txt .*9 bytes .*Tomás Berg .*\d/);
    expect(await row('Catalogue')).toMatch(/Catalogue .*shop\.example\.com .*Tomás Berg/);
    await press(agent, 'Actions for Catalogue');
    const opener = agent.panel.getByRole('link', { name: 'Open link: Catalogue' });
    expect(await opener.getAttribute('href')).toBe(link);
    expect(await agent.panel.getByRole('button', { name: /^(Preview|Download): Cat/ }).count()).toBe(0);
    await press(agent, 'Actions for notes.txt');
    expect(await agent.panel.locator('.attachments').innerText()).not.toMatch(/customer|internal|ticket|desk/i);
  });

  it.each(['authorised', 'missing'] as const)(
    'are deleted after a question, with the connection %s',
    async (connections) => {
      const agent = await openWith(product, [text('a.txt'), text('b.txt')], { switches: { connections } });
      await press(agent, 'Actions for a.txt');
      await press(agent, 'Delete: a.txt');
      await agent.panel.getByText('Delete this file from the record?', { exact: true }).waitFor();
      expect(onRecord(agent)).toHaveLength(2);
      await press(agent, 'Delete: a.txt');
      await agent.panel.getByText('a.txt was deleted.').first().waitFor({ state: 'attached' });
      expect(onRecord(agent).map(({ name }) => name)).toEqual(['b.txt']);
      await expect.poll(() => listed(agent).count()).toBe(1);
    },
  );

  it('give way to a newer one of the same name, which comes first', async () => {
    const agent = await openWith(product, [text('report.txt', 'old')]);
    await listedAs(agent, 'report.txt').waitFor();
    const fresh = text('report.txt', 'new');
    await agent.pick(fresh);
    await agent.panel.getByText('A file of this name and size is on the record.').waitFor();
    expect(onRecord(agent)).toHaveLength(1);
    await press(agent, 'Replace: report.txt');
    await agent.sees('report.txt', 'delivered');
    await expect.poll(() => onRecord(agent).map((one) => one.sha256)).toEqual([sha256(fresh.buffer)]);
    await expect.poll(() => listedAs(agent, 'report.txt').count()).toBe(1);
    const changes = agent.sandbox.services.requests.all().filter(({ method, service }) => {
      return method !== 'GET' && service === product;
    });
    expect(changes.map(({ method }) => method)).toEqual(['POST', 'DELETE']);
  });

  it('are previewed and saved by way of the gateway, and known by their content', async () => {
    const agent = await openWith(product, [text('minutes.txt', 'the very same')]);
    await press(agent, 'Actions for minutes.txt');
    await press(agent, 'Preview: minutes.txt');
    await listedAs(agent, 'minutes.txt').locator('pre').getByText('the very same').waitFor();
    const saving = agent.page.waitForEvent('download');
    await press(agent, 'Download: minutes.txt');
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('minutes.txt');
    expect(await readFile(await saved.path(), 'utf8')).toBe('the very same');
    await agent.pick(text('copy.txt', 'the very same'));
    await agent.panel.getByText('The same content is on the record as minutes.txt.').waitFor();
    await press(agent, 'Skip: copy.txt');
    expect(onRecord(agent)).toHaveLength(1);
  });
});

describe('the files on a record', () => {
  it('come by pages', async () => {
    const agent = await openWith(
      'crm',
      Array.from({ length: 203 }, (_, at) => text(`file ${at}.txt`)),
    );
    await listed(agent).nth(199).waitFor();
    await press(agent, 'Show older files');
    await listed(agent).nth(202).waitFor();
    expect(await listed(agent).count()).toBe(203);
    expect(await agent.panel.getByRole('button', { name: 'Show older files' }).count()).toBe(0);
  });

  it('offer no content where there is no gateway: the connection carries no files', async () => {
    const agent = await openWith('crm', [text('minutes.txt')], { configuration: { gatewayurl: '' } });
    await press(agent, 'Actions for minutes.txt');
    await agent.panel.getByRole('button', { name: 'Delete: minutes.txt' }).waitFor();
    expect(await agent.panel.getByRole('button', { name: /^(Preview|Download|Open)/ }).count()).toBe(0);
  });

  it('cannot be shown to somebody who may not see them, and a sentence says so', async () => {
    const agent = await openTicket(browser, { product: 'crm', switches: { connector: 'unauthorised' } });
    await agent.panel.getByText('you have no right to see them').waitFor();
    await agent.turn({ connector: 'working' });
    await press(agent, 'Try again');
    await agent.panel.getByText('No files on this record yet.').waitFor();
  });
});
