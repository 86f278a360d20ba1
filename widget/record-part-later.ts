import texts from '../app/translations/en.json?recordLater';
import { addEnglish } from './ui/i18n.ts';

export { createRecordsDialect } from './routes/records-dialect.ts';

addEnglish(texts);
