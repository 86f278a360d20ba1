/**
 * Puts an element's text on the clipboard.
 * @returns whether it is there; where not, the text is selected, so that the keyboard can copy it
 */
export async function copyTextOf(element: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(element.textContent ?? '');
    return true;
  } catch {
    // Not in every frame: the product around it must allow it.
    getSelection()?.selectAllChildren(element);
    return document.execCommand('copy');
  }
}
