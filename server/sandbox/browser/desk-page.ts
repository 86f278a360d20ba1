import { createDeskEvents, type DeskSide } from './desk-events.ts';
import { byId } from './dom.ts';
import { fillIcons } from './icons.ts';
import { metaOf, showLooks } from './looks.ts';
import { showNotice, showPopup } from './notices.ts';
import type { PageData } from './page-contract.ts';
import { fetchTexts, patchSwitches, resetSandbox } from './sandbox-api.ts';
import { createSandboxBar, type SandboxBar, type SandboxBarOptions } from './sandbox-bar.ts';
import { linkWidget, type WidgetLink, type WidgetLinkOptions } from './widget-link.ts';
import { initials } from './words.ts';

/** What the pages of Desk differ in. */
export interface DeskPageOptions
  extends Pick<DeskSide, 'ticket' | 'showAttachments' | 'switches'>,
    Pick<WidgetLinkOptions, 'onRequest'>,
    Pick<SandboxBarOptions, 'below'> {
  readonly page: PageData;
  /** Of the widget that is in the page. */
  readonly frameUrl: string;
  /** Where the manifest places that widget. */
  readonly location: string;
}

/** A page of Desk with a widget in it. */
export interface DeskPage extends Pick<WidgetLink, 'emit'> {
  readonly bar: SandboxBar;
  loadWidget(): void;
}

/** Links the widget in the page's frame with Desk, and fills in what all pages of Desk show. */
export function openDeskPage(options: DeskPageOptions): DeskPage {
  const { page, switches, frameUrl, location, onRequest, ticket, showAttachments, below } = options;
  const panelFrame = byId('panel-frame', HTMLElement);
  const widgetFrame = byId('widget', HTMLIFrameElement);
  let texts: Promise<unknown> = Promise.resolve({});
  const link = linkWidget({
    frame: widgetFrame,
    registration: async () => ({
      meta: metaOf(switches()),
      extensionID: page.extension.id,
      location,
      locale: switches().language,
      localeResource: await texts,
    }),
    onDeskEvent: createDeskEvents({
      page,
      switches,
      ticket,
      showNotice: (notice) => showNotice(byId('notices', HTMLElement), notice),
      showPopup: (words) => showPopup(byId('popup', HTMLDialogElement), words),
      showAttachments,
      resizeWidget: (height) => {
        widgetFrame.style.height = height;
      },
    }),
    onRequest,
    onState: (state) => {
      panelFrame.dataset['state'] = state;
      byId('unanswered', HTMLElement).hidden = state !== 'unanswered';
    },
  });
  const bar = createSandboxBar({
    place: byId('bar', HTMLElement),
    below,
    languages: page.languages,
    curl: page.curl,
    change: (patch) => void patchSwitches(patch),
    reset: () => void resetSandbox(),
  });

  function loadWidget(): void {
    texts = fetchTexts(switches().language).catch(() => ({}));
    widgetFrame.style.height = '';
    link.load(`${frameUrl}?serviceOrigin=${encodeURIComponent(window.location.origin)}`);
  }

  fillIcons(document);
  byId('agent', HTMLElement).textContent = initials(page.user.fullName);
  byId('agent', HTMLElement).ariaLabel = page.user.fullName;
  byId('extension-name', HTMLElement).textContent = page.extension.name;
  byId('reload', HTMLElement).addEventListener('click', loadWidget);
  byId('reload-silent', HTMLElement).addEventListener('click', loadWidget);
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => showLooks(switches()));
  return { bar, loadWidget, emit: link.emit };
}
