/**
 * A stand-in of Zoho Desk's client SDK: a classic script that defines the global `ZOHODESK`, for trying the widget
 * without the internet. It keeps the SDK's quirks on purpose; each is marked, since none may be "mended" here.
 */
(() => {
  type Properties = Record<string, unknown>;
  type Handler = (data: unknown) => unknown;
  interface Settlers {
    resolve(value: unknown): void;
    reject(reason: unknown): void;
  }

  const serviceOrigin = new URLSearchParams(window.location.search).get('serviceOrigin') ?? '';
  const handlers = new Map<string, Handler[]>();
  const waiting = new Map<string, Settlers>();
  let nextPromise = 100;
  let key: string | undefined;
  let parentWindow: Window | undefined;

  function isProperties(value: unknown): value is Properties {
    return typeof value === 'object' && value !== null;
  }

  function here(): string {
    return encodeURIComponent(`${window.location.protocol}//${window.location.host}${window.location.pathname}`);
  }

  function post(message: Properties): void {
    // Quirk: before registration this throws at the caller, who expects a promise.
    if (!parentWindow) throw new Error('The extension is not registered yet');
    parentWindow.postMessage(
      { ...message, uniqueID: key, widgetID: key, time: Date.now(), widgetOrigin: here() },
      serviceOrigin,
    );
  }

  function ask(message: Properties): Promise<unknown> {
    const promiseID = `Promise${nextPromise}`;
    nextPromise += 1;
    post({ ...message, isPromise: true, promiseID });
    return new Promise((resolve, reject) => waiting.set(promiseID, { resolve, reject }));
  }

  function askDesk(type: string, property: unknown, value: unknown): Promise<unknown> {
    return ask({ type: '__EVENT__', eventName: 'DESK_EVENT', data: { type, property, value } });
  }

  function callHandlers(eventName: unknown, data: unknown): void {
    for (const handler of handlers.get(String(eventName)) ?? []) {
      try {
        handler(data);
      } catch (error) {
        console.error('[ZOHODESK]', error);
      }
    }
  }

  function register(message: Properties): void {
    key = String(message['uniqueID']);
    parentWindow = window.parent;
    post({ type: '__REGISTER__' });
    callHandlers('Load', message['data']);
  }

  function settle(message: Properties): void {
    const promiseID = String(message['promiseID']);
    const settlers = waiting.get(promiseID);
    if (!settlers) return;
    waiting.delete(promiseID);
    if (message['isSuccess']) settlers.resolve(message['data']);
    else settlers.reject(message['data']);
  }

  // Quirk: who sent a message is not checked, so any window can forge replies and events.
  window.addEventListener('message', ({ data: message }: MessageEvent<unknown>) => {
    if (!isProperties(message)) return;
    if (message['type'] === '__REGISTER__') register(message);
    else if (message['type'] === '__EVENT_RESPONSE__') settle(message);
    else if (message['widgetID'] === key) callHandlers(message['eventName'], message['data']);
  });
  window.addEventListener('pagehide', () => {
    if (parentWindow) post({ type: '__DEREGISTER__' });
  });

  const instance = {
    serviceOrigin,
    // Quirk: taken from the widget's own address, so it says nothing about the data centre.
    dcType: (window.location.hostname.split('.').at(-1) ?? '').toUpperCase().replace(/^COM$/, 'US'),
    /** Listens to an event of Desk; there is no way to end it. */
    on(eventName: string, handler: Handler): void {
      const known = [...(handlers.get(eventName) ?? []), handler];
      handlers.set(eventName, known);
      if (eventName === 'Load') return;
      const bind = (): void => post({ type: '__EVENT_BIND__', eventName, count: known.length });
      if (parentWindow) bind();
      else instance.on('Load', bind);
    },
  };

  /** Quirk: waits for the next registration, so it must be called once, before the first. */
  function onload(): Promise<unknown> {
    return new Promise((resolve) => {
      instance.on('Load', (data) => resolve({ instance, ...(isProperties(data) ? data : {}) }));
    });
  }

  function request(options: Properties): Promise<unknown> {
    if (!Object.hasOwn(options, 'fileObj')) return ask({ eventName: '__HTTP__', options });
    return new Promise((resolve, reject) => {
      const given = options['fileObj'];
      // Quirk: rejects where the key is there without a list.
      if (!Array.isArray(given)) throw new TypeError('fileObj is not a list');
      // Quirk: what is no File of this window is dropped without a word, and the request goes out without it.
      const entries = given.filter(
        (one): one is { key: string; file: File } => isProperties(one) && one['file'] instanceof File,
      );
      const read: Properties[] = [];
      // Quirk: the caller's own object is changed, so that a second request with it sends no file.
      options['fileObj'] = read;
      const go = (): void => void ask({ eventName: '__HTTP__', options }).then(resolve, reject);
      if (entries.length === 0) go();
      for (const { key: part, file } of entries) {
        const reader = new FileReader();
        // Quirk: no error handler, so that an unreadable file leaves the promise open for ever.
        reader.onload = () => {
          read.push({ fileName: file.name, fileType: file.type, content: reader.result, key: part });
          if (read.length === entries.length) go();
        };
        reader.readAsArrayBuffer(file);
      }
    });
  }

  const ZOHODESK = {
    extension: { onload },
    get: (property: string, value?: unknown) => askDesk('GET_DATA', property, value),
    set: (property: string, value?: unknown) => askDesk('SET_DATA', property, value),
    delete: (property: string, value?: unknown) => askDesk('DELETE_DATA', property, value),
    invoke: (name: string, value?: unknown) => askDesk(name, undefined, value),
    notify: (value: unknown) => askDesk('NOTIFY', undefined, value),
    showpopup: (value: unknown) => askDesk('POPUP', undefined, value),
    request,
  };
  Object.assign(window, { ZOHODESK });
})();
