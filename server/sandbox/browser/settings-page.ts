import { openDeskPage } from './desk-page.ts';
import { preferencesOf, showLooks } from './looks.ts';
import type { Switches } from './page-contract.ts';
import { passRequest } from './requests.ts';
import { fetchPage, onSwitches } from './sandbox-api.ts';

/** The extension's own page in Desk's setup, with the widget that its manifest places there: no ticket is on screen. */
const page = await fetchPage();
const { settings } = page;
if (!settings) throw new Error('plugin-manifest.json places no widget at desk.extension.preference');

let switches: Switches | undefined;

function currentSwitches(): Switches {
  if (!switches) throw new Error('The switches are not known yet');
  return switches;
}

const { bar, loadWidget, emit } = openDeskPage({
  page,
  ...settings,
  below: 'settings',
  switches: currentSwitches,
  ticket: () => undefined,
  showAttachments: () => {},
  onRequest: passRequest,
});

function apply(next: Switches): void {
  const before = switches;
  switches = next;
  showLooks(next);
  bar.show(next);
  // What the frame may call is settled when it is loaded.
  if (before?.language !== next.language || before.installation !== next.installation) loadWidget();
  if (before && (before.appearance !== next.appearance || before.theme !== next.theme)) {
    emit('user_preference.changed', preferencesOf(next));
  }
}

onSwitches(apply);
