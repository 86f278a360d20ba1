import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Runs the tests first that failed the last time, of which the next change is likely one more that they notice, and then
 * those that take the least time: a run ends with the first failure.
 */
export class QuickestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const costs = new Map(files.map((file) => [file, this.#costOf(file)]));
    const costOf = (file: TestSpecification): number => costs.get(file) ?? 0;
    return files.toSorted((a, b) => costOf(a) - costOf(b));
  }

  /** In milliseconds; nothing where it failed, or has not been run yet. */
  #costOf({ project, moduleId }: TestSpecification): number {
    const { cache, config } = this.ctx;
    const last = cache.getFileTestResults(`${project.name}:${relative(config.root, moduleId)}`);
    return last && !last.failed ? last.duration : 0;
  }
}
