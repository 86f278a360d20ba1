import type { Switches } from './page-contract.ts';
import type { Properties } from './wire.ts';

/** What Desk says of itself when a widget registers (`App.meta`). */
export function metaOf(switches: Switches): Properties {
  return {
    dcType: 'US',
    deskDomainUrl: 'https://desk.zoho.com',
    platform: { os: 'web', browser: 'chrome', resolution: `${window.screen.width}x${window.screen.height}` },
    userPreferences: preferencesOf(switches),
  };
}

/** What Desk tells of the agent's choice of looks. */
export function preferencesOf({ appearance, theme }: Switches): Properties {
  return { appearance, theme, fontFamily: 'Roboto' };
}

/** Gives the page itself those looks. */
export function showLooks({ appearance, theme, width }: Switches): void {
  const root = document.documentElement;
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset['appearance'] = appearance === 'auto' ? (systemDark ? 'dark' : 'light') : appearance;
  root.dataset['theme'] = theme;
  root.style.setProperty('--panel-width', `${width}px`);
}
