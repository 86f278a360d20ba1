import type { Verdict } from './page-contract.ts';
import type { WidgetState } from './widget-link.ts';
import { isProperties, type Properties, pathAddress, readMessage } from './wire.ts';

/** The page's end of the wire to one widget of CRM or Bigin. */
export interface EmbeddedLink {
  /** Loads the widget anew. */
  load(address: string): void;
  /** Tells the widget which record is on screen. Nothing where it has not registered. */
  tellRecord(): void;
}

export interface EmbeddedLinkOptions {
  readonly frame: HTMLIFrameElement;
  /** Of the interface, as the page has it. */
  locale(): string;
  /** What `PageLoad` tells. */
  pageLoad(): Properties;
  onCall(data: Properties): Promise<Verdict>;
  onState(state: WidgetState): void;
}

const registrationMs = 15_000;

/** Speaks the page's side of the protocol of Zoho's SDK for embedded apps with whatever `frame` shows. */
export function linkEmbedded(options: EmbeddedLinkOptions): EmbeddedLink {
  const { frame } = options;
  let address: string | undefined;
  let uniqueID: string | undefined;
  let timer: number | undefined;

  function tell(eventName: string, data: unknown, promiseid?: unknown): void {
    const message = { type: 'FRAMEWORK.EVENT', eventName, data, ...(promiseid !== undefined && { promiseid }) };
    frame.contentWindow?.postMessage(message, '*');
  }

  function tellRecord(): void {
    if (uniqueID !== undefined) tell('PageLoad', options.pageLoad());
  }

  function register(): void {
    window.clearTimeout(timer);
    uniqueID = crypto.randomUUID();
    tell('SET_CONTEXT', { uniqueID, model: {}, locale: options.locale(), localeResource: {}, connectors: [] });
    options.onState('registered');
    tellRecord();
  }

  async function answer(message: Properties): Promise<void> {
    const { data, promiseid } = message;
    const verdict = await options.onCall(isProperties(data) ? data : {});
    if (verdict.kind === 'silent') return;
    tell(verdict.kind === 'resolved' ? 'EVENT_RESPONSE' : 'EVENT_RESPONSE_FAILURE', verdict.value, promiseid);
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = readMessage(event.data);
    if (!message || event.source !== frame.contentWindow || message['type'] !== 'SDK.EVENT') return;
    if (senderOf(message) !== address) return;
    if (message['eventName'] === 'REGISTER') register();
    else if (message['eventName'] === 'CRM_EVENT' && message['uniqueID'] === uniqueID) void answer(message);
  });

  return {
    load(url) {
      window.clearTimeout(timer);
      address = pathAddress(url);
      uniqueID = undefined;
      options.onState('loading');
      timer = window.setTimeout(() => options.onState('unanswered'), registrationMs);
      frame.src = url;
    },
    tellRecord,
  };
}

/** The sender's address as the SDK puts it, encoded, into `appOrigin`. */
function senderOf({ appOrigin }: Properties): string | undefined {
  try {
    return typeof appOrigin === 'string' ? pathAddress(decodeURIComponent(appOrigin)) : undefined;
  } catch {
    return undefined;
  }
}
