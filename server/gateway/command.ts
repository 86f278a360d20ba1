import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type ConfigurationReading, readConfiguration } from './configuration.ts';
import { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts';

const usage = `Usage: npm run gateway -- --config FILE [--check-config]

  --config FILE    the configuration, see docs/gateway.md
  --check-config   reads the configuration, says what is wrong with it, and ends`;

export type CommandEnd =
  | { readonly kind: 'running'; readonly gateway: RunningGateway }
  /** 0 where all is well, 1 where the configuration or the address is not, 2 for a wrong call. */
  | { readonly kind: 'ended'; readonly exitCode: 0 | 1 | 2 };

export interface CommandParts extends Pick<GatewayOptions, 'logger'> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Says something to whoever called. */
  readonly say: (line: string) => void;
}

/** What the command line does. @param args without node and the script */
export async function runCommand(
  args: readonly string[],
  { environment, say, ...options }: CommandParts,
): Promise<CommandEnd> {
  const flags = readFlags(args);
  if (!flags) {
    say(usage);
    return { kind: 'ended', exitCode: 2 };
  }
  const reading = await readFileAt(flags.config, environment);
  if (reading.kind === 'faulty') {
    say(`${flags.config} cannot be used:`);
    for (const { path, problem } of reading.problems) say(`  ${path} ${problem}`);
    return { kind: 'ended', exitCode: 1 };
  }
  if (flags.check) {
    say(`${flags.config} is good`);
    return { kind: 'ended', exitCode: 0 };
  }
  const { configuration } = reading;
  try {
    return { kind: 'running', gateway: await startGateway(configuration, options) };
  } catch (error) {
    const { host, port } = configuration.listen;
    say(`The gateway cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : 'unknown fault'}`);
    return { kind: 'ended', exitCode: 1 };
  }
}

function readFlags(args: readonly string[]): { readonly config: string; readonly check: boolean } | undefined {
  try {
    const options = { config: { type: 'string' }, 'check-config': { type: 'boolean' } } as const;
    const { values } = parseArgs({ args: [...args], options });
    return values.config === undefined ? undefined : { config: values.config, check: values['check-config'] ?? false };
  } catch {
    return undefined;
  }
}

async function readFileAt(path: string, environment: CommandParts['environment']): Promise<ConfigurationReading> {
  try {
    return readConfiguration(JSON.parse(await readFile(path, 'utf8')), environment);
  } catch (error) {
    // The parser's own words quote the file, which may hold secrets.
    const problem = error instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    return { kind: 'faulty', problems: [{ path: 'the file', problem }] };
  }
}
