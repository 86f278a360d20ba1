import texts from '../../app/translations/en.json?settings';
import { addEnglish, type Messages } from '../ui/i18n.ts';

addEnglish(texts);

/** The texts of this page in other languages. */
export const translations = import.meta.glob<Messages>(
  ['../../app/translations/*.json', '!../../app/translations/en.json'],
  { import: 'default', query: '?settings' },
);
