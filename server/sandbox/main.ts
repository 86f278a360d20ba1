import { parseArgs } from 'node:util';
import { defaultPorts, PortTaken, type SandboxOptions, startSandbox } from './sandbox.ts';

const usage = `Usage: node build/server/sandbox/main.js [options]

  --port N       the pages' port, default ${defaultPorts.page}; the gateway, the widget's frame and the
                 services take the three ports after it; 0 takes any that are free
  --folder DIR   keep uploaded files in this folder, not in memory
  --oms          let the widget fall back to a plain OMS in place of the gateway
  --dev          serve the widget from its source, with hot reload
  --real-sdk     load Zoho's own SDK into the widget (needs the internet)`;

type Command =
  | { readonly kind: 'run'; readonly options: SandboxOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

function readCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        folder: { type: 'string' },
        oms: { type: 'boolean', default: false },
        dev: { type: 'boolean', default: false },
        'real-sdk': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const page = Number(values.port ?? defaultPorts.page);
    if (!Number.isInteger(page) || page < 0 || page > 65_532) {
      return { kind: 'wrong', message: `--port takes a number from 0 to 65532, not ${values.port}` };
    }
    const after = (steps: number): number => (page === 0 ? 0 : page + steps);
    const ports = { page, gateway: after(1), frame: after(2), services: after(3) };
    const { dev, 'real-sdk': realSdk, folder } = values;
    const fallback = values.oms ? 'oms' : 'gateway';
    return { kind: 'run', options: { ports, fallback, dev, realSdk, ...(folder !== undefined && { folder }) } };
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) };
  }
}

async function run(options: SandboxOptions): Promise<void> {
  const sandbox = await startSandbox(options);
  process.stdout.write(`${sandbox.url}\n${sandbox.url}/crm\n${sandbox.url}/bigin\n`);
  let ending = false;
  const end = (): void => {
    // A second signal does not wait for what hangs.
    if (ending) process.exit(1);
    ending = true;
    sandbox.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

function fail(error: unknown): never {
  const hint = 'End the program that uses it, or choose other ports, such as --port 6080.';
  console.error(error instanceof PortTaken ? `${error.message}. ${hint}` : error);
  process.exit(1);
}

const command = readCommand(process.argv.slice(2));
if (command.kind === 'help') process.stdout.write(`${usage}\n`);
else if (command.kind === 'run') await run(command.options).catch(fail);
else {
  console.error(`${command.message}\n\n${usage}`);
  process.exitCode = 2;
}
