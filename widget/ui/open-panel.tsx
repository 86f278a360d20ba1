import { render } from 'preact';
import type { Host, HostStart } from '../hosts/host.ts';
import { applyLanguage, applyPreferences } from './appearance.ts';
import { Language } from './language.ts';
import { createLater } from './later.ts';
import { loadI18n } from './load-i18n.ts';
import { Notice } from './notice.tsx';
import { Panel, type SecondPart, type Workings } from './panel.tsx';
import { watchTicket } from './ticket-on-screen.ts';

/** What is loaded after the first screen. */
export interface SecondModule {
  readonly parts: SecondPart['parts'];
  /** Makes the workings from the host and the administrator's configuration. */
  connect(host: Host, configuration: ReadonlyMap<string, string>): Workings;
}

/**
 * Shows the panel in place of the skeleton, or a notice where it cannot work.
 * @param load loads the rest of the panel; called again after a failure
 */
export async function openPanel(
  root: HTMLElement,
  starting: Promise<HostStart>,
  load: () => Promise<SecondModule>,
): Promise<void> {
  const page = document.documentElement;
  const start = await starting;
  if (start.kind !== 'ready') {
    const i18n = await loadI18n(navigator.language);
    applyLanguage(page, i18n);
    const key = start.kind === 'no-sdk' ? 'noSdk' : start.kind;
    show(
      root,
      <main class="panel">
        <Notice icon="unplugged" title={i18n.t(`notice.${key}.title`)} text={i18n.t(`notice.${key}.text`)} />
      </main>,
    );
    return;
  }
  const { host } = start;
  applyPreferences(page, host.preferences);
  host.onPreferences((preferences) => applyPreferences(page, preferences));
  const watch = watchTicket(host);
  const later = createLater(async () => {
    const [{ parts, connect }, configuration] = await Promise.all([load(), host.readConfiguration()]);
    return { parts, ...connect(host, configuration) };
  });
  const i18n = await loadI18n(host.locale);
  applyLanguage(page, i18n);
  show(
    root,
    <Language.Provider value={i18n}>
      <Panel later={later} watch={watch} />
    </Language.Provider>,
  );
}

/** The skeleton in the page is not Preact's: it must go first. */
function show(root: HTMLElement, screen: preact.JSX.Element): void {
  root.replaceChildren();
  render(screen, root);
}
