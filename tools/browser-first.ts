import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The browser tests that take longest. */
const longest = ['accessibility', 'intake', 'attachments', 'kept-queue', 'locales', 'products', 'main-job', 'faults'];

/**
 * Begins with the tests in the browser, the longest first: were one of them the last to begin, as by the size of its file,
 * after which Vitest goes on a fresh machine, all others would have ended minutes before it.
 */
export class BrowserFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}

function rank({ project, moduleId }: TestSpecification): number {
  if (project.name !== 'browser') return longest.length + 1;
  const at = longest.findIndex((name) => moduleId.endsWith(`/e2e/${name}.test.ts`));
  return at === -1 ? longest.length : at;
}
