import { h } from './dom.ts';
import { icon } from './icons.ts';
import type { PageAttachment, PageMessage, PageTicket } from './page-contract.ts';
import { endingWord, initials, sizeWords, timeWords } from './words.ts';

/** One entry of the list of tickets. */
export function ticketCard(ticket: PageTicket, isCurrent: boolean, onPick: () => void): HTMLElement {
  const line = `#${ticket.number} · ${ticket.contact.name} · ${timeWords(ticket.createdTime)}`;
  const status = h('span', { class: 'dot', 'data-status': ticket.status, title: ticket.status });
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'ticket-card',
        'aria-current': isCurrent ? 'true' : 'false',
        'data-ticket': ticket.id,
        onclick: onPick,
      },
      h('span', { class: 'ticket-card-subject' }, ticket.subject),
      h('span', { class: 'ticket-card-line' }, status, line),
    ),
  );
}

/** Number, subject and facts of the ticket on screen. */
export function ticketHead(ticket: PageTicket): readonly HTMLElement[] {
  const facts: readonly [string, string][] = [
    ['Contact', ticket.contact.name],
    ['Company', ticket.contact.company],
    ['Department', ticket.department.name],
    ['Due', timeWords(ticket.dueDate)],
  ];
  return [
    h(
      'div',
      { class: 'ticket-number' },
      `#${ticket.number}`,
      h('span', { class: 'pill', 'data-status': ticket.status }, ticket.status),
      `${ticket.priority} priority · ${ticket.channel}`,
    ),
    h('h1', {}, ticket.subject),
    h('dl', { class: 'facts' }, ...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
  ];
}

/** The newest message first, as Desk shows them. */
export function conversation(messages: readonly PageMessage[]): readonly HTMLElement[] {
  return [sectionHead('Conversation', messages.length), ...messages.toReversed().map(messageCard)];
}

function messageCard({ author, from, time, kind, text }: PageMessage): HTMLElement {
  const isPrivate = kind === 'private-comment';
  const role = isPrivate ? 'Private comment' : from === 'agent' ? 'Support' : 'Customer';
  return h(
    'article',
    { class: isPrivate ? 'message is-private' : 'message' },
    h('span', { class: from === 'agent' ? 'avatar avatar-agent' : 'avatar', 'aria-hidden': 'true' }, initials(author)),
    h(
      'div',
      { class: 'message-head' },
      h('span', { class: 'message-author' }, author),
      h('span', { class: 'message-role' }, role),
      h('time', { datetime: time }, timeWords(time)),
    ),
    h('div', { class: 'message-text' }, ...text.split('\n\n').map((one) => h('p', {}, one))),
  );
}

/**
 * @param isNew tells the files that arrived since the page last looked
 * @param none said where there are no files
 */
export function attachmentList(
  files: readonly PageAttachment[],
  isNew: (file: PageAttachment) => boolean,
  none = 'No files on this ticket yet.',
): readonly HTMLElement[] {
  const head = sectionHead('Attachments', files.length);
  if (files.length === 0) return [head, h('p', { class: 'files-empty' }, none)];
  return [head, h('ul', { class: 'file-grid' }, ...files.map((file) => h('li', {}, attachment(file, isNew(file)))))];
}

function attachment(file: PageAttachment, isNew: boolean): HTMLElement {
  const origin = file.via === 'oms' ? 'through OMS' : timeWords(file.createdTime);
  const { link } = file;
  return h(
    'a',
    {
      class: isNew ? 'file is-new' : 'file',
      'data-attachment': file.id,
      ...(link === undefined
        ? {
            href: `/sandbox/ledger/${encodeURIComponent(file.id)}/content`,
            download: file.name,
            title: `Download ${file.name}`,
          }
        : { href: link, target: '_blank', rel: 'noreferrer', title: link }),
    },
    h('span', { class: 'file-ending', 'aria-hidden': 'true' }, link === undefined ? endingWord(file.name) : 'LINK'),
    h(
      'span',
      { class: 'file-text' },
      h('span', { class: 'file-name' }, file.name),
      h('span', { class: 'file-meta' }, `${link === undefined ? sizeWords(file.size) : 'Link'} · ${origin}`),
    ),
    icon(link === undefined ? 'download' : 'link', 16),
  );
}

function sectionHead(title: string, count: number): HTMLElement {
  return h('div', { class: 'section-head' }, h('h2', {}, title), h('span', { class: 'count' }, String(count)));
}
