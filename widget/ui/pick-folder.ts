import { withoutSystemFiles } from './folders.ts';

/** Whether this browser picks folders. */
export function mayPickFolder(): boolean {
  return 'webkitdirectory' in HTMLInputElement.prototype;
}

/** Has the agent pick a folder. @param onFiles called with all that is in it, never with none */
export function pickFolder(onFiles: (files: readonly File[]) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.webkitdirectory = true;
  // Safari says nothing of what was picked in one that is not in the page.
  input.hidden = true;
  input.oncancel = () => input.remove();
  input.onchange = () => {
    input.remove();
    const files = withoutSystemFiles([...(input.files ?? [])]);
    if (files.length > 0) onFiles(files);
  };
  document.body.append(input);
  input.click();
}
