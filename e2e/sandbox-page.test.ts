import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePorts, type Sandbox, startSandbox } from '../server/sandbox/sandbox.ts';
import { testBrowser } from './test-browser.ts';

/** What the probe's page leaves for the test to read. */
declare global {
  interface Window {
    readonly probe: { readonly early: string; readonly events: [string, unknown][]; readonly app: Promise<unknown> };
    readonly ZOHODESK: {
      get(path: string): Promise<Record<string, unknown>>;
      request(options: object): Promise<string>;
      notify(notice: object): Promise<unknown>;
      showpopup(popup: object): Promise<unknown>;
      invoke(name: string, value: unknown): Promise<unknown>;
    };
  }
}

const probeApp = fileURLToPath(new URL('probe-app', import.meta.url));

const browser = await testBrowser();
let sandbox: Sandbox;
let page: Page;

beforeAll(async () => {
  sandbox = await startSandbox({ ports: freePorts, appFolder: probeApp });
});

afterAll(() => sandbox?.close());

beforeEach(async () => {
  page = await browser.newPage();
});

afterEach(async () => {
  await page.close();
  await fetch(`${sandbox.url}/sandbox/reset`, { method: 'POST' });
});

async function openPage(): Promise<Frame> {
  await page.goto(sandbox.url);
  await page.waitForSelector('#panel-frame[data-state=registered]');
  const frame = page.frames().find((one) => one.url().startsWith(sandbox.frameOrigin));
  if (!frame) throw new Error('The page shows no widget');
  return frame;
}

const flip = (change: object): Promise<Response> =>
  fetch(`${sandbox.url}/sandbox/switches`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(change),
  });

const currentTicket = () => {
  const ticket = sandbox.services.tickets.find((one) => one.id === sandbox.switches.get().ticket);
  if (!ticket) throw new Error('No such ticket');
  return ticket;
};

