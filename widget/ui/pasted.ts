import { endingOf, typeOfMime } from '../../contract/file-types.ts';
import { nameOnce, timeForName } from './dated-name.ts';
import type { I18n } from './i18n.ts';

/** What browsers call a picture that has no name of its own. */
const nameless = /^(?:image|blob|unknown)?(?:\.\w{1,5})?$/i;

/**
 * The files of one paste. A picture from the clipboard comes without a name of its own, and some systems hand it over
 * in several formats: it is one file, and gets a name that tells what and when it is.
 * @param now when it was pasted
 */
export function filesOfPaste(given: readonly File[], t: I18n['t'], now: Date): readonly File[] {
  const pictures = given.filter(isNameless);
  const named = given.filter((file) => !isNameless(file));
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
