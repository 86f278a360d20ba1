import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeSampleProject } from './sample-project.ts';

const command = fileURLToPath(new URL('../build/tools/configure.js', import.meta.url));

/** Runs the command in a folder, with something on stdin. */
async function run(folder: string, pasted: string, ...args: string[]) {
  if (!existsSync(command)) throw new Error('The command is not built: run npm run build first.');
  const child = spawn(process.execPath, [command, ...args], { cwd: folder });
  child.stdin.end(pasted);
  const ended = new Promise((resolve) => child.on('close', resolve));
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { output, errors, status };
}

const block = `"zohoAuthorisation": {
  "connectionLinkName": "ourdesk",
  "connectionName": "ourdesk",
  "serviceName": "zlabs_integration",
  "userAccess": true,
  "isUserDefinedService": false,
  "sharedBy": "1234567",
  "scope": ["Desk.tickets.READ", "Desk.tickets.UPDATE"]
},`;

it('takes the block on stdin or from a file, and ends with 0; with 1 and the manifest untouched otherwise', async () => {
  await using project = await makeSampleProject();
  const { folder } = project;
  const manifest = () => readFile(join(folder, 'plugin-manifest.json'), 'utf8');
  const before = await manifest();

  const wrong = await run(folder, block.replace('1234567', ''));
  expect(wrong).toMatchObject({ status: 1, errors: expect.stringMatching(/^sharedBy: is missing; .*as it was\.\n$/s) });
  expect(await run(folder, block, '--gateway', 'http://localhost')).toMatchObject({
    status: 1,
    errors: expect.stringContaining('uses http'),
  });
  expect(await run(folder, '', '--file', 'none.json')).toMatchObject({
    status: 1,
    errors: expect.stringContaining('--file none.json'),
  });
  expect(await run(folder, '', '--fil')).toMatchObject({
    status: 1,
    errors: expect.stringContaining('npm run configure'),
  });
  expect(await manifest()).toBe(before);

  expect(await run(folder, block)).toMatchObject({
    status: 0,
    output: expect.stringContaining('has the connection now'),
  });
  expect(await manifest()).toContain('"connectionLinkName": "ourdesk"');
  await project.write('connection.json', block);
  expect(await run(folder, '', '--file', 'connection.json')).toMatchObject({
    status: 0,
    output: expect.stringContaining('nothing to write'),
  });
});
