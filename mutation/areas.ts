/** Files whose tests are tested: each is changed in small ways, and some test has to notice. */
export interface Area {
  /** The files to change, as glob patterns from the repository's folder. */
  readonly mutate: readonly string[];
  /** The tests that have to notice, likewise. */
  readonly tests: readonly string[];
  /** Those of them that are not asked, as they take too long to be run once for each change. */
  readonly slow: readonly string[];
  /** With whose settings the tests run: see `vitest.config.ts`. */
  readonly project: 'node' | 'widget';
  /**
   * What reads all modules of the area, where they are read once for many changes; changes of what runs while a module is
   * read are left out then.
   */
  readonly readOnce?: string;
}

/** Fixtures and stand-ins are no part of the product, and types have nothing to change. */
const without = ['test', 'suite', 'd'].map((kind) => `!**/*.${kind}.ts`);
const noStandIns = [
  '!**/testing.ts',
  '!**/test-*.ts',
  '!**/model-*.ts',
  '!**/*-stand-in.ts',
  '!**/scripted-*.ts',
  '!**/stage.ts',
  '!**/kept-page.ts',
  '!**/memory-keeper.ts',
];

interface Except {
  /** What only other tests than the area's can try, as glob patterns that begin with `!`. */
  readonly elsewhere?: readonly string[];
  readonly slow?: readonly string[];
  readonly readOnce?: string;
}

function areaOf(folder: string, project: Area['project'], { elsewhere = [], slow = [], readOnce }: Except = {}): Area {
  return {
    mutate: [`${folder}/**/*.ts`, ...without, ...noStandIns, ...elsewhere],
    tests: [`${folder}/**/*.test.{ts,tsx}`],
    slow,
    project,
    ...(readOnce !== undefined && { readOnce }),
  };
}

export const areas: Readonly<Record<string, Area>> = {
  contract: areaOf('contract', 'node'),
  // Its IndexedDB is tested in the browser.
  queue: areaOf('widget/queue', 'widget', { elsewhere: ['!**/indexed-db*.ts'] }),
  routes: areaOf('widget/routes', 'widget'),
  gateway: areaOf('server/gateway', 'node', {
    slow: [
      // They start the built gateway, in which nothing is changed.
      ...['documentation-commands', 'stopping', 'shared/two-gateways'],
      ...['bad-destinations', 'bad-size', 'end-to-end', 'secrets', 'shared/redis-gone'],
    ].map((name) => `server/gateway/${name}.test.ts`),
    readOnce: 'mutation/gateway-modules.ts',
  }),
  destinations: areaOf('server/destinations', 'node'),
};

/** @throws where the name is of none */
export function areaNamed(name: string | undefined): Area {
  const area = name === undefined ? undefined : areas[name];
  if (!area) throw new Error(`AREA is ${name ?? 'not set'}; it names one of ${Object.keys(areas).join(', ')}.`);
  return area;
}
