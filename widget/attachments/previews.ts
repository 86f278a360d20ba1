import { endingOf, type Family, findType, headBytes, looksLikeText, typeOfEnding } from '../../contract/file-types.ts';

/** What can be shown of a file in the panel. */
export type Preview =
  /** A picture of a type that browsers draw without running anything in it. */
  | { readonly kind: 'image'; readonly bytes: Blob }
  /** For the browser's own viewer, which keeps what runs in it from the page. */
  | { readonly kind: 'pdf'; readonly bytes: Blob }
  /** `cut`: there is more than is shown. */
  | { readonly kind: 'text'; readonly text: string; readonly cut: boolean }
  | { readonly kind: 'none' };

/** Drawn inline, by their content. Never SVG: it is a document that can hold scripts. */
const drawn: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Most of a text that is shown, in bytes. */
export const shownTextBytes = 64 * 1024;

/** Whether a file's name lets a preview be offered. */
export function mayPreview(name: string): boolean {
  return mayDraw(name) || mayRead(name) || (familyOf(name) === 'pdf' && navigator.pdfViewerEnabled);
}

/** Whether a file is a text by its name. */
export function mayRead(name: string): boolean {
  return isReadable(familyOf(name));
}

function familyOf(name: string): Family | undefined {
  return typeOfEnding(endingOf(name))?.family;
}

function isReadable(family: Family | undefined): boolean {
  return family === 'text' || family === 'markup';
}

/** Whether a file is a picture by its name. */
export function mayDraw(name: string): boolean {
  return drawn.includes(typeOfEnding(endingOf(name))?.mimeType ?? '');
}

/** Most pixels of a picture that is decoded, four bytes of memory each: a small file may claim to be far too many. */
export const mostPixels = 100_000_000;

/**
 * What to show of some bytes, judged by what they are and never by what they are called or declared as.
 * @param limitPixels of a picture with more, or that does not tell how many, nothing is shown
 */
export async function previewOf(content: Blob, limitPixels: number = mostPixels): Promise<Preview> {
  const head = new Uint8Array(await content.slice(0, headBytes).arrayBuffer());
  const type = findType(head);
  const kind = type?.family === 'pdf' ? 'pdf' : 'image';
  if (type && (kind === 'pdf' || drawn.includes(type.mimeType))) {
    if (kind === 'image' && (await pixelsOf(content)) > limitPixels) return { kind: 'none' };
    return { kind, bytes: new Blob([content], { type: type.mimeType }) };
  }
  if (content.size === 0 || (type && !isReadable(type.family)) || !looksLikeText(head)) return { kind: 'none' };
  const text = await content.slice(0, shownTextBytes).text();
  return { kind: 'text', text, cut: content.size > shownTextBytes };
}

async function pixelsOf(content: Blob): Promise<number> {
  try {
    // What makes photos smaller knows how to read this, and is fetched when it is needed.
    return await (await import('../photos/reduce-image.ts')).readPixels(content);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
