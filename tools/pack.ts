import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { describeFault, type Fault } from './fault.ts';
import { readGatewayOption } from './gateway-option.ts';
import { packExtension } from './pack-extension.ts';
import { products } from './product-page.ts';

/** Makes `dist/anexo-desk.zip`, `-crm.zip` and `-bigin.zip`, or says what is wrong and ends with status 1. */
const usage = 'npm run pack [-- --gateway https://anexo.example.com] [--bigin-sdk https://…/sdk.min.js]';

interface Options {
  readonly gateway: string | undefined;
  readonly biginSdk: string | undefined;
}

function fail(faults: readonly Fault[], output = ''): undefined {
  for (const fault of faults) console.error(describeFault(fault));
  if (output) console.error(`\nzet printed:\n${output.replaceAll(/^/gm, '  ')}`);
  process.exitCode = 1;
}

function readOptions(): Options | undefined {
  try {
    const { values } = parseArgs({ options: { gateway: { type: 'string' }, 'bigin-sdk': { type: 'string' } } });
    const { gateway, 'bigin-sdk': biginSdk } = values;
    if (biginSdk !== undefined && !/^https:\/\/[\w.:/%~-]+\.js$/.test(biginSdk)) {
      return fail([
        { where: '--bigin-sdk', wrong: 'is no https address of a script', right: `the command is ${usage}` },
      ]);
    }
    if (gateway === undefined) return { gateway, biginSdk };
    const option = readGatewayOption(gateway);
    return option.kind === 'origin' ? { gateway: option.origin, biginSdk } : fail([option.fault]);
  } catch (error) {
    const wrong = error instanceof Error ? error.message : String(error);
    return fail([{ where: 'npm run pack', wrong, right: `the command is ${usage}` }]);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) return;
  for (const product of products) {
    const packing = await packExtension({ project: process.cwd(), product, ...options });
    if (packing.kind === 'faulty') {
      fail(packing.faults, packing.output);
      continue;
    }
    process.stdout.write(`Packed and verified ${relative(process.cwd(), packing.zip)}: ${packing.files} files.\n`);
    for (const note of packing.notes) process.stdout.write(`Note: ${note}\n`);
  }
}

await main();
