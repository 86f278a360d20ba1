import { render } from 'preact';
import { connectionLinkName } from '../hosts/connection-link-name.ts';
import type { HostStart } from '../hosts/host.ts';
import { readConfiguration } from '../routes/configuration.ts';
import { applyLanguage, applyPreferences } from '../ui/appearance.ts';
import { loadFrom } from '../ui/i18n.ts';
import { Language } from '../ui/language.ts';
import { Notice } from '../ui/notice.tsx';
import { type CheckWatch, runChecks } from './run-checks.ts';
import { Settings } from './settings.tsx';
import { translations } from './translations.ts';

/** Shows the settings and tests them, or a notice where the page does not work. */
export async function openSettings(root: HTMLElement, starting: Promise<HostStart>): Promise<void> {
  const page = document.documentElement;
  const start = await starting;
  if (start.kind !== 'ready') {
    const i18n = await loadFrom(translations, navigator.language);
    applyLanguage(page, i18n);
    const { t } = i18n;
    const noSdk = start.kind === 'no-sdk';
    const title = noSdk ? t('notice.noSdk.title') : t('settings.title');
    const text = noSdk ? t('notice.noSdk.text') : t('settings.outside');
    show(
      root,
      <main class="settings">
        <Notice icon="unplugged" title={title} text={text} />
      </main>,
    );
    return;
  }
  const { host } = start;
  applyPreferences(page, host.preferences);
  host.onPreferences((preferences) => applyPreferences(page, preferences));
  const i18n = await loadFrom(translations, host.locale);
  applyLanguage(page, i18n);
  document.title = i18n.t('settings.title');

  /** Reads the configuration anew each time: the administrator may have changed it meanwhile. */
  async function test(watch: CheckWatch) {
    const parameters = await host.readConfiguration();
    const configured = { parameters, ...readConfiguration(parameters) };
    watch.onConfigured(configured);
    await runChecks(host, configured, watch);
  }

  show(
    root,
    <Language.Provider value={i18n}>
      <Settings test={test} link={connectionLinkName ?? ''} origin={location.origin} dataCentre={host.dataCentre} />
    </Language.Provider>,
  );
}

/** The skeleton in the page is not Preact's: it must go first. */
function show(root: HTMLElement, screen: preact.JSX.Element): void {
  root.replaceChildren();
  render(screen, root);
}
