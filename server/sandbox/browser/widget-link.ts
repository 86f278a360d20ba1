import type { Verdict } from './page-contract.ts';
import {
  type DeskEvent,
  type Properties,
  pathAddress,
  type Registration,
  readDeskEvent,
  readMessage,
  senderAddress,
} from './wire.ts';

/** The page's end of the wire to one widget. */
export interface WidgetLink {
  /** Loads the widget anew. */
  load(address: string): void;
  /** Sends an event to the widget, such as `ticket_Shift`. Nothing where it has not registered. */
  emit(eventName: string, data: unknown): void;
}

export interface WidgetLinkOptions {
  readonly frame: HTMLIFrameElement;
  /** What a widget is told when it has loaded; asked each time. Never rejects. */
  registration(): Promise<Registration>;
  onDeskEvent(event: DeskEvent): Promise<Verdict>;
  onRequest(options: unknown): Promise<Verdict>;
  onState(state: WidgetState): void;
}

export type WidgetState =
  | 'loading'
  | 'registered'
  /** No answer to the registration within 15 s, as Zoho's page waits. */
  | 'unanswered';

const registrationMs = 15_000;

/** Speaks the host's side of the SDK's protocol with whatever `frame` shows. */
export function linkWidget(options: WidgetLinkOptions): WidgetLink {
  const { frame } = options;
  let uniqueID = '';
  let address: string | undefined;
  let registered = false;
  let timer: number | undefined;

  function tell(message: Properties): void {
    frame.contentWindow?.postMessage(message, '*');
  }

  function become(state: WidgetState): void {
    registered = state === 'registered';
    if (state !== 'loading') window.clearTimeout(timer);
    options.onState(state);
  }

  // Also when the widget reloads itself: it has forgotten its registration, and Zoho's page registers it again.
  frame.addEventListener('load', () => {
    if (!address) return;
    uniqueID = crypto.randomUUID();
    become('loading');
    timer = window.setTimeout(() => become('unanswered'), registrationMs);
    void register(uniqueID);
  });

  async function register(id: string): Promise<void> {
    const data = await options.registration();
    // It may have been loaded once more in the meantime.
    if (id === uniqueID) tell({ type: '__REGISTER__', uniqueID, data: { ...data, uniqueID } });
  }

  function reply(message: Properties, verdict: Verdict): void {
    if (verdict.kind === 'silent') return;
    tell({
      type: '__EVENT_RESPONSE__',
      eventName: message['eventName'],
      promiseID: message['promiseID'],
      time: Date.now(),
      data: verdict.value,
      isSuccess: verdict.kind === 'resolved',
    });
  }

  async function answer(message: Properties): Promise<void> {
    if (message['eventName'] === '__HTTP__') return reply(message, await options.onRequest(message['options']));
    const event = message['eventName'] === 'DESK_EVENT' ? readDeskEvent(message['data']) : undefined;
    if (event) reply(message, await options.onDeskEvent(event));
  }

  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = readMessage(event.data);
    if (!message || event.source !== frame.contentWindow || message['uniqueID'] !== uniqueID) return;
    if (message['type'] === '__REGISTER__') become('registered');
    else if (message['type'] === '__DEREGISTER__') registered = false;
    // A widget that changed its path is a stranger: Zoho's page drops all that it says.
    else if (registered && senderAddress(message) === address) void answer(message);
  });

  return {
    load(url) {
      window.clearTimeout(timer);
      address = pathAddress(url);
      options.onState('loading');
      frame.src = url;
    },
    emit(eventName, data) {
      if (registered) tell({ eventName, widgetID: uniqueID, data });
    },
  };
}
