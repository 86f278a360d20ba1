import { isRecord, parseJson } from '../records.ts';

/** A call of the SDK as the product's page would get it. */
export interface EmbeddedCall {
  /** Such as `API.attachFile`. */
  readonly name: string;
  readonly given: readonly unknown[];
}

export interface FakeEmbeddedSdk {
  /** The global, with as much of the SDK as the widget uses. */
  readonly ZOHO: { embeddedApp: Record<string, unknown> } & Record<string, unknown>;
  /** The functions below the product's namespace, to take out or to replace. */
  readonly functions: Record<string, Record<string, unknown>>;
  /** What the page answers, by the function's name; what is missing is never answered. */
  readonly answers: Map<string, (...given: readonly unknown[]) => unknown>;
  readonly calls: EmbeddedCall[];
  readonly counts: { on: number; init: number };
  /** Plays the page's `PageLoad`; before `init` nobody hears it. */
  load(data: unknown): void;
}

/** The names of the SDK's functions that the fake has. */
const names = {
  API: ['attachFile', 'delinkRelatedRecord', 'getRecord', 'getRelatedRecords'],
  CONFIG: ['getCurrentUser', 'getOrgInfo'],
  CONNECTION: ['invoke'],
  HTTP: ['delete', 'get', 'patch', 'post', 'put'],
} as const;

/** Zoho's SDK for embedded apps with the quirks that the widget must live with; nothing here is to be mended. */
export function createFakeEmbeddedSdk(product: 'crm' | 'bigin'): FakeEmbeddedSdk {
  const listeners = new Map<string, (data: unknown) => void>();
  const calls: EmbeddedCall[] = [];
  const counts = { on: 0, init: 0 };
  const answers = new Map<string, (...given: readonly unknown[]) => unknown>();
  let began = false;

  const functionOf = (group: string, key: string) =>
    async function play(...given: readonly unknown[]): Promise<unknown> {
      if (!began) throw new Error('Parentwindow reference not found.');
      calls.push({ name: `${group}.${key}`, given: given.map(throughThePage) });
      const answer = answers.get(`${group}.${key}`);
      return answer ? answer(...given.map(throughThePage)) : new Promise(() => {});
    };
  const functions = Object.fromEntries(
    Object.entries({ ...names, API: [...names.API, product === 'crm' ? 'getOrgVariable' : 'getBiginVariable'] }).map(
      ([group, keys]) => [group, Object.fromEntries(keys.map((key) => [key, functionOf(group, key)]))],
    ),
  );

  return {
    ZOHO: {
      embeddedApp: {
        // One listener an event, and only what was registered before init is heard.
        on(event: string, listener: (data: unknown) => void) {
          counts.on += 1;
          if (!began) listeners.set(event, listener);
        },
        init() {
          counts.init += 1;
          began = true;
          // Some versions never settle it.
          return new Promise(() => {});
        },
      },
      [product === 'crm' ? 'CRM' : 'BIGIN']: functions,
    },
    functions,
    answers,
    calls,
    counts,
    load(data) {
      if (began) listeners.get('PageLoad')?.(data);
    },
  };
}

/** What is posted to the page is cloned; of a file's content, whatever is no File loses its name. */
function throughThePage(given: unknown): unknown {
  if (!isRecord(given)) return given;
  const { File: file, ...rest } = given;
  if (!isRecord(file)) return structuredClone(given);
  const content = file['Content'];
  if (!(content instanceof Blob)) throw new TypeError('Content is no file');
  const name = content instanceof File ? content.name : 'undefined';
  return {
    ...structuredClone(rest),
    File: { Name: file['Name'], Content: new File([content], name, { type: content.type }) },
  };
}

/** The text of a body that the SDK was given as JSON. */
export function bodyOf(call: unknown): unknown {
  const body = isRecord(call) ? call['body'] : undefined;
  return typeof body === 'string' ? parseJson(body) : body;
}
