import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { freePorts, type Sandbox, startSandbox } from '../server/sandbox/sandbox.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ ports: freePorts });
});
afterAll(() => sandbox.close());

async function newPage() {
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  return page;
}

it('says so when the script of the SDK is blocked', async () => {
  const page = await newPage();
  await page.route('**/sandbox-sdk.js', (route) => route.abort());
  await page.goto(sandbox.url);
  const panel = page.frameLocator('iframe');
  await panel.getByText('Zoho’s script did not load').waitFor();
  expect(await panel.locator('.pick').count()).toBe(0);
});

it('says so when it is opened outside Zoho', async () => {
  const page = await newPage();
  await page.goto(`${sandbox.frameOrigin}/app/widget.html`);
  await page.getByText('This panel belongs in Zoho').waitFor();
  expect(await page.locator('.pick').count()).toBe(0);
});

it('speaks the language of the agent', async () => {
  sandbox.switches.patch({ language: 'pt' });
  const page = await newPage();
  await page.goto(sandbox.url);
  const panel = page.frameLocator('iframe');
  await panel.getByRole('button', { name: 'Escolher arquivos' }).waitFor();
  expect(await panel.locator('html').getAttribute('lang')).toBe('pt');
  sandbox.switches.reset();
});
