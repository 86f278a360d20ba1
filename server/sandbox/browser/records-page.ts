import { followAttachments } from './attachments-view.ts';
import { byId } from './dom.ts';
import { linkEmbedded } from './embedded-link.ts';
import { passCall } from './embedded-requests.ts';
import { fillIcons } from './icons.ts';
import type { PageRecord, RecordsPageProduct, Switches } from './page-contract.ts';
import { recordCard, recordHead } from './record-views.ts';
import { fetchRecordsPage, onSwitches, patchSwitches, resetSandbox } from './sandbox-api.ts';
import { createSandboxBar } from './sandbox-bar.ts';
import type { Properties } from './wire.ts';
import { initials } from './words.ts';

const product: RecordsPageProduct = window.location.pathname.startsWith('/bigin') ? 'bigin' : 'crm';
const page = await fetchRecordsPage(product);
const root = document.documentElement;
const attachments = byId('attachments', HTMLElement);
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

let switches: Switches | undefined;
const files = followAttachments(attachments, () => switches?.[product], 'No files on this record yet.');

function currentSwitches(): Switches {
  if (!switches) throw new Error('The switches are not known yet');
  return switches;
}

function currentRecord(): PageRecord {
  const record = page.records.find(({ id }) => id === currentSwitches()[product]);
  if (!record) throw new Error(`No record ${currentSwitches()[product]}`);
  return record;
}

function pageLoad(): Properties {
  const { module, id } = currentRecord();
  const { pageLoad: told } = currentSwitches();
  if (told === 'nothing') return {};
  return { Entity: module, EntityId: told === 'array' ? [id] : id };
}

const link = linkEmbedded({
  frame: byId('widget', HTMLIFrameElement),
  locale: () => currentSwitches().language,
  pageLoad,
  onCall: async (data) => {
    const verdict = await passCall(product, data);
    void files.refresh();
    return verdict;
  },
  onState: (state) => {
    byId('panel-frame', HTMLElement).dataset['state'] = state;
    byId('unanswered', HTMLElement).hidden = state !== 'unanswered';
  },
});

const bar = createSandboxBar({
  place: byId('bar', HTMLElement),
  below: product,
  languages: page.languages,
  curl: page.curl,
  change: (patch) => void patchSwitches(patch),
  reset: () => void resetSandbox(),
});

function loadWidget(): void {
  const query = new URLSearchParams({
    serviceOrigin: window.location.origin,
    attachFile: currentSwitches().attachFile,
  });
  link.load(`${page.frameUrl}&${query}`);
}

/** Neither product tells the widget its looks: the page follows the operating system, as the widget does. */
function showLooks(): void {
  root.dataset['appearance'] = systemDark.matches ? 'dark' : 'light';
  root.style.setProperty('--panel-width', `${currentSwitches().width}px`);
}

function showRecord(): void {
  const record = currentRecord();
  document.title = `${record.name} – ${page.productName}`;
  const cards = page.records.map((one) =>
    recordCard(one, one === record, () => void patchSwitches({ [product]: one.id })),
  );
  byId('records', HTMLElement).replaceChildren(...cards);
  byId('record-head', HTMLElement).replaceChildren(...recordHead(record, page));
  files.begin();
}

function apply(next: Switches): void {
  const before = switches;
  switches = next;
  showLooks();
  bar.show(next);
  if (before?.[product] !== next[product]) showRecord();
  if (before?.language !== next.language || before.attachFile !== next.attachFile) loadWidget();
  else if (before[product] !== next[product] || before.pageLoad !== next.pageLoad) link.tellRecord();
}

fillIcons(document);
byId('product', HTMLElement).textContent = page.productName;
byId('user', HTMLElement).textContent = initials(page.userName);
byId('user', HTMLElement).ariaLabel = page.userName;
byId('extension-name', HTMLElement).textContent = page.extensionName;
byId('record-count', HTMLElement).textContent = String(page.records.length);
byId('reload', HTMLElement).addEventListener('click', loadWidget);
byId('reload-silent', HTMLElement).addEventListener('click', loadWidget);
systemDark.addEventListener('change', showLooks);
onSwitches(apply);