describe('a widget on the ticket page', () => {
  it('is registered with what Desk tells', async () => {
    await flip({ language: 'pt', appearance: 'dark' });
    const frame = await openPage();
    const app = await frame.evaluate(async () => {
      const { instance: _, ...rest } = Object(await window.probe.app);
      return { rest, early: window.probe.early };
    });
    expect(app.early).toContain('not registered');
    expect(app.rest).toMatchObject({
      location: 'desk.ticket.detail.rightpanel',
      locale: 'pt',
      localeResource: {},
      meta: { dcType: 'US', deskDomainUrl: 'https://desk.zoho.com', userPreferences: { appearance: 'dark' } },
    });
  });

  it('reads ticket, organisation, user and configuration, but no secure parameter', async () => {
    const frame = await openPage();
    const read = await frame.evaluate(async () => {
      const { ZOHODESK } = window;
      const paths = ['ticket', 'ticket.id', 'portal.id', 'user', 'extension.config'];
      return Object.assign({}, ...(await Promise.all(paths.map((path) => ZOHODESK.get(path)))));
    });
    const { id, ticketNumber, subject } = currentTicket();
    expect(read).toMatchObject({
      'ticket.id': id,
      ticket: { id, number: ticketNumber, subject },
      'portal.id': '708234190',
      user: { fullName: 'Helena Duarte' },
      status: 'success',
    });
    const names = Object(read)['extension.config'].map((one: { name: string }) => one.name);
    expect(names).toContain('gatewayurl');
    expect(names).not.toContain('gatewaysecret');
    expect(
      await frame.evaluate(() => window.ZOHODESK.get('ticket.attachments').catch((error) => error)),
    ).toHaveProperty('errMessage');
  });

  it('is told when the agent moves to another ticket, and when the looks change', async () => {
    const frame = await openPage();
    await page.click('[data-ticket] >> nth=1');
    const second = sandbox.services.tickets[1]?.id;
    await frame.waitForFunction(() => window.probe.events.length === 1);
    expect((await frame.evaluate(() => window.ZOHODESK.get('ticket.id')))['ticket.id']).toBe(second);
    await flip({ appearance: 'pureDark' });
    await frame.waitForFunction(() => window.probe.events.length === 2);
    expect(await frame.evaluate(() => window.probe.events)).toMatchObject([
      ['ticket_Shift', { ticketId: second }],
      ['user_preference.changed', { appearance: 'pureDark' }],
    ]);
    expect(await page.getAttribute('html', 'data-appearance')).toBe('pureDark');
  });

  it('makes the page show notices and ask the agent', async () => {
    const frame = await openPage();
    await frame.evaluate(() => window.ZOHODESK.notify({ title: 'Sent', content: 'One file', icon: 'success' }));
    expect(await page.textContent('#notices')).toBe('SentOne file');
    const agreed = frame.evaluate(() => window.ZOHODESK.showpopup({ title: 'Delete?', content: '', okText: 'Delete' }));
    await page.click('#popup >> text=Delete >> nth=-1');
    expect(await agreed).toMatchObject({ result: true });
    const refused = frame.evaluate(() => window.ZOHODESK.showpopup({ title: 'Sure?' }).catch((error) => error));
    await page.click('#popup >> text=Cancel');
    expect(await refused).toEqual({ result: false });
  });

  it('may be refused ROUTE_TO', async () => {
    const frame = await openPage();
    const route = () => frame.evaluate(() => window.ZOHODESK.invoke('ROUTE_TO', 'ticket.attachments').catch(String));
    expect(await route()).toEqual({ status: 'success' });
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('attachments');
    await flip({ invoke: 'refused' });
    await page.waitForSelector('select[name=invoke].is-changed, .is-changed select[name=invoke]', {
      state: 'attached',
    });
    expect(await route()).toBe('[object Object]');
  });

  it('is not heard after its path has changed', async () => {
    const frame = await openPage();
    const answered = await frame.evaluate(async () => {
      const { ZOHODESK } = window;
      window.history.replaceState(null, '', `${window.location.pathname}${window.location.search}#hash`);
      await ZOHODESK.get('ticket.id');
      window.history.replaceState(null, '', '/elsewhere');
      let elsewhere = false;
      void ZOHODESK.get('ticket.id').then(() => {
        elsewhere = true;
      });
      window.history.replaceState(null, '', '/app/widget.html');
      await ZOHODESK.get('ticket.id');
      return elsewhere;
    });
    expect(answered).toBe(false);
  });

  it('may connect to the addresses of the manifest and the gateway only', async () => {
    const frame = await openPage();
    const blocked = await frame.evaluate(
      async ([allowed = '', ...refused]) => {
        const found: string[] = [];
        const all = new Promise<void>((resolve) => {
          document.addEventListener('securitypolicyviolation', ({ blockedURI }) => {
            found.push(new URL(blockedURI).origin);
            if (found.length === refused.length) resolve();
          });
        });
        await fetch(allowed, { mode: 'no-cors' }).catch(() => undefined);
        for (const address of refused) await fetch(address, { mode: 'no-cors' }).catch(() => undefined);
        await all;
        return found;
      },
      [sandbox.gatewayUrl, sandbox.url, sandbox.services.url],
    );
    expect(blocked).toEqual([sandbox.url, sandbox.services.url]);
  });
});

