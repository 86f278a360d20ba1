/**
 * Takes the files that are picked with the page's own input, which works before any script has come, and shows it no
 * more. It stays in the page for good: a dialog that it has opened may be open still, however long ago that was.
 * @param keepFocus moves the focus to where files are picked from now on, where the input has it
 */
export function takeEarlyFiles(page: Document, onFiles: (files: readonly File[]) => void, keepFocus: () => void): void {
  const input = page.querySelector<HTMLInputElement>('#early');
  if (!input) return;
  const take = (): void => {
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) onFiles(files);
  };
  input.onchange = take;
  take();
  if (page.activeElement === input) keepFocus();
  input.hidden = true;
}
