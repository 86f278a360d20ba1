import { endingOf, typeOfMime } from '../../contract/file-types.ts';
import { nameOnce, timeForName } from './dated-name.ts';
import type { I18n } from './i18n.ts';

/** What browsers call a picture that has no name of its own. */
const nameless = /^(?:image|blob|unknown)?(?:\.\w{1,5})?$/i;

/** So new, in milliseconds, may be what a browser has made of the clipboard. */
const newMs = 10_000;

/**
 * The files of one paste. A picture from the clipboard comes without a name of its own, and some systems hand it over
 * in several formats: it is one file, and gets a name that tells what and when it is.
 * @param now when it was pasted
 */
export function filesOfPaste(given: readonly File[], t: I18n['t'], now: Date): readonly File[] {
  // The clipboard's pictures are made files of just then: what is older was a file before, and bears its own name.
  const isPicture = (file: File) => isNameless(file) && now.getTime() - file.lastModified < newMs;
  const pictures = given.filter(isPicture);
  const named = given.filter((file) => !isPicture(file));
  const picture = pictures.find(({ type }) => type === 'image/png') ?? pictures[0];
  // A file copied in the system comes with its name, sometimes with its icon as a picture beside it.
  if (named.length > 0 || !picture) return named;
  const ending = typeOfMime(picture.type)?.ending || endingOf(picture.name) || 'png';
  const name = nameOnce(t('paste.name', { time: timeForName(now) }), ending);
  return [new File([picture], name, { type: picture.type, lastModified: now.getTime() })];
}

function isNameless({ name, type }: File): boolean {
  return type.startsWith('image/') && nameless.test(name);
}
