import type { Locator } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Switches } from '../server/sandbox/browser/page-contract.ts';
import { freePorts, type Sandbox, type SandboxOptions, startSandbox } from '../server/sandbox/sandbox.ts';
import { hasPassed } from './agent.ts';
import { borrowPage } from './borrowed-page.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

/** The settings page as an administrator opens it. */
async function openSettings(switches: Partial<Switches> = {}, options: Omit<SandboxOptions, 'ports'> = {}) {
  const sandbox: Sandbox = await startSandbox({ ports: freePorts, ...options });
  onTestFinished(() => sandbox.close());
  sandbox.switches.patch(switches);
  const { page, giveBack } = await borrowPage(browser, sandbox.frameOrigin, { viewport: { width: 1000, height: 900 } });
  onTestFinished((test) => giveBack(hasPassed(test)));
  await page.goto(`${sandbox.url}/settings`);
  const frame = page.frameLocator('iframe');
  const check = (name: string): Locator => frame.locator(`[data-check="${name}"]`);
  const ended = () => frame.locator('button[aria-disabled="false"]').waitFor();
  await ended();
  return { sandbox, page, frame, check, ended };
}

type Opened = Awaited<ReturnType<typeof openSettings>>;

/** Every check's name and how it stands. */
async function states({ frame }: Opened): Promise<Record<string, string>> {
  const pairs = await frame
    .locator('[data-check]')
    .evaluateAll((items) => items.map((one) => [one.getAttribute('data-check'), one.getAttribute('data-state')]));
  return Object.fromEntries(pairs);
}

const well = {
  configuration: 'passed',
  connection: 'passed',
  pass: 'passed',
  browser: 'passed',
  destination: 'passed',
};

