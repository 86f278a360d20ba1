import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewFile } from '../server/sandbox/services/ledger.ts';
import { deskPeople } from '../server/sandbox/services/people.ts';
import { type Agent, openTicket } from './agent.ts';
import { launch } from './browser.ts';
import { sha256 } from './sample-files.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

const text = (name: string, content = name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
const press = ({ panel }: Agent, name: string) => panel.getByRole('button', { name, exact: true }).click();
const listed = ({ panel }: Agent) => panel.locator('.attachments .attachment');
const listedAs = (agent: Agent, name: string) => listed(agent).filter({ hasText: name });

describe.each(['crm', 'bigin'] as const)('the files on a record of %s', (product) => {
  const recordOf = ({ sandbox }: Agent) => sandbox.switches.get()[product];
  const onRecord = (agent: Agent) => agent.sandbox.services.ledger.onTicket(recordOf(agent));

  /** Puts a file on the record on screen as a colleague would. */
  async function put(agent: Agent, file: { name: string; buffer: Buffer }, more: Partial<NewFile> = {}) {
    return agent.sandbox.services.ledger.add({
      ticketId: recordOf(agent),
      name: file.name,
      mimeType: 'application/octet-stream',
      isPublic: false,
      creatorId: deskPeople.administrator.id,
      via: product,
      bytes: file.buffer,
      ...more,
    });
  }

  /** A record that has files when the panel opens. */
  async function openWith(
    files: readonly { name: string; buffer: Buffer }[],
    options: Parameters<typeof openTicket>[1] = {},
  ): Promise<Agent> {
    const agent = await openTicket(browser, { product, ...options });
    for (const file of files) await put(agent, file);
    await agent.page.reload();
    return agent;
  }

  it('are listed with size, who and when, nothing of customers, and links with where they lead', async () => {
    const agent = await openWith([text('notes.txt')]);
    await put(agent, { name: 'Catalogue', buffer: Buffer.alloc(0) }, { link: 'https://shop.example.com/2026' });
    await agent.page.reload();
    await listedAs(agent, 'notes.txt').waitFor();
    const row = async (name: string) => (await listedAs(agent, name).innerText()).replace(/\s+/g, ' ');
    expect(await row('notes.txt')).toMatch(/notes\.txt .*9 bytes .*Tomás Berg .*\d/);
    expect(await row('Catalogue')).toMatch(/Catalogue .*shop\.example\.com .*Tomás Berg/);
    await press(agent, 'Actions for Catalogue');
    const link = agent.panel.getByRole('link', { name: 'Open link: Catalogue' });
    expect(await link.getAttribute('href')).toBe('https://shop.example.com/2026');
    expect(await agent.panel.getByRole('button', { name: /^(Preview|Download): Cat/ }).count()).toBe(0);
    await press(agent, 'Actions for notes.txt');
    expect(await agent.panel.locator('.attachments').innerText()).not.toMatch(/customer|internal|ticket|desk/i);
  });

  it('come by pages', async () => {
    const agent = await openWith(Array.from({ length: 203 }, (_, at) => text(`file ${at}.txt`)));
    await listed(agent).nth(199).waitFor();
    await press(agent, 'Show older files');
    await listed(agent).nth(202).waitFor();
    expect(await listed(agent).count()).toBe(203);
    expect(await agent.panel.getByRole('button', { name: 'Show older files' }).count()).toBe(0);
  });

  it.each(['authorised', 'missing'] as const)(
    'are deleted after a question, with the connection %s',
    async (connections) => {
      const agent = await openWith([text('a.txt'), text('b.txt')], { switches: { connections } });
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
    const agent = await openWith([text('report.txt', 'old')]);
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
    const agent = await openWith([text('minutes.txt', 'the very same')]);
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

  it('offer no content where there is no gateway: the connection carries no files', async () => {
    const agent = await openWith([text('minutes.txt')], { configuration: { gatewayurl: '' } });
    await press(agent, 'Actions for minutes.txt');
    await agent.panel.getByRole('button', { name: 'Delete: minutes.txt' }).waitFor();
    expect(await agent.panel.getByRole('button', { name: /^(Preview|Download|Open)/ }).count()).toBe(0);
  });

  it('cannot be shown to somebody who may not see them, and a sentence says so', async () => {
    const agent = await openWith([], { switches: { connector: 'unauthorised' } });
    await agent.panel.getByText('you may not see them').waitFor();
    await agent.turn({ connector: 'working' });
    await press(agent, 'Try again');
    await agent.panel.getByText('No files on this record yet.').waitFor();
  });
});
