import { createDeskEvents } from './desk-events.ts';
import { byId } from './dom.ts';
import { fillIcons } from './icons.ts';
import { metaOf, preferencesOf, showLooks } from './looks.ts';
import { showNotice, showPopup } from './notices.ts';
import type { PageAttachment, PageTicket, Switches } from './page-contract.ts';
import { passRequest } from './requests.ts';
import { fetchAttachments, fetchPage, onSwitches, patchSwitches, resetSandbox } from './sandbox-api.ts';
import { createSandboxBar } from './sandbox-bar.ts';
import { attachmentList, conversation, ticketCard, ticketHead } from './ticket-views.ts';
import { linkWidget } from './widget-link.ts';
import { initials } from './words.ts';

const attachmentsEveryMs = 1500;

const page = await fetchPage();
const panelFrame = byId('panel-frame', HTMLElement);
const widgetFrame = byId('widget', HTMLIFrameElement);
const attachments = byId('attachments', HTMLElement);
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

let switches: Switches | undefined;
let files: readonly PageAttachment[] | undefined;

function currentSwitches(): Switches {
  if (!switches) throw new Error('The switches are not known yet');
  return switches;
}

function currentTicket(): PageTicket {
  const ticket = page.tickets.find((one) => one.id === currentSwitches().ticket);
  if (!ticket) throw new Error(`No ticket ${currentSwitches().ticket}`);
  return ticket;
}

const answerDeskEvent = createDeskEvents({
  page,
  switches: currentSwitches,
  ticket: currentTicket,
  showNotice: (notice) => showNotice(byId('notices', HTMLElement), notice),
  showPopup: (words) => showPopup(byId('popup', HTMLDialogElement), words),
  showAttachments: () => attachments.focus(),
  resizeWidget: (height) => {
    widgetFrame.style.height = height;
  },
});

const link = linkWidget({
  frame: widgetFrame,
  registration: () => ({
    meta: metaOf(currentSwitches()),
    extensionID: page.extension.id,
    location: page.location,
    locale: currentSwitches().language,
    localeResource: page.translations[currentSwitches().language] ?? {},
  }),
  onDeskEvent: answerDeskEvent,
  onRequest: async (options) => {
    const verdict = await passRequest(options);
    void refreshAttachments();
    return verdict;
  },
  onState: (state) => {
    panelFrame.dataset['state'] = state;
    byId('unanswered', HTMLElement).hidden = state !== 'unanswered';
  },
});

const bar = createSandboxBar({
  place: byId('bar', HTMLElement),
  below: 'ticket',
  languages: Object.keys(page.translations),
  curl: page.curl,
  change: (patch) => void patchSwitches(patch),
  reset: () => void resetSandbox(),
});

function loadWidget(): void {
  widgetFrame.style.height = '';
  link.load(`${page.frameUrl}?serviceOrigin=${encodeURIComponent(window.location.origin)}`);
}

function showTicket(): void {
  const ticket = currentTicket();
  document.title = `#${ticket.number} ${ticket.subject}`;
  const cards = page.tickets.map((one) =>
    ticketCard(one, one === ticket, () => void patchSwitches({ ticket: one.id })),
  );
  byId('tickets', HTMLElement).replaceChildren(...cards);
  byId('ticket-head', HTMLElement).replaceChildren(...ticketHead(ticket));
  byId('conversation', HTMLElement).replaceChildren(...conversation(ticket.conversation));
  files = undefined;
  void refreshAttachments();
}

async function refreshAttachments(): Promise<void> {
  const ticketId = currentTicket().id;
  const found = await fetchAttachments(ticketId);
  // The agent may have moved on while the list was on its way.
  if (ticketId !== currentTicket().id) return;
  const known = files;
  if (known && JSON.stringify(known) === JSON.stringify(found)) return;
  files = found;
  const isNew = (file: PageAttachment): boolean => known !== undefined && !known.some((one) => one.id === file.id);
  attachments.replaceChildren(...attachmentList(found, isNew));
}

function apply(next: Switches): void {
  const before = switches;
  switches = next;
  showLooks(next);
  bar.show(next);
  if (before?.ticket !== next.ticket) showTicket();
  if (before?.language !== next.language) loadWidget();
  if (!before) return;
  if (before.ticket !== next.ticket) link.emit('ticket_Shift', { ticketId: next.ticket });
  if (before.appearance !== next.appearance || before.theme !== next.theme) {
    link.emit('user_preference.changed', preferencesOf(next));
  }
}

fillIcons(document);
byId('agent', HTMLElement).textContent = initials(page.user.fullName);
byId('agent', HTMLElement).ariaLabel = page.user.fullName;
byId('extension-name', HTMLElement).textContent = page.extension.name;
byId('ticket-count', HTMLElement).textContent = String(page.tickets.length);
byId('reload', HTMLElement).addEventListener('click', loadWidget);
byId('reload-silent', HTMLElement).addEventListener('click', loadWidget);
systemDark.addEventListener('change', () => showLooks(currentSwitches()));
onSwitches(apply);
window.setInterval(() => {
  if (switches && !document.hidden) void refreshAttachments().catch(() => undefined);
}, attachmentsEveryMs);