describe('ZOHODESK.request', () => {
  const target = (): { url: string; bytes: number[] } => ({
    url: `https://desk.zoho.com/api/v1/tickets/${currentTicket().id}/attachments`,
    bytes: [...Buffer.from('%PDF-1.7 Orçamento')],
  });

  it('puts a file on the ticket once; the same options again carry none', async () => {
    const frame = await openPage();
    const answers = await frame.evaluate(async ({ url, bytes }) => {
      const file = new File([new Uint8Array(bytes)], 'Orçamento nº 5.pdf', { type: 'application/pdf' });
      const basics = { headers: { orgId: '708234190' }, data: {}, postBody: {}, connectionLinkName: 'anexodesk' };
      const options = { url, type: 'POST', ...basics, fileObj: [{ key: 'file', file }] };
      const first = await window.ZOHODESK.request(options);
      return [first, await window.ZOHODESK.request(options).catch(String)];
    }, target());
    expect(JSON.parse(JSON.parse(answers[0] ?? '').response)).toMatchObject({
      status: 'true',
      statusMessage: { name: 'Orçamento nº 5.pdf', size: String(target().bytes.length) },
    });
    expect(JSON.parse(answers[1] ?? '')).toMatchObject({ status: 'false' });
    const files = sandbox.services.ledger.onTicket(currentTicket().id);
    const sha256 = createHash('sha256').update(Buffer.from(target().bytes)).digest('hex');
    expect(files).toMatchObject([{ name: 'Orçamento nº 5.pdf', sha256 }]);

    const href = await page.getAttribute('[data-attachment]', 'href');
    const downloaded = await (await fetch(sandbox.url + href)).arrayBuffer();
    expect(createHash('sha256').update(Buffer.from(downloaded)).digest('hex')).toBe(sha256);
    expect(await page.textContent('#attachments')).toContain('Orçamento nº 5.pdf');
  });

  it('drops what is no File, and refuses an undefined list', async () => {
    const frame = await openPage();
    const end = await frame.evaluate(async ({ url, bytes }) => {
      const options = { url, type: 'POST', headers: {}, data: {}, postBody: {}, connectionLinkName: 'anexodesk' };
      const blob = new Blob([new Uint8Array(bytes)]);
      await window.ZOHODESK.request({ ...options, fileObj: [{ key: 'file', file: blob }] }).catch(() => undefined);
      return window.ZOHODESK.request({ ...options, fileObj: undefined }).catch((error) => error instanceof TypeError);
    }, target());
    expect(end).toBe(true);
    expect(sandbox.services.requests.all()).toMatchObject([{ method: 'POST', fileNames: [] }]);
    expect(sandbox.services.ledger.all()).toEqual([]);
  });

  it('is carried out however many others stay open', async () => {
    const frame = await openPage();
    const request = ({ url }: { readonly url: string }) => {
      const basics = { headers: {}, data: {}, postBody: {}, connectionLinkName: 'anexodesk' };
      return window.ZOHODESK.request({ url, type: 'GET', ...basics });
    };
    sandbox.services.faults.set([{ service: 'desk', kind: 'hang-before', times: 8 }]);
    for (let count = 0; count < 8; count += 1) void frame.evaluate(request, target()).catch(() => {});
    await expect.poll(() => sandbox.services.faults.all()).toEqual([]);
    expect(JSON.parse(await frame.evaluate(request, target()))).toMatchObject({ statusCode: 204 });
  });

  it('stays open where headers are left out, and where the answer is lost after storing', async () => {
    const frame = await openPage();
    await flip({ connector: 'answer-lost' });
    const ended = await frame.evaluate(async ({ url, bytes }) => {
      const found: string[] = [];
      const options = { url, data: {}, postBody: {}, connectionLinkName: 'anexodesk' };
      void window.ZOHODESK.request(options).finally(() => found.push('without headers'));
      const file = new File([new Uint8Array(bytes)], 'a.pdf');
      const upload = { ...options, type: 'POST', headers: {}, fileObj: [{ key: 'file', file }] };
      void window.ZOHODESK.request(upload).finally(() => found.push('upload'));
      // Answers of calls without a file still come, and after the file has arrived, so that the lost one would be here.
      for (let list = ''; !list.includes('a.pdf'); ) {
        list = await window.ZOHODESK.request({ ...options, type: 'GET', headers: {} });
      }
      await window.ZOHODESK.get('ticket.id');
      return found;
    }, target());
    expect(ended).toEqual([]);
    expect(sandbox.services.ledger.all()).toHaveLength(1);
  });
});

it('says that the extension did not answer after 15 seconds, and loads it again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-silent-'));
  await writeFile(join(folder, 'widget.html'), '<!doctype html><title>Silent</title>');
  const silent = await startSandbox({ ports: freePorts, appFolder: folder });
  try {
    await page.addInitScript(() => {
      const note = ({ target }: Event) => {
        if (target instanceof HTMLIFrameElement && target.src) target.dataset['loaded'] = '';
      };
      document.addEventListener('load', note, { capture: true });
    });
    await page.clock.install({ time: 0 });
    await page.clock.pauseAt(1000);
    await page.goto(silent.url);
    // From then on its page waits.
    await page.locator('#widget[data-loaded]').waitFor();
    await page.clock.runFor(14_000);
    expect(await page.isVisible('#unanswered')).toBe(false);
    await page.clock.runFor(2_000);
    expect(await page.isVisible('#unanswered')).toBe(true);
    await page.click('#reload-silent');
    expect(await page.isVisible('#unanswered')).toBe(false);
  } finally {
    await silent.close();
    await rm(folder, { recursive: true });
  }
});
