import type { Preferences } from '../hosts/host.ts';
import type { I18n } from './i18n.ts';

/** Makes the page look as the product's user wants it; the style sheets know the rest. */
export function applyPreferences(root: HTMLElement, { appearance, accent, font }: Preferences): void {
  root.dataset['appearance'] = appearance;
  root.dataset['accent'] = accent ?? 'blue';
  // Anything else than a plain name could end the value and add to it.
  const named = font !== undefined && /^[\w -]+$/.test(font);
  if (named) root.style.setProperty('--preferred-font', `"${font}"`);
  else root.style.removeProperty('--preferred-font');
}

/** Tells the browser and screen readers which language the page is in. */
export function applyLanguage(root: HTMLElement, { locale, dir }: I18n): void {
  root.lang = locale;
  root.dir = dir;
}
