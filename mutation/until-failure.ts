import type { RunnerTask, RunnerTestSuite } from 'vitest';
import { TestRunner } from 'vitest';

type Source = Parameters<TestRunner['importFile']>[1];

/**
 * Runs tests until one has failed. Vitest's own `bail` tells its thread so by a message, which comes too late where the
 * thread is at work for the next change already.
 */
export default class UntilFailure extends TestRunner {
  #failed = false;

  override importFile(path: string, source: Source): unknown {
    return this.#failed && source === 'collect' ? undefined : super.importFile(path, source);
  }

  override async onBeforeRunSuite(suite: RunnerTestSuite): Promise<void> {
    await super.onBeforeRunSuite(suite);
    if (this.#failed) suite.mode = 'skip';
  }

  override async onBeforeRunTask(test: RunnerTask): Promise<void> {
    await super.onBeforeRunTask(test);
    if (this.#failed) test.mode = 'skip';
  }

  override onAfterRunTask(test: RunnerTask): void {
    super.onAfterRunTask(test);
    this.#failed ||= test.result?.state === 'fail';
  }
}
