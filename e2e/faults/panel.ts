import type { Frame } from 'playwright-core';
import { widgetFrame } from '../widget-frame.ts';
import type { Stage } from './stage.ts';
import type { PickedFile, ShownRow, StoredCopy } from './verdict.ts';

/** The uploads that the panel shows; none while it loads. */
export async function readRows({ page }: Pick<Stage, 'page'>): Promise<readonly ShownRow[]> {
  return inFrame(page, (frame) =>
    frame.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('li.upload')].map((row) => ({
        name: row.querySelector('.file-name')?.getAttribute('title') ?? '',
        state: row.dataset['state'] ?? '',
        text: row.querySelector('.upload-body')?.textContent ?? '',
      })),
    ),
  );
}

/** What the panel says beside the rows, such as that there is no connection. */
export async function readLines({ page }: Pick<Stage, 'page'>): Promise<readonly string[]> {
  return inFrame(page, (frame) => frame.locator('.problem').allTextContents());
}

async function inFrame<T>(page: Stage['page'], read: (frame: Frame) => Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await read(widgetFrame(page));
  } catch {
    // The frame is being loaded anew.
    return [];
  }
}

/** Presses one of the buttons that a row offers beside removing it. @param which counted from 0 */
export async function choose({ page }: Pick<Stage, 'page'>, name: string, which: number): Promise<void> {
  await widgetFrame(page).evaluate(
    ([title, index]) => {
      const rows = [...document.querySelectorAll('li.upload')];
      const row = rows.find((one) => one.querySelector('.file-name')?.getAttribute('title') === title);
      row?.querySelectorAll<HTMLButtonElement>('.choice')[index]?.click();
    },
    [name, which] as const,
  );
}

/** What is on the tickets of the picked files: without what was deleted again. */
export function readLedger({ sandbox }: Stage, files: readonly PickedFile[]): readonly StoredCopy[] {
  const names = new Set(files.map(({ name }) => name));
  return sandbox.services.ledger.all().filter(({ name, deleted }) => names.has(name) && !deleted);
}
