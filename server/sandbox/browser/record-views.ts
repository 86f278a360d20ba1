import { h } from './dom.ts';
import type { PageRecord, RecordsPageData } from './page-contract.ts';

/** One entry of the list of records. */
export function recordCard(record: PageRecord, isCurrent: boolean, onPick: () => void): HTMLElement {
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'ticket-card',
        'aria-current': isCurrent ? 'true' : 'false',
        'data-record': record.id,
        onclick: onPick,
      },
      h('span', { class: 'ticket-card-subject' }, record.name),
      h('span', { class: 'ticket-card-line' }, moduleWords(record.module)),
    ),
  );
}

/** Module, name and facts of the record on screen. */
export function recordHead(record: PageRecord, { userName }: RecordsPageData): readonly HTMLElement[] {
  const facts: readonly [string, string][] = [
    ['Record id', record.id],
    ['Owner', userName],
    ['API name of the module', record.module],
  ];
  return [
    h(
      'div',
      { class: 'ticket-number' },
      h('span', { class: 'pill', 'data-status': 'Closed' }, moduleWords(record.module)),
    ),
    h('h1', {}, record.name),
    h('dl', { class: 'facts' }, ...facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value)))),
  ];
}

/** `Price_Books` as people read it. */
function moduleWords(module: string): string {
  return module.replaceAll('_', ' ');
}
