import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';

/** What looking for a Chromium needs of the machine. */
export interface Machine {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether programs may be installed for the whole machine. */
  readonly root: boolean;
  /** Where Playwright keeps the Chromium that it downloads, whether or not it is there. */
  readonly playwrightChromium: string;
  exists(path: string): boolean;
  /** Runs a program to its end. Never rejects. @returns what it printed, and whether its status was 0 */
  run(program: string, args: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }>;
}

const knownPlaces: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Debian's `chromium-headless-shell`. */
const shell = '/usr/bin/chromium-headless-shell';

/**
 * Finds a Chromium that starts: the one that ANEXO_CHROMIUM names (and then no other), those of the operating system,
 * Playwright's own.
 * @returns its path, or `undefined` where there is none
 */
export async function findChromium(machine: Machine = thisMachine): Promise<string | undefined> {
  const chosen = machine.environment['ANEXO_CHROMIUM'];
  const places = chosen ? [chosen] : [...knownPlaces, machine.playwrightChromium];
  for (const path of places) {
    if (await starts(machine, path)) return path;
  }
  return undefined;
}

/**
 * Finds a Chromium without what only a person needs. There is one of its own for that where ANEXO_CHROMIUM chooses none.
 * @returns its path, or `undefined` where there is none
 */
export async function findShell(machine: Machine = thisMachine): Promise<string | undefined> {
  if (machine.environment['ANEXO_CHROMIUM']) return undefined;
  return (await starts(machine, shell)) ? shell : undefined;
}

/** Being there is not enough: a downloaded one may lack the system's libraries. */
async function starts(machine: Machine, path: string): Promise<boolean> {
  return machine.exists(path) && (await machine.run(path, ['--version'])).ok;
}

/**
 * Finds a Chromium, else gets one: Playwright's download, then Debian's package where this is root.
 * @throws Error that says what was tried and what to do
 */
export async function ensureChromium(machine: Machine = thisMachine): Promise<string> {
  const found = await findChromium(machine);
  if (found) return found;
  const chosen = machine.environment['ANEXO_CHROMIUM'];
  if (chosen) throw new Error(`ANEXO_CHROMIUM names ${chosen}, which does not start. Name a Chromium, or unset it.`);

  const trials: string[] = [];
  for (const attempt of attempts(machine)) {
    let output = '';
    for (const [program, ...args] of attempt.commands) {
      const run = await machine.run(program, args);
      output = run.output;
      if (!run.ok) break;
    }
    const path = await findChromium(machine);
    if (path) return path;
    trials.push(`${attempt.what}: ${output.trim().split('\n').at(-1) || 'got none that starts'}`);
  }
  throw new Error(
    [
      'The browser tests need a Chromium, and none was found or could be installed.',
      ...trials.map((trial) => `- ${trial}`),
      'Install one (on Debian, as root: apt-get install chromium) or name one with ANEXO_CHROMIUM=/path/to/chromium.',
    ].join('\n'),
  );
}

interface Attempt {
  readonly what: string;
  readonly commands: readonly (readonly [program: string, ...args: string[]])[];
}

function attempts(machine: Machine): readonly Attempt[] {
  const playwright = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js');
  const download: Attempt = {
    what: 'Playwright’s download',
    commands: [[process.execPath, playwright, 'install', '--no-shell', 'chromium']],
  };
  const packages: Attempt = {
    what: 'Debian’s package',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium', 'fonts-liberation'],
    ],
  };
  return machine.root ? [download, packages] : [download];
}

/** How a browser is started. */
export interface LaunchOptions {
  /**
   * What the widget's frame has, which is of another site than the page: storage of its own below that page, as in the
   * browsers that people have; or none, as where somebody's settings deny it.
   */
  readonly storage?: 'partitioned' | 'denied';
  /**
   * Whether it must be all of Chromium, with its windows, settings and PDF viewer. Else a headless shell will do: the same
   * engine without those, which takes a fifth less of the processor.
   */
  readonly whole?: boolean;
  /** More of Chromium's switches. */
  readonly switches?: readonly string[];
}

/**
 * Starts a headless Chromium that talks to nobody but the pages of the test. Root, and most containers, cannot have
 * Chromium's sandbox.
 */
export async function launch(options: LaunchOptions = {}): Promise<Browser> {
  const { storage = 'partitioned', whole = storage === 'denied', switches = [] } = options;
  const executablePath = whole ? await chromiumHere() : await shellHere();
  return chromium.launch({ executablePath, headless: true, args: [...argumentsFor(storage), ...switches] });
}

/** A browser with its profile in a folder: what it keeps outlives its process. */
export async function launchWithProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: await chromiumHere(),
    headless: true,
    args: argumentsFor('partitioned'),
    viewport: { width: 1280, height: 800 },
  });
}

/**
 * Playwright switches the partitioning of storage off, and then Chromium denies a frame of another site all storage.
 * The last list of features counts: this one leaves the partitioning as it is. The last three would cost each window
 * two pages of Chromium's own, and the one before them each page a process that nothing needs.
 */
const features = [
  'HttpsUpgrades',
  'MediaRouter',
  'OptimizationHints',
  'PaintHolding',
  'Translate',
  'SpareRendererForSitePerProcess',
  'AimEnabled',
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
];

function argumentsFor(storage: 'partitioned' | 'denied'): string[] {
  const quiet = [
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    // A shell would have a frame of another site in its page's own process, unlike the browsers that people have.
    '--site-per-process',
  ];
  return storage === 'denied' ? quiet : [...quiet, `--disable-features=${features.join(',')}`];
}

const thisMachine: Machine = {
  environment: process.env,
  root: process.getuid?.() === 0,
  playwrightChromium: chromium.executablePath(),
  exists: existsSync,
  run: (program, args) =>
    new Promise((resolve) => {
      const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
      const child = execFile(program, args, { env, timeout: 600_000, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        resolve({ ok: !error, output: stderr.trim() || stdout.trim() || (error?.message ?? '') });
      });
      child.stdin?.end();
    }),
};

let found: Promise<string> | undefined;
let foundShell: Promise<string> | undefined;

function chromiumHere(): Promise<string> {
  found ??= ensureChromium();
  return found;
}

function shellHere(): Promise<string> {
  foundShell ??= findShell().then((path) => path ?? chromiumHere());
  return foundShell;
}
