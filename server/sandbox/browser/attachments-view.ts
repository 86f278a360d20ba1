import type { PageAttachment } from './page-contract.ts';
import { fetchAttachments } from './sandbox-api.ts';
import { attachmentList } from './ticket-views.ts';

/** The files of the ticket or record on screen, as its page shows them. */
export interface AttachmentsView {
  /** Shows those of another ticket or record: none of them counts as new. */
  begin(): void;
  /** Shows what has changed. */
  refresh(): Promise<void>;
}

const everyMs = 1500;

/**
 * Shows files, and looks for new ones while the page is in view.
 * @param currentId of the ticket or record on screen; `undefined` while that is not known
 * @param none what is said where there are none
 */
export function followAttachments(
  place: HTMLElement,
  currentId: () => string | undefined,
  none?: string,
): AttachmentsView {
  let files: readonly PageAttachment[] | undefined;

  async function refresh(): Promise<void> {
    const id = currentId();
    if (id === undefined) return;
    const found = await fetchAttachments(id);
    // The user may have moved on while the list was on its way.
    if (id !== currentId()) return;
    const known = files;
    if (known && JSON.stringify(known) === JSON.stringify(found)) return;
    files = found;
    const isNew = (file: PageAttachment): boolean => known !== undefined && !known.some((one) => one.id === file.id);
    place.replaceChildren(...attachmentList(found, isNew, none));
  }

  window.setInterval(() => {
    if (!document.hidden) void refresh().catch(() => undefined);
  }, everyMs);
  return {
    refresh,
    begin() {
      files = undefined;
      void refresh();
    },
  };
}
