import { render } from 'preact';
import type { Host, HostStart } from '../hosts/host.ts';
import { applyLanguage, applyPreferences } from './appearance.ts';
import type { I18n } from './i18n.ts';
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
 * Shows the panel in place of the skeleton, or a notice where it cannot work. It does not wait for the product: files
 * can be given while that tells who the agent is and which ticket is on screen. Until then the language is the browser's.
 * @param load loads the rest of the panel; called again after a failure
 */
export async function openPanel(
  root: HTMLElement,
  starting: Promise<HostStart>,
  load: () => Promise<SecondModule>,
): Promise<void> {
  const page = document.documentElement;
  const ready = hostOf(starting);
  const opened = loadI18n(navigator.language).then((i18n) => {
    // The skeleton in the page is not Preact's: it must go first.
    root.replaceChildren();
    showIn(i18n);
    return i18n;
  });
  const speaking = Promise.all([ready, opened]).then(async ([host]) => {
    applyPreferences(page, host.preferences);
    host.onPreferences((preferences) => applyPreferences(page, preferences));
    showIn(await loadI18n(host.locale));
  });
  const watch = watchTicket({
    // The ticket is named in the agent's language from the start.
    readTicket: async () => (await Promise.all([(await ready).readTicket(), speaking]))[0],
    onTicketChange: (listener) => void ready.then((host) => host.onTicketChange(listener)),
  });
  const later = createLater(async () => {
    // The first screen is shown before anything else is begun.
    await opened;
    const [{ parts, connect }, host] = await Promise.all([load(), ready]);
    return { parts, ...connect(host, await host.readConfiguration()) };
  });

  function showIn(i18n: I18n): void {
    applyLanguage(page, i18n);
    render(
      <Language.Provider value={i18n}>
        <Panel later={later} watch={watch} />
      </Language.Provider>,
      root,
    );
  }

  const [start, first] = await Promise.all([starting, opened]);
  if (start.kind === 'ready') return speaking;
  // The first panel may go before it could take the page's own input: nothing can be attached by that any more.
  document.querySelector('#early')?.remove();
  const key = start.kind === 'no-sdk' ? 'noSdk' : start.kind;
  render(
    <main class="panel">
      <Notice icon="unplugged" title={first.t(`notice.${key}.title`)} text={first.t(`notice.${key}.text`)} />
    </main>,
    root,
  );
}

/** Waits for ever where there is none: a notice then stands in the place of all that would ask it. */
function hostOf(starting: Promise<HostStart>): Promise<Host> {
  return new Promise((resolve) => {
    void starting.then((start) => start.kind === 'ready' && resolve(start.host));
  });
}
