import { h } from './dom.ts';
import { icon } from './icons.ts';

const noticeMs = 6000;

/** Shows an extension's notice for a while (`ZOHODESK.notify`). */
export function showNotice(
  place: HTMLElement,
  { title, content, failed }: { title: string; content: string; failed: boolean },
): void {
  const notice = h(
    'div',
    { class: failed ? 'notice is-failure' : 'notice' },
    icon(failed ? 'failed' : 'done', 18),
    h('strong', {}, title),
    h('span', {}, content),
  );
  place.append(notice);
  window.setTimeout(() => notice.remove(), noticeMs);
}

export interface PopupWords {
  readonly title: string;
  readonly content: string;
  readonly okText: string;
  readonly cancelText: string;
}

/** Asks the agent for an extension (`ZOHODESK.showpopup`). @returns whether the agent agreed */
export function showPopup(dialog: HTMLDialogElement, words: PopupWords): Promise<boolean> {
  if (dialog.open) return Promise.resolve(false);
  dialog.replaceChildren(
    h('h2', {}, words.title),
    h('p', {}, words.content),
    h(
      'div',
      { class: 'popup-buttons' },
      h('button', { type: 'button', class: 'button', onclick: () => dialog.close('cancel') }, words.cancelText),
      h('button', { type: 'button', class: 'button button-primary', onclick: () => dialog.close('ok') }, words.okText),
    ),
  );
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'ok'), { once: true });
  });
}
