import { isRecord } from './records.ts';

/** A call of `ZOHODESK.request` as it would reach Zoho's servers. */
export interface FakeCall {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly connectionLinkName: string | undefined;
  readonly files: readonly {
    readonly part: string;
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  }[];
  /** The options' own keys, as they were given. */
  readonly keys: readonly string[];
}

export interface FakeZohoDesk {
  /** The global, with as much of the SDK as the widget uses. */
  readonly ZOHODESK: unknown;
  /** What the page around says at registration. */
  registration: Record<string, unknown>;
  /** What `get` answers, by path; a path that is missing is rejected. */
  readonly data: Map<string, unknown>;
  /** How Zoho's servers answer a call: the value to resolve or reject with, as they shape it. */
  serve: (call: FakeCall) => Promise<unknown>;
  /** How the page answers `invoke`: in the right panel it refuses unless a test says otherwise. */
  invoke: (name: string, value: unknown) => unknown;
  readonly calls: FakeCall[];
  readonly notices: unknown[];
  readonly counts: { onload: number; binds: Map<string, number> };
  /** Plays the page's `__REGISTER__`. */
  register(): void;
  emit(event: string, payload?: unknown): void;
}

type Properties = Record<string, unknown>;

/** Zoho's client SDK with the quirks that the widget must live with; nothing here is to be mended. */
export function createFakeZohoDesk(): FakeZohoDesk {
  const handlers = new Map<string, ((payload: unknown) => void)[]>();
  const counts = { onload: 0, binds: new Map<string, number>() };
  let registered = false;

  function mustBeRegistered() {
    if (!registered) throw new Error('The extension is not registered yet');
  }

  const instance = {
    serviceOrigin: 'https://desk.zoho.eu',
    dcType: 'ZAPPSUSERCONTENT',
    on(event: string, handler: (payload: unknown) => void) {
      if (event !== 'Load') counts.binds.set(event, (counts.binds.get(event) ?? 0) + 1);
      handlers.set(event, [...(handlers.get(event) ?? []), handler]);
    },
  };

  async function request(options: Properties): Promise<unknown> {
    const keys = Object.keys(options);
    const { headers, data, postBody, fileObj } = options;
    // A handler that finds one of these missing throws, and the promise hangs.
    if (!headers || !data || !postBody) return never();
    if (Object.hasOwn(options, 'fileObj') && !Array.isArray(fileObj)) throw new TypeError('fileObj is not a list');
    const given: unknown[] = Array.isArray(fileObj) ? fileObj : [];
    // What is no File of this window is dropped without a word.
    const entries = given.filter(
      (one): one is { key: string; file: File } => isRecord(one) && one['file'] instanceof File,
    );
    // The caller's own object is changed, so that a second request with it sends no file.
    if (fileObj) options['fileObj'] = [];
    if (entries.length === 0 && !registered) mustBeRegistered();
    if (!registered) return never();
    const files = [];
    for (const { key: part, file } of entries) {
      const bytes = await file.arrayBuffer().catch(() => never<ArrayBuffer>());
      files.push({ part, name: file.name, type: file.type, bytes: new Uint8Array(bytes) });
    }
    const { connectionLinkName } = options;
    const call: FakeCall = {
      url: String(options['url']),
      method: String(options['type']),
      headers: isRecord(headers) ? { ...headers } : {},
      query: isRecord(data) ? { ...data } : {},
      body: structuredClone(postBody),
      connectionLinkName: typeof connectionLinkName === 'string' ? connectionLinkName : undefined,
      files,
      keys,
    };
    fake.calls.push(call);
    return fake.serve(call);
  }

  const fake: FakeZohoDesk = {
    ZOHODESK: {
      extension: {
        onload() {
          counts.onload += 1;
          return new Promise((resolve) => {
            instance.on('Load', () => resolve({ instance, ...fake.registration }));
          });
        },
      },
      get(path: string) {
        mustBeRegistered();
        if (!fake.data.has(path)) return Promise.reject({ errMsg: `Invalid property ${path}` });
        return Promise.resolve({ [path]: structuredClone(fake.data.get(path)), status: 'success' });
      },
      notify(notice: unknown) {
        mustBeRegistered();
        fake.notices.push(notice);
        return Promise.resolve({ status: 'success' });
      },
      invoke(name: string, value: unknown) {
        mustBeRegistered();
        return fake.invoke(name, value);
      },
      request: (options: Properties) => request(options),
    },
    registration: {
      meta: {
        dcType: 'EU',
        deskDomainUrl: 'https://desk.zoho.eu',
        userPreferences: { appearance: 'light', theme: 'blue', fontFamily: 'Puvi' },
      },
      uniqueID: 'extension-1',
      extensionID: '1',
      location: 'desk.ticket.detail.rightpanel',
      locale: 'pt',
      localeResource: { 'panel.title': 'Anexos' },
    },
    data: new Map<string, unknown>([
      ['ticket', { id: '4000000012345', number: '101', subject: 'Printer on fire', status: 'Open' }],
      ['ticket.id', '4000000012345'],
      ['portal.id', '700001'],
      ['user', { id: '9', fullName: 'Ana Prado', email: 'ana@example.com' }],
      ['extension.config', [{ name: 'maxfilemb', value: '15', defaultValue: '20' }]],
    ]),
    serve: async () => never(),
    invoke: () => Promise.reject({ errMsg: 'Not supported in this location' }),
    calls: [],
    notices: [],
    counts,
    register() {
      registered = true;
      for (const handler of handlers.get('Load') ?? []) handler(undefined);
      handlers.delete('Load');
    },
    emit(event, payload) {
      for (const handler of handlers.get(event) ?? []) handler(payload);
    },
  };
  return fake;
}

/** A promise that nobody will ever settle. */
export function never<T = unknown>(): Promise<T> {
  return new Promise(() => {});
}

/** A file that was deleted or locked after it was picked. */
export function createLockedFile(name: string): File {
  const locked = () => Promise.reject(new DOMException('The file could not be read', 'NotReadableError'));
  const file = new File(['locked'], name);
  Object.assign(file, { arrayBuffer: locked, slice: () => Object.assign(new Blob(), { arrayBuffer: locked }) });
  return file;
}
