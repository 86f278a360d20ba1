import { type I18n, loadFrom, type Messages } from './i18n.ts';

const translations = import.meta.glob<Messages>(['../../app/translations/*.json', '!../../app/translations/en.json'], {
  import: 'default',
  query: '?panel',
});

/** Makes ready what depends on the agent's language. See `loadFrom`. */
export function loadI18n(wanted: string): Promise<I18n> {
  return loadFrom(translations, wanted);
}
