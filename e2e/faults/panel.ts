import { widgetFrame } from '../widget-frame.ts';
import type { Stage } from './stage.ts';
import type { PickedFile, ShownRow, StoredCopy } from './verdict.ts';

/** What the panel shows at one moment; nothing while it loads. */
export interface PanelShown {
  readonly rows: readonly ShownRow[];
  /** What it says beside the rows, such as that there is no connection. */
  readonly lines: readonly string[];
}

export async function readPanel({ page }: Pick<Stage, 'page'>): Promise<PanelShown> {
  try {
    return await widgetFrame(page).evaluate(() => ({
      rows: [...document.querySelectorAll<HTMLElement>('li.upload')].map((row) => ({
        name: row.querySelector('.file-name')?.getAttribute('title') ?? '',
        state: row.dataset['state'] ?? '',
        text: row.querySelector('.upload-body')?.textContent ?? '',
      })),
      lines: [...document.querySelectorAll('.problem')].map((line) => line.textContent),
    }));
  } catch {
    // The frame is being loaded anew.
    return { rows: [], lines: [] };
  }
}

export async function readRows(stage: Pick<Stage, 'page'>): Promise<readonly ShownRow[]> {
  return (await readPanel(stage)).rows;
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