describe('the settings page', () => {
  it('says that all is well where it is, sends no file, and shows what is in force', async () => {
    const opened = await openSettings({ destination: 'desk' });
    const { sandbox, frame } = opened;
    expect(await states(opened)).toEqual(well);
    expect(await frame.getByRole('status').innerText()).toBe('Nothing needs attention.');
    expect(await frame.locator('[data-parameter="gatewayurl"] dd').innerText()).toBe(sandbox.gatewayUrl);
    expect(await frame.locator('[data-limits="gateway"]').innerText()).toMatch(/for Zoho Desk\s+Up to 20 MB/);
    expect(sandbox.services.ledger.all()).toEqual([]);
    expect(await frame.locator('body').innerText()).not.toContain('not-real');
  });

  it('leaves a destination without a list untested, and shows its limits', async () => {
    const opened = await openSettings();
    expect(await states(opened)).toEqual({ ...well, destination: 'skipped' });
    expect(await opened.frame.locator('[data-limits="gateway"]').innerText()).toMatch(/for OMS\s+Up to 10 MB/);
  });

  const destination = 'desk';
  it.each<[string, Partial<Switches>, Partial<Record<keyof typeof well, string>>, string, RegExp, RegExp]>([
    [
      'the connection is not authorised',
      { connector: 'unauthorised', destination },
      { connection: 'failed' },
      'connection',
      /“anexodesk” is not authorized/,
      /Authorize the connection/,
    ],
    [
      'Desk fails',
      { connector: 'failing', destination },
      { connection: 'failed' },
      'connection',
      /did not answer as it should/,
      /again in a minute/,
    ],
    [
      'the package was made for another gateway',
      { installation: 'other-package', destination },
      { pass: 'failed', browser: 'failed', destination: 'skipped' },
      'browser',
      /package was not made for http/,
      /npm run pack -- --gateway http/,
    ],
    [
      'no secret was entered',
      { installation: 'secret-missing', destination },
      { pass: 'failed', destination: 'skipped' },
      'pass',
      /no secret reached it/,
      /Enter the gateway secret/,
    ],
    [
      'the secret is wrong',
      { installation: 'secret-wrong', destination },
      { pass: 'failed', destination: 'skipped' },
      'pass',
      /does not know the secret/,
      /enter the “secret” of this client/,
    ],
    [
      'the gateway has blocked the client',
      { installation: 'client-blocked', destination },
      { pass: 'failed', destination: 'skipped' },
      'pass',
      /has blocked this client/,
      /Remove “blocked” from/,
    ],
    [
      'the gateway lets no page of this origin in',
      { installation: 'origin-refused', destination },
      { browser: 'failed', destination: 'skipped' },
      'browser',
      /answers, but does not let this page in/,
      /Add http:\/\/localhost:\d+.* to allowedOrigins/,
    ],
    [
      'the service does not accept the gateway',
      { installation: 'destination-locked', destination },
      { destination: 'failed' },
      'destination',
      /Zoho Desk cannot be reached by the gateway, or does not accept its credentials/,
      /--check-config --online/,
    ],
    [
      'the gateway fails',
      { gateway: 'failing', destination },
      { pass: 'failed', browser: 'failed', destination: 'skipped' },
      'pass',
      /no usable answer/,
      /\/readyz should say “ready”/,
    ],
    [
      'the gateway is down',
      { gateway: 'down', destination },
      { pass: 'failed', browser: 'failed', destination: 'skipped' },
      'browser',
      /cannot be reached/,
      /fix the problem above|\/healthz/,
    ],
  ])('says what to do where %s', async (_, switches, differing, name, wrong, todo) => {
    const opened = await openSettings(switches);
    expect(await states(opened)).toEqual({ ...well, ...differing });
    const item = opened.check(name);
    expect(await item.locator('p').first().innerText()).toMatch(wrong);
    expect(await item.locator('.todo').innerText()).toMatch(todo);
    expect(await opened.frame.getByRole('status').innerText()).toMatch(/need(s)? attention/);
  });

  it('gives up waiting for a connection and a gateway that never answer', async () => {
    const opened = await openSettings({});
    const { sandbox, page, frame, ended } = opened;
    sandbox.switches.patch({ connector: 'deaf', gateway: 'hanging' });
    await page.clock.install();
    await frame.getByRole('button', { name: 'Test again' }).click();
    await expect.poll(async () => (await states(opened))['configuration']).toBe('passed');
    // As long as such calls may take: ten seconds for the connection, fifteen for the gateway.
    await page.clock.fastForward(16_000);
    await ended();
    expect(await states(opened)).toMatchObject({ connection: 'failed', pass: 'failed', browser: 'failed' });
    expect(await opened.check('connection').innerText()).toContain('Zoho did not answer in time');
    expect(await opened.check('pass').innerText()).toContain('did not answer Zoho’s servers in time');
  });

  it('names settings that make no sense', async () => {
    const opened = await openSettings({}, { configuration: { maxfilemb: 'plenty' } });
    expect((await states(opened))['configuration']).toBe('failed');
    expect(await opened.frame.locator('[data-parameter="maxfilemb"] dd').innerText()).toMatch(/plenty.*20 MB is used/s);
  });

  it('has nothing to test of a gateway where there is none, and spares the login of a plain OMS', async () => {
    const without = await openSettings({}, { configuration: { gatewayurl: '' } });
    expect(await without.check('pass').innerText()).toContain('No gateway is set up');
    const oms = await openSettings({}, { fallback: 'oms' });
    expect(await oms.check('pass').innerText()).toContain('one login an hour');
    expect(oms.sandbox.services.requests.all().filter(({ path }) => path.includes('get/auth'))).toEqual([]);
  });

  it('tests again by the keyboard, once what was wrong is mended', async () => {
    const opened = await openSettings({ connector: 'unauthorised', destination });
    opened.sandbox.switches.patch({ connector: 'working' });
    const again = opened.frame.getByRole('button', { name: 'Test again' });
    await again.focus();
    await opened.page.keyboard.press('Enter');
    await opened.frame.getByText('Nothing needs attention.').waitFor();
    expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('follows the looks of Desk, and stays within a narrow frame', async () => {
    const { page, frame, sandbox } = await openSettings({ appearance: 'dark' });
    expect(await frame.locator('html').getAttribute('data-appearance')).toBe('dark');
    sandbox.switches.patch({ appearance: 'light' });
    await frame.locator('html[data-appearance="light"]').waitFor();
    await page.setViewportSize({ width: 320, height: 700 });
    const overflow = await frame
      .locator('html')
      .evaluate((root) => root.scrollWidth - document.documentElement.clientWidth);
    expect(overflow).toBe(0);
  });

  it('says so where it is opened outside Zoho', async () => {
    const { sandbox, page } = await openSettings();
    await page.goto(`${sandbox.frameOrigin}/app/settings.html`);
    await page.getByText('Open this extension’s page in Zoho Desk').waitFor();
  });
});
