import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { configureManifest } from './configure-manifest.ts';
import { describeFault, type Fault } from './fault.ts';
import { readGatewayOption } from './gateway-option.ts';

/** Writes the connection that Sigma shows into plugin-manifest.json, or says what is wrong and ends with status 1. */
const usage = 'npm run configure [-- [--file connection.json] [--gateway https://anexo.example.com]]';

interface Options {
  readonly file: string | undefined;
  readonly gateway: string | undefined;
}

function fail(faults: readonly Fault[], output = ''): void {
  for (const fault of faults) console.error(describeFault(fault));
  if (output) console.error(`\nzet printed:\n${output.replaceAll(/^/gm, '  ')}`);
  console.error('plugin-manifest.json is as it was.');
  process.exitCode = 1;
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({ options: { file: { type: 'string' }, gateway: { type: 'string' } } });
    if (values.gateway === undefined) return { file: values.file, gateway: undefined };
    const option = readGatewayOption(values.gateway);
    if (option.kind === 'origin') return { file: values.file, gateway: option.origin };
    fail([option.fault]);
  } catch (error) {
    fail([{ where: 'npm run configure', wrong: messageOf(error), right: `the command is ${usage}` }]);
  }
  return undefined;
}

async function readPasted(file: string | undefined): Promise<string | undefined> {
  if (file === undefined) {
    if (process.stdin.isTTY) {
      console.error('Paste the connection’s JSON from Sigma, then end with Ctrl-D on a line of its own:');
    }
    return text(process.stdin);
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    fail([{ where: `--file ${file}`, wrong: messageOf(error), right: 'name the file with the connection’s JSON' }]);
    return undefined;
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return;
  const pasted = await readPasted(options.file);
  if (pasted === undefined) return;
  const end = await configureManifest({ project: process.cwd(), pasted, gateway: options.gateway });
  if (end.kind === 'faulty') return fail(end.faults, end.output);
  for (const note of end.notes) process.stdout.write(`Note: ${note}\n`);
  process.stdout.write(
    end.kind === 'written'
      ? 'plugin-manifest.json has the connection now. Next: npm run pack\n'
      : 'plugin-manifest.json has it already: nothing to write.\n',
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

await main();
