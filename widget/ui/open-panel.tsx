import { render } from 'preact';
import type { Host, HostStart } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { applyLanguage, applyPreferences } from './appearance.ts';
import type { LoadExtras } from './extras.ts';
import { loadI18n } from './i18n.ts';
import { Language } from './language.ts';
import { Notice } from './notice.tsx';
import { Panel, type Problem } from './panel.tsx';
import { watchTicket } from './ticket-on-screen.ts';

/** What the panel needs of the parts below it. */
export interface Workings {
  readonly queue: Queue;
  readonly problems: readonly Problem[];
  readonly loadExtras?: LoadExtras;
}

/**
 * Shows the panel in place of the skeleton, or a notice where it cannot work.
 * @param connect makes the queue from the host and the administrator's configuration
 */
export async function openPanel(
  root: HTMLElement,
  starting: Promise<HostStart>,
  connect: (host: Host, configuration: ReadonlyMap<string, string>) => Workings,
): Promise<void> {
  const page = document.documentElement;
  const start = await starting;
  if (start.kind !== 'ready') {
    const i18n = await loadI18n(navigator.language);
    applyLanguage(page, i18n);
    const key = start.kind === 'no-sdk' ? 'noSdk' : 'outside';
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
  const [i18n, configuration] = await Promise.all([loadI18n(host.locale), host.readConfiguration()]);
  applyLanguage(page, i18n);
  const { queue, problems, loadExtras } = connect(host, configuration);
  show(
    root,
    <Language.Provider value={i18n}>
      <Panel queue={queue} watch={watch} problems={problems} loadExtras={loadExtras} />
    </Language.Provider>,
  );
}

/** The skeleton in the page is not Preact's: it must go first. */
function show(root: HTMLElement, screen: preact.JSX.Element): void {
  root.replaceChildren();
  render(screen, root);
}
