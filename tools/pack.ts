import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFault, type Fault } from './fault.ts';
import { readGatewayOption } from './gateway-option.ts';
import { packExtension } from './pack-extension.ts';

/** Makes `dist/anexo-desk.zip`, or says what is wrong and ends with status 1. */
const usage = 'npm run pack [-- --gateway https://anexo.example.com]';

function fail(faults: readonly Fault[], output = ''): void {
  for (const fault of faults) console.error(describeFault(fault));
  if (output) console.error(`\nzet printed:\n${output.replaceAll(/^/gm, '  ')}`);
  process.exitCode = 1;
}

function readOptions(): { gateway: string | undefined } | undefined {
  try {
    const { values } = parseArgs({ options: { gateway: { type: 'string' } } });
    if (values.gateway === undefined) return { gateway: undefined };
    const option = readGatewayOption(values.gateway);
    if (option.kind === 'origin') return { gateway: option.origin };
    fail([option.fault]);
  } catch (error) {
    fail([
      {
        where: 'npm run pack',
        wrong: error instanceof Error ? error.message : String(error),
        right: `the command is ${usage}`,
      },
    ]);
  }
  return undefined;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return;
  const packing = await packExtension({ project: process.cwd(), ...options });
  if (packing.kind === 'faulty') {
    fail(packing.faults, packing.output);
    return;
  }
  process.stdout.write(`Packed and verified ${relative(process.cwd(), packing.zip)}: ${packing.files} files.\n`);
  for (const note of packing.notes) process.stdout.write(`Note: ${note}\n`);
}

await main();
