import type { Reporter, SerializedError, TestModule, Vitest } from 'vitest/node';

/**
 * Prints `N passed, N failed` as the last line of a run, over all projects: what continuous integration reads. A
 * suite that fails to load, a failing hook and an unhandled error each count as one failure.
 */
export default class ClosingLine implements Reporter {
  #counts: Counts = { passed: 0, failed: 0 };
  #watching = false;

  onInit(vitest: Vitest): void {
    this.#watching = vitest.config.watch;
    // Other reporters and the teardown still print after the run's end; nothing does after this event's.
    if (!this.#watching) process.once('exit', (status) => print(closingCounts(this.#counts, status)));
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    this.#counts = countTests(modules, unhandledErrors.length);
    if (this.#watching) print(this.#counts);
  }
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** What is read of a test module; the tests hand in plain objects. */
export interface CountedModule {
  errors(): readonly unknown[];
  readonly children: {
    allSuites(): Iterable<{ errors(): readonly unknown[] }>;
    allTests(): Iterable<{ result(): { readonly state: string } }>;
  };
}

/** Counts tests that passed and all that went wrong. A test that never came to its end went wrong. */
export function countTests(modules: readonly CountedModule[], unhandledErrors: number): Counts {
  let passed = 0;
  let failed = unhandledErrors;
  for (const module of modules) {
    if (module.errors().length > 0) failed += 1;
    for (const suite of module.children.allSuites()) if (suite.errors().length > 0) failed += 1;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') passed += 1;
      else if (state !== 'skipped') failed += 1;
    }
  }
  return { passed, failed };
}

/** A run that ends with a failing status has failed at something, even where no test tells. */
export function closingCounts(counts: Counts, status: number): Counts {
  return status === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

function print({ passed, failed }: Counts): void {
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
}
