import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { OmsAuthGrant, omsPaths } from '../../contract/oms.ts';
import { Pass, passSecretHeader, passSecretPlaceholder } from '../../contract/pass.ts';
import { gatewayClient } from './gateway-configuration.ts';
import { freePorts, PortTaken, type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts';

const running: Sandbox[] = [];

afterEach(async () => {
  for (const sandbox of running.splice(0)) await sandbox.close();
});

async function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ports: freePorts, ...options });
  running.push(sandbox);
  return sandbox;
}

const Page = z.object({ parameters: z.array(z.object({ name: z.string(), value: z.string() })) });

async function configurationOf(sandbox: Sandbox): Promise<Record<string, string>> {
  const { parameters } = Page.parse(await (await fetch(`${sandbox.url}/sandbox/page`)).json());
  return Object.fromEntries(parameters.map(({ name, value }) => [name, value]));
}

/** Asks for a pass as the widget does: through Zoho's servers. */
async function askPass(sandbox: Sandbox): Promise<unknown> {
  const form = new FormData();
  const url = sandbox.gatewayUrl + omsPaths.auth;
  const headers = { [passSecretHeader]: passSecretPlaceholder };
  const postBody = { zoho_id: sandbox.switches.get().ticket };
  form.append('options', JSON.stringify({ url, type: 'POST', headers, data: {}, postBody }));
  const answer = await fetch(`${sandbox.url}/sandbox/request`, { method: 'POST', body: form });
  const { value } = z.object({ value: z.string() }).parse(await answer.json());
  return JSON.parse(z.object({ response: z.string() }).parse(JSON.parse(value)).response);
}

describe('a sandbox', () => {
  it('has a gateway that gives the widget a pass for the destination switched to', async () => {
    const sandbox = await start();
    expect(Pass.parse(await askPass(sandbox))).toMatchObject({ destination: 'oms' });
    sandbox.switches.patch({ destination: 'desk' });
    expect(Pass.parse(await askPass(sandbox))).toMatchObject({ destination: 'zoho-desk' });
  });

  it('has a gateway that takes files by hand', async () => {
    const sandbox = await start();
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(gatewayClient);
    const grant = await fetch(sandbox.gatewayUrl + omsPaths.auth, { method: 'POST', headers, body });
    const { auth } = OmsAuthGrant.parse(await grant.json());
    const form = new FormData();
    form.append('auth', auth);
    form.append('ticket_number', '10321');
    form.append('attachments', new File(['Hello\n'], 'hello.txt', { type: 'text/plain' }));
    const answer = await fetch(sandbox.gatewayUrl + omsPaths.put, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ success: true, uploaded: 1 });
    expect(sandbox.services.ledger.all()).toMatchObject([{ name: 'hello.txt', size: 6, via: 'oms' }]);
  });

  it('runs beside another', async () => {
    const [one, two] = [await start(), await start()];
    one.switches.patch({ width: 320 });
    expect(two.switches.get().width).toBe(360);
    expect(await (await fetch(`${two.url}/sandbox/switches`)).json()).toMatchObject({ width: 360 });
  });

  it('gives the widget its gateway’s address, or what is configured', async () => {
    const sandbox = await start();
    expect(await configurationOf(sandbox)).toMatchObject({ gatewayurl: sandbox.gatewayUrl, maxfilemb: '20' });
    expect(await configurationOf(await start({ configuration: { maxfilemb: '5' } }))).toMatchObject({ maxfilemb: '5' });
    const plain = await start({ fallback: 'oms' });
    expect(await configurationOf(plain)).toMatchObject({ gatewayurl: plain.services.omsUrl, gatewaykind: 'oms' });
    await expect(start({ configuration: { nothing: '1' } })).rejects.toThrow('"nothing"');
  });
});

describe('a taken port', () => {
  it('is named, and all that had started has ended', async () => {
    const occupant = createServer().listen(0, '127.0.0.1');
    await once(occupant, 'listening');
    const address = occupant.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    for (const name of ['page', 'gateway', 'frame', 'services'] as const) {
      await expect(start({ ports: { ...freePorts, [name]: port } })).rejects.toEqual(new PortTaken(port));
    }
    occupant.close();
  });
});
