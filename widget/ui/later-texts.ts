import texts from '../../app/translations/en.json?later';
import { addEnglish } from './i18n.ts';

addEnglish(texts);
