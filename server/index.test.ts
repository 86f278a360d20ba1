import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const zet = createRequire(import.meta.url).resolve('zoho-extension-toolkit');

it('zet run serves the extension', { timeout: 60_000 }, async () => {
  const home = await mkdtemp(join(tmpdir(), 'anexo-run-'));
  const child = spawn(process.execPath, [zet, 'run'], {
    cwd: root,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, NO_UPDATE_NOTIFIER: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let address: string | undefined;
    for await (const line of createInterface(child.stdout)) {
      address = /https:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
      if (address) break;
    }
    const manifest = await new Promise((resolve, reject) => {
      // Whether the certificate can be trusted is tested with the server itself.
      request(`${address}/plugin-manifest.json`, { rejectUnauthorized: false, agent: false }, (response) => {
        json(response).then(resolve, reject);
      })
        .on('error', reject)
        .end();
    });
    expect(manifest).toMatchObject({ service: 'DESK', name: 'anexo-desk' });
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
    await rm(home, { recursive: true, force: true });
  }
});
