import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { type Configuration, type ConfigurationReading, readConfiguration } from './configuration.ts';
import { reportConfiguration } from './configuration-report.ts';
import { createDestinations } from './destinations.ts';
import { type GatewayOptions, type RunningGateway, startGateway } from './gateway.ts';
import { checkOnline } from './online-check.ts';
import { createScrub } from './scrub.ts';
import { openShared } from './shared/shared.ts';

const usage = `Usage: npm run gateway -- --config FILE [--check-config [--online]]

  --config FILE    the configuration, see docs/gateway.md
  --check-config   reads the configuration, says what it holds or what is wrong with it, and ends
  --online         with --check-config: asks each destination whether it lets the gateway in`;

export type CommandEnd =
  | { readonly kind: 'running'; readonly gateway: RunningGateway }
  /** 0 where all is well, 1 where the configuration, a destination or the address is not, 2 for a wrong call. */
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
  const { configuration } = reading;
  if (flags.check !== 'no') {
    say(`${flags.config} is good. What the gateway reads in it:`);
    say(reportConfiguration(configuration));
    const allGood = flags.check === 'offline' || (await sayOnline(configuration, say));
    return { kind: 'ended', exitCode: allGood ? 0 : 1 };
  }
  try {
    return { kind: 'running', gateway: await startGateway(configuration, options) };
  } catch (error) {
    const { host, port } = configuration.listen;
    say(`The gateway cannot listen at ${host}:${port}: ${error instanceof Error ? error.message : 'unknown fault'}`);
    return { kind: 'ended', exitCode: 1 };
  }
}

interface Flags {
  readonly config: string;
  readonly check: 'no' | 'offline' | 'online';
}

function readFlags(args: readonly string[]): Flags | undefined {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const options = { config: { type: 'string' }, 'check-config': flag, online: flag } as const;
    const { config, 'check-config': check, online } = parseArgs({ args: [...args], options }).values;
    if (config === undefined || (online && !check)) return undefined;
    return { config, check: online ? 'online' : check ? 'offline' : 'no' };
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

/** @returns whether nothing is wrong */
async function sayOnline(configuration: Configuration, say: (line: string) => void): Promise<boolean> {
  const { redisUrl, signingKey } = configuration;
  const scrub = createScrub(configuration);
  const shared = openShared({ redisUrl, signingKey, now: Date.now, onChange: () => undefined });
  try {
    await shared.ready();
    const keepsTokens = redisUrl !== undefined && shared.health().kind !== 'out-of-reach';
    const { signal } = new AbortController();
    let allGood = true;
    for (const [name, destination] of createDestinations(configuration, { sharing: shared.sharing })) {
      const finding = await checkOnline(destination, { keepsTokens, signal });
      if (finding.kind === 'good') say(`${name} (${destination.kind}) lets the gateway in`);
      else if (finding.kind === 'not-asked') say(`${name} (${destination.kind}) was not asked: ${finding.message}`);
      else {
        allGood = false;
        say(`${name} (${destination.kind}) does not let the gateway in: ${scrub(finding.message)}`);
        say(`  What to do: ${finding.advice}.`);
      }
    }
    if (redisUrl !== undefined && !keepsTokens) {
      allGood = false;
      say('Redis is out of reach. What to do: see that redisUrl is right, and that Redis is up.');
    }
    return allGood;
  } finally {
    await shared.close();
  }
}
