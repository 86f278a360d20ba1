import { followAttachments } from './attachments-view.ts';
import { openDeskPage } from './desk-page.ts';
import { byId } from './dom.ts';
import { preferencesOf, showLooks } from './looks.ts';
import type { PageTicket, Switches } from './page-contract.ts';
import { passRequest } from './requests.ts';
import { fetchPage, onSwitches, patchSwitches } from './sandbox-api.ts';
import { conversation, ticketCard, ticketHead } from './ticket-views.ts';

const page = await fetchPage();
const attachments = byId('attachments', HTMLElement);

let switches: Switches | undefined;
const files = followAttachments(attachments, () => switches?.ticket);

function currentSwitches(): Switches {
  if (!switches) throw new Error('The switches are not known yet');
  return switches;
}

function currentTicket(): PageTicket {
  const ticket = page.tickets.find((one) => one.id === currentSwitches().ticket);
  if (!ticket) throw new Error(`No ticket ${currentSwitches().ticket}`);
  return ticket;
}

const { bar, loadWidget, emit } = openDeskPage({
  page,
  frameUrl: page.frameUrl,
  location: page.location,
  below: 'ticket',
  switches: currentSwitches,
  ticket: currentTicket,
  showAttachments: () => attachments.focus(),
  onRequest: async (options) => {
    const verdict = await passRequest(options);
    void files.refresh();
    return verdict;
  },
});

function showTicket(): void {
  const ticket = currentTicket();
  document.title = `#${ticket.number} ${ticket.subject}`;
  const cards = page.tickets.map((one) =>
    ticketCard(one, one === ticket, () => void patchSwitches({ ticket: one.id })),
  );
  byId('tickets', HTMLElement).replaceChildren(...cards);
  byId('ticket-head', HTMLElement).replaceChildren(...ticketHead(ticket));
  byId('conversation', HTMLElement).replaceChildren(...conversation(ticket.conversation));
  files.begin();
}

function apply(next: Switches): void {
  const before = switches;
  switches = next;
  showLooks(next);
  bar.show(next);
  if (before?.ticket !== next.ticket) showTicket();
  if (before?.language !== next.language) loadWidget();
  if (!before) return;
  if (before.ticket !== next.ticket) emit('ticket_Shift', { ticketId: next.ticket });
  if (before.appearance !== next.appearance || before.theme !== next.theme) {
    emit('user_preference.changed', preferencesOf(next));
  }
}

byId('ticket-count', HTMLElement).textContent = String(page.tickets.length);
onSwitches(apply);
