import { describe, expect, it } from 'vitest';
import { createFakeEmbeddedSdk } from '../hosts/embedded/fake-sdk.ts';
import { startEmbedded } from '../hosts/embedded/start.ts';
import { own } from '../hosts/records.ts';
import { createManualClock } from '../manual-clock.ts';
import { createRecordsDialect } from '../routes/records-dialect.ts';
import { createConnectorAttachments } from './connector-attachments.ts';
import { type AttachmentsPlay, describeTicketAttachments } from './ticket-attachments.suite.ts';

const ticket = { id: 'Cases:4000000012345' };
const page = { parent: {}, navigator: { language: 'en' }, location: { search: '?serviceOrigin=https://crm.zoho.eu' } };
const address = 'https://www.zohoapis.eu/crm/v2/Cases/4000000012345/Attachments';

interface Given {
  readonly product?: 'crm' | 'bigin';
  /** How the SDK hands over a service's failure. */
  readonly failing?: 'resolves' | 'rejects';
  readonly order?: 'newest-first' | 'oldest-first';
  /** What the page does not have. */
  readonly missing?: 'connection' | 'related-records';
}

const result = (code: string, message = code, details = {}) => ({
  data: [{ code, details, message, status: code === 'SUCCESS' ? 'success' : 'error' }],
});
const codes: { readonly [play in AttachmentsPlay]?: string } = {
  unauthorized: 'NO_PERMISSION',
  busy: 'TOO_MANY_REQUESTS',
  fails: 'INTERNAL_ERROR',
};

/** A record page and the product's own interface behind it. */
async function setUp({ product = 'crm', failing = 'resolves', order = 'newest-first', missing }: Given = {}) {
  const clock = createManualClock();
  const fake = createFakeEmbeddedSdk(product);
  fake.answers.set('CONFIG.getCurrentUser', () => ({ users: [] }));
  if (missing === 'related-records') delete fake.functions['API']?.['getRelatedRecords'];
  const starting = startEmbedded({ ...page, ZOHO: fake.ZOHO }, product, clock);
  fake.load({ Entity: 'Cases', EntityId: '4000000012345' });
  const started = await starting;
  if (started.kind !== 'ready') throw new Error(started.kind);
  let play: AttachmentsPlay = 'works';
  let files: { readonly id: string }[] = [];
  let count = 0;

  /** What the service answers, as its HTTP body. */
  function serve(method: string, id: string | undefined, query: (name: string) => unknown): unknown {
    const code = codes[play];
    if (code) return result(code);
    if (method === 'PATCH') return result('INVALID_REQUEST_METHOD');
    if (method === 'DELETE') {
      if (!files.some((one) => one.id === id)) return result('INVALID_DATA', 'the id given seems to be invalid');
      files = files.filter((one) => one.id !== id);
      return result('SUCCESS', 'record deleted', { id });
    }
    const [at, size] = [Number(query('page')) - 1, Number(query('per_page'))];
    const data = (order === 'newest-first' ? files.toReversed() : files).slice(at * size, (at + 1) * size);
    const more_records = files.length > (at + 1) * size;
    return data.length === 0 ? undefined : { data, info: { page: at + 1, per_page: size, more_records } };
  }

  function bySdk(method: string, idOf: (given: unknown) => unknown) {
    return (given: unknown) => {
      if (play === 'is-silent') return new Promise(() => {});
      if (play === 'answers-nonsense') return '<html>';
      const answer = serve(method, String(idOf(given)), (name) => own(given, name)) ?? { statusText: 'No Content' };
      if (failing === 'rejects' && JSON.stringify(answer).includes('"error"')) throw answer;
      return answer;
    };
  }

  fake.answers.set(
    'API.getRelatedRecords',
    bySdk('GET', () => undefined),
  );
  fake.answers.set(
    'API.delinkRelatedRecord',
    bySdk('DELETE', (given) => own(given, 'RelatedRecordID')),
  );
  fake.answers.set('CONNECTION.invoke', (_, given) => {
    if (play === 'is-silent') return new Promise(() => {});
    if (missing === 'connection') return { code: 'FAILURE', message: 'No such connection', status: 'error' };
    const url = new URL(String(own(given, 'url')));
    const id = /\/Attachments\/(\d+)$/.exec(url.pathname)?.[1];
    const answer = serve(String(own(given, 'method')), id, (name) => url.searchParams.get(name));
    const statusMessage = play === 'answers-nonsense' ? '<html>' : (answer ?? '');
    return { code: 'SUCCESS', details: { statusMessage, status: 'true' }, status: 'success' };
  });

  const { host } = started;
  const attachments = createConnectorAttachments({ host, dialect: createRecordsDialect(product), clock });
  return {
    fake,
    ticket,
    attachments: {
      list: (...given: Parameters<typeof attachments.list>) => clock.run(attachments.list(...given)),
      setVisibility: (...given: Parameters<typeof attachments.setVisibility>) =>
        clock.run(attachments.setVisibility(...given)),
      remove: (...given: Parameters<typeof attachments.remove>) => clock.run(attachments.remove(...given)),
    },
    put(name: string, size = 10, more = {}) {
      count += 1;
      const id = String(4000000000000000000n + BigInt(count));
      const file = {
        id,
        File_Name: name,
        // Seen both as a text and as a number.
        Size: count % 2 === 0 ? size : String(size),
        Created_Time: `${new Date(Date.UTC(2026, 0, 1, 5, 30, count)).toISOString().slice(0, 19)}+05:30`,
        Created_By: { name: 'Ana Prado', id: '9' },
        $link_url: null,
        ...more,
      };
      files.push(file);
      return id;
    },
    play(next: AttachmentsPlay) {
      play = next;
    },
  };
}

const kinds: readonly Given[] = [
  {},
  { failing: 'rejects', order: 'oldest-first' },
  { missing: 'connection' },
  { product: 'bigin', missing: 'related-records' },
];
for (const given of kinds) {
  describeTicketAttachments(`a record with ${JSON.stringify(given)}`, () => setUp(given), 'untold');
}

describe('a record’s attachments', () => {
  it('are asked for by pages, and deleted by the connection', async () => {
    const { attachments, fake } = await setUp();
    for (const skip of [0, 199, 200]) await attachments.list(ticket, { skip, limit: 200 });
    const asked = fake.calls.filter(({ name }) => name === 'API.getRelatedRecords').map(({ given }) => given[0]);
    expect(asked.map((one) => own(one, 'page'))).toEqual([1, 1, 2]);
    await attachments.remove(ticket, '7');
    expect(fake.calls.at(-1)).toMatchObject({
      name: 'CONNECTION.invoke',
      given: ['anexocrm', { url: `${address}/7`, method: 'DELETE' }],
    });
  });

  it('may be links, which lead to web pages only', async () => {
    const { attachments, put } = await setUp();
    const good = 'https://example.com/catalogue';
    put('Catalogue', 0, { $link_url: good, Size: null });
    for (const url of ['javascript:alert(1)', 'https://', '', 7]) put('bad', 0, { $link_url: url });
    put('', 0, { File_Name: null, $link_url: good });
    const listing = await attachments.list(ticket, { skip: 0, limit: 100 });
    if (listing.kind !== 'listed') throw new Error(listing.message);
    expect(listing.files.map(({ name, link }) => [name, link])).toEqual([
      [good, good],
      ...Array.from({ length: 4 }, () => ['bad', undefined]),
      ['Catalogue', good],
    ]);
  });
});
