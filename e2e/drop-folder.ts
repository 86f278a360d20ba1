import type { JSHandle } from 'playwright-core';
import type { Agent } from './agent.ts';

/**
 * Drops a folder with one file in it on the panel, as Chromium hands folders over.
 * @param name of the file; its name is its content too
 * @returns what lets the folder be read
 */
export function dropFolder({ panel }: Agent, name: string): Promise<JSHandle<() => void>> {
  return panel.locator('body').evaluateHandle((body, inside) => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const file = {
      name: inside,
      isFile: true,
      isDirectory: false,
      file: (done: (file: File) => void) => done(new File([inside], inside, { type: 'text/plain' })),
    };
    const batches = [[file], []];
    const folder = {
      name: 'folder',
      isFile: false,
      isDirectory: true,
      createReader: () => ({
        readEntries: (done: (entries: unknown) => void) => void held.then(() => done(batches.shift())),
      }),
    };
    const event = new Event('drop', { bubbles: true, cancelable: true });
    const items = [{ webkitGetAsEntry: () => folder }];
    Object.assign(event, { dataTransfer: { types: ['Files'], files: [new File([], folder.name)], items } });
    body.dispatchEvent(event);
    return letGo;
  }, name);
}
