import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { createI18n, type I18n } from './i18n.ts';

/** The language of the panel, for every component below. */
export const Language = createContext<I18n>(createI18n('en'));

export function useLanguage(): I18n {
  return useContext(Language);
}
