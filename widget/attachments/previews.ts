import { endingOf, findType, headBytes, looksLikeText, typeOfEnding } from '../../contract/file-types.ts';

/** What can be shown of a file in the panel. */
export type Preview =
  /** A picture of a type that browsers draw without running anything in it. */
  | { readonly kind: 'image'; readonly bytes: Blob }
  /** `cut`: there is more than is shown. */
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'none' };

/** Drawn inline, by their content. Never SVG: it is a document that can hold scripts. */
const drawn: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Most of a text that is shown, in bytes. */
export const shownTextBytes = 64 * 1024;

/** Whether a file's name lets a preview be offered. */
export function mayPreview(name: string): boolean {
  return mayDraw(name) || ['text', 'markup'].includes(typeOfEnding(endingOf(name))?.family ?? '');
}

/** Whether a file is a picture by its name. */
export function mayDraw(name: string): boolean {
  return drawn.includes(typeOfEnding(endingOf(name))?.mimeType ?? '');
}

/** What to show of some bytes, judged by what they are and never by what they are called or declared as. */
export async function previewOf(content: Blob): Promise<Preview> {
  const head = new Uint8Array(await content.slice(0, headBytes).arrayBuffer());
  const type = findType(head);
  if (type && drawn.includes(type.mimeType)) {
    return { kind: 'image', bytes: new Blob([content], { type: type.mimeType }) };
  }
  const readable = !type || type.family === 'text' || type.family === 'markup';
  if (content.size === 0 || !readable || !looksLikeText(head)) return { kind: 'none' };
  const text = await content.slice(0, shownTextBytes).text();
  return { kind: 'text', text, cut: content.size > shownTextBytes };
}
