/** Files whose tests are tested: each is changed in small ways, and some test has to notice. */
export interface Area {
  /** The files to change, as glob patterns from the repository's folder. */
  readonly mutate: readonly string[];
  /** The tests that have to notice, likewise. */
  readonly tests: readonly string[];
  /** What the tests run in. */
  readonly environment: 'node' | 'happy-dom';
}

/** Fixtures and stand-ins are no part of the product, and types have nothing to change. */
const without = ['test', 'suite', 'd'].map((kind) => `!**/*.${kind}.ts`);
const noStandIns = ['!**/testing.ts', '!**/test-*.ts', '!**/model-*.ts', '!**/*-stand-in.ts'];

function areaOf(folder: string, environment: Area['environment']): Area {
  return {
    mutate: [`${folder}/**/*.ts`, ...without, ...noStandIns],
    tests: [`${folder}/**/*.test.{ts,tsx}`],
    environment,
  };
}

export const areas: Readonly<Record<string, Area>> = {
  contract: areaOf('contract', 'node'),
  queue: areaOf('widget/queue', 'happy-dom'),
  routes: areaOf('widget/routes', 'happy-dom'),
  gateway: areaOf('server/gateway', 'node'),
  destinations: areaOf('server/destinations', 'node'),
};

/** @throws where the name is of none */
export function areaNamed(name: string | undefined): Area {
  const area = name === undefined ? undefined : areas[name];
  if (!area) throw new Error(`AREA is ${name ?? 'not set'}; it names one of ${Object.keys(areas).join(', ')}.`);
  return area;
}
