/**
 * A stand-in of Zoho's SDK for embedded apps (version 1.5): a classic script that defines the global `ZOHO`, for trying
 * the widget without the internet. It keeps the SDK's quirks on purpose; each is marked, since none may be "mended"
 * here. The page's address says the product, and whether `attachFile` is missing.
 */
(() => {
  type Properties = Record<string, unknown>;
  type Handler = (data: unknown) => unknown;
  interface Settlers {
    resolve(value: unknown): void;
    reject(reason: unknown): void;
  }

  const query = new URLSearchParams(window.location.search);
  const serviceOrigin = query.get('serviceOrigin') ?? '';
  const registered = new Map<string, Handler>();
  const listeners = new Map<string, Handler>();
  const waiting = new Map<string, Settlers>();
  let nextPromise = 100;
  let uniqueID: unknown;
  let parentWindow: Window | undefined;

  function isProperties(value: unknown): value is Properties {
    return typeof value === 'object' && value !== null;
  }

  function here(): string {
    return encodeURIComponent(`${window.location.protocol}//${window.location.host}${window.location.pathname}`);
  }

  /** Quirk: throws at once before the page has sent the context; and there is no timeout. */
  function trigger(data: Properties): Promise<unknown> {
    if (!parentWindow) throw new Error('Parentwindow reference not found.');
    const promiseid = `Promise${nextPromise}`;
    nextPromise += 1;
    const event = { type: 'SDK.EVENT', eventName: 'CRM_EVENT', uniqueID, time: Date.now(), promiseid };
    parentWindow.postMessage({ ...event, appOrigin: here(), data: { ...data, sdkVersion: '1.5' } }, serviceOrigin);
    return new Promise((resolve, reject) => waiting.set(promiseid, { resolve, reject }));
  }

  function settle(message: Properties, succeeded: boolean): void {
    const promiseid = String(message['promiseid']);
    const settlers = waiting.get(promiseid);
    waiting.delete(promiseid);
    if (succeeded) settlers?.resolve(message['data']);
    else settlers?.reject(message['data']);
  }

  // Quirk: who sent a message is not really checked, so any window can forge replies and events.
  window.addEventListener('message', ({ data: message }: MessageEvent<unknown>) => {
    if (!isProperties(message) || message['type'] !== 'FRAMEWORK.EVENT') return;
    switch (message['eventName']) {
      case 'SET_CONTEXT':
        parentWindow = window.parent;
        uniqueID = isProperties(message['data']) ? message['data']['uniqueID'] : undefined;
        break;
      case 'EVENT_RESPONSE':
        return settle(message, true);
      case 'EVENT_RESPONSE_FAILURE':
        return settle(message, false);
      default:
        try {
          listeners.get(String(message['eventName']))?.(message['data']);
        } catch {
          // Quirk: what a listener throws is swallowed.
        }
    }
  });

  const embeddedApp = {
    /** Quirk: one listener an event, and one that comes after `init` is never heard. */
    on(event: string, handler: Handler): void {
      registered.set(event, handler);
    },
    /** Quirk: what it gives back never settles. */
    init(): Promise<void> {
      for (const [event, handler] of registered) listeners.set(event, handler);
      window.parent.postMessage({ type: 'SDK.EVENT', eventName: 'REGISTER', appOrigin: here() }, serviceOrigin);
      return new Promise(() => {});
    },
  };

  /** Quirk: a file without a name, such as a Blob, arrives as "undefined". */
  function again(file: File): File {
    return new File([file], file.name, { type: file.type });
  }

  const config = (type: string, nameSpace?: unknown) => trigger({ category: 'CONFIG', type, nameSpace });
  const http = (method: string) => (request: Properties) => {
    const { url, headers, body } = request;
    return trigger({ category: 'CONNECTOR', nameSpace: `wget.${method}`, data: { url, Header: headers, Body: body } });
  };

  const API = {
    attachFile: ({
      Entity,
      RecordID,
      File: { Name, Content },
    }: {
      Entity: string;
      RecordID: string;
      File: { Name: string; Content: File };
    }) =>
      trigger({
        category: 'CREATE',
        type: 'ATTACHMENT',
        Entity,
        RelatedID: RecordID,
        APIData: { FileName: Name, FileData: again(Content) },
      }),
    getRecord: (APIData: Properties) => trigger({ category: 'READ', APIData }),
    getRelatedRecords: (APIData: Properties) => trigger({ category: 'READ', APIData }),
    delinkRelatedRecord: (given: Properties) => trigger({ ...given, category: 'DELETE', type: 'RELATED_RECORD' }),
  };
  const shared = {
    CONFIG: { getCurrentUser: () => config('CURRENT_USER'), getOrgInfo: () => config('ORG') },
    CONNECTION: {
      invoke(connectionName: string, { url, method, param_type, parameters, headers }: Properties) {
        const data = {
          url,
          method,
          param_type,
          parameters: JSON.stringify(parameters),
          headers: JSON.stringify(headers),
        };
        return trigger({ category: 'CRM_CONNECTION', connectionName, data: { data } });
      },
    },
    HTTP: { get: http('get'), post: http('post'), put: http('put'), patch: http('patch'), delete: http('delete') },
  };
  if (query.get('attachFile') === 'missing') Reflect.deleteProperty(API, 'attachFile');
  const functions =
    query.get('product') === 'bigin'
      ? {
          BIGIN: {
            ...shared,
            API: { ...API, getBiginVariable: ({ nameSpace }: Properties) => config('VARIABLE', nameSpace) },
          },
        }
      : { CRM: { ...shared, API: { ...API, getOrgVariable: (nameSpace: unknown) => config('VARIABLE', nameSpace) } } };
  Object.assign(window, { ZOHO: { embeddedApp, ...functions } });
})();
