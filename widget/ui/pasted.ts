import { endingOf, typeOfMime } from '../../contract/file-types.ts';

/** What browsers call a picture that has no name of its own. */
const nameless = /^(?:image|blob|unknown)?(?:\.\w{1,5})?$/i;

/**
 * The files of one paste. A picture from the clipboard comes without a name of its own, and some systems hand it over
 * in several formats: it is one file, and gets a name that tells what and when it is.
 * @param nameAt the name, without its ending, for a picture of that time
 */
export function filesOfPaste(given: readonly File[], nameAt: (time: Date) => string, now: Date): readonly File[] {
  const pictures = given.filter(isNameless);
  const named = given.filter((file) => !isNameless(file));
  const picture = pictures.find(({ type }) => type === 'image/png') ?? pictures[0];
  // A file copied in the system comes with its name, sometimes with its icon as a picture beside it.
  if (named.length > 0 || !picture) return named;
  const ending = typeOfMime(picture.type)?.ending || endingOf(picture.name) || 'png';
  return [new File([picture], `${nameAt(now)}.${ending}`, { type: picture.type, lastModified: now.getTime() })];
}

function isNameless({ name, type }: File): boolean {
  return type.startsWith('image/') && nameless.test(name);
}

/**
 * Takes what is pasted anywhere in the page.
 * @param onPaste called with the files of the clipboard, never with none
 * @returns a function that ends it
 */
export function watchPaste(page: Document, onPaste: (files: readonly File[]) => void): () => void {
  const listener = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    onPaste(files);
  };
  page.addEventListener('paste', listener);
  return () => page.removeEventListener('paste', listener);
}
