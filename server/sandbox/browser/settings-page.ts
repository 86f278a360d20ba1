import { createDeskEvents } from './desk-events.ts';
import { byId } from './dom.ts';
import { fillIcons } from './icons.ts';
import { metaOf, preferencesOf, showLooks } from './looks.ts';
import { showNotice, showPopup } from './notices.ts';
import type { Switches } from './page-contract.ts';
import { passRequest } from './requests.ts';
import { fetchPage, onSwitches, patchSwitches, resetSandbox } from './sandbox-api.ts';
import { createSandboxBar } from './sandbox-bar.ts';
import { linkWidget } from './widget-link.ts';
import { initials } from './words.ts';

/** The extension's own page in Desk's setup, with the widget that its manifest places there: no ticket is on screen. */
const page = await fetchPage();
const { settings } = page;
if (!settings) throw new Error('plugin-manifest.json places no widget at desk.extension.preference');
const { frameUrl, location } = settings;
const panelFrame = byId('panel-frame', HTMLElement);
const widgetFrame = byId('widget', HTMLIFrameElement);

let switches: Switches | undefined;

function currentSwitches(): Switches {
  if (!switches) throw new Error('The switches are not known yet');
  return switches;
}

const link = linkWidget({
  frame: widgetFrame,
  registration: () => ({
    meta: metaOf(currentSwitches()),
    extensionID: page.extension.id,
    location,
    locale: currentSwitches().language,
    localeResource: page.translations[currentSwitches().language] ?? {},
  }),
  onDeskEvent: createDeskEvents({
    page,
    switches: currentSwitches,
    ticket: () => undefined,
    showNotice: (notice) => showNotice(byId('notices', HTMLElement), notice),
    showPopup: (words) => showPopup(byId('popup', HTMLDialogElement), words),
    showAttachments: () => {},
    resizeWidget: (height) => {
      widgetFrame.style.height = height;
    },
  }),
  onRequest: passRequest,
  onState: (state) => {
    panelFrame.dataset['state'] = state;
    byId('unanswered', HTMLElement).hidden = state !== 'unanswered';
  },
});

const bar = createSandboxBar({
  place: byId('bar', HTMLElement),
  below: 'settings',
  languages: Object.keys(page.translations),
  curl: page.curl,
  change: (patch) => void patchSwitches(patch),
  reset: () => void resetSandbox(),
});

function loadWidget(): void {
  widgetFrame.style.height = '';
  link.load(`${frameUrl}?serviceOrigin=${encodeURIComponent(window.location.origin)}`);
}

function apply(next: Switches): void {
  const before = switches;
  switches = next;
  showLooks(next);
  bar.show(next);
  // What the frame may call is settled when it is loaded.
  if (before?.language !== next.language || before.installation !== next.installation) loadWidget();
  if (before && (before.appearance !== next.appearance || before.theme !== next.theme)) {
    link.emit('user_preference.changed', preferencesOf(next));
  }
}

fillIcons(document);
byId('agent', HTMLElement).textContent = initials(page.user.fullName);
byId('agent', HTMLElement).ariaLabel = page.user.fullName;
byId('extension-name', HTMLElement).textContent = page.extension.name;
byId('reload', HTMLElement).addEventListener('click', loadWidget);
byId('reload-silent', HTMLElement).addEventListener('click', loadWidget);
window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => showLooks(currentSwitches()));
onSwitches(apply);
