import { type Clock, tooLate, within } from '../../clock.ts';
import { readResolved } from '../connector-answer.ts';
import type { HostAnswer, HostRequest, SettledAnswer } from '../host.ts';
import { readInvoked, readList, readRejection } from './answers.ts';
import type { EmbeddedProduct, EmbeddedSdk } from './sdk.ts';

export interface EmbeddedRequestOptions {
  readonly sdk: EmbeddedSdk;
  readonly product: EmbeddedProduct;
  readonly clock: Clock;
}

/** The link name of the connection that holds the gateway's secret, and adds it to what is sent through it. */
export const gatewayConnection = 'anexogateway';

/** The link name of the connection to the product's own interface. */
export function productConnection(product: EmbeddedProduct): string {
  return `anexo${product}`;
}

/**
 * Makes `Host.request` for Zoho CRM and Bigin. Calls of a record's attachments go by the SDK's own functions, which
 * need no connection: `attachFile` for a file, `getRelatedRecords` for the list. All else goes by a connection, which
 * carries no files.
 */
export function createEmbeddedRequest({ sdk, product, clock }: EmbeddedRequestOptions) {
  // Bigin's is not documented for attachments: where it is not there, its connection lists them.
  const lists = sdk.has('API.getRelatedRecords');

  async function carry(request: HostRequest): Promise<SettledAnswer> {
    const place = request.connection ? placeOf(request.url) : undefined;
    try {
      if (!request.connection) return await sendWithout(request);
      if (request.file) return await attach(request.file.file, place);
      if (place && lists && request.method === 'GET' && !place.attachmentId) return await list(place, request.query);
      if (place && request.method === 'DELETE') return await remove(place, request);
      return await invoke(productConnection(product), request);
    } catch (error) {
      return readRejection(error);
    }
  }

  async function attach(file: File, place: Place | undefined): Promise<SettledAnswer> {
    if (!place) return { kind: 'failure', message: 'Files can go to a record only' };
    return readResolved(
      await sdk.call('API.attachFile', { ...place.record, File: { Name: file.name, Content: file } }),
    );
  }

  async function list({ record }: Place, query: HostRequest['query'] = {}): Promise<SettledAnswer> {
    const page = { page: Number(query['page'] ?? 1), per_page: Number(query['per_page'] ?? 200) };
    return readList(await sdk.call('API.getRelatedRecords', { ...record, RelatedList: 'Attachments', ...page }));
  }

  /** By the connection; where that is not set up, by the SDK's own function, which may or may not take attachments. */
  async function remove({ record, attachmentId }: Place, request: HostRequest): Promise<SettledAnswer> {
    const answer = await invoke(productConnection(product), request).catch(readRejection);
    if (answer.kind === 'answer' || !sdk.has('API.delinkRelatedRecord')) return answer;
    const one = { ...record, RelatedList: 'Attachments', RelatedRecordID: attachmentId };
    return readResolved(await sdk.call('API.delinkRelatedRecord', one));
  }

  async function invoke(connection: string, request: HostRequest, headers = request.headers): Promise<SettledAnswer> {
    const { method, body = {} } = request;
    // In the query (1) or as the body (2).
    const call = { url: addressOf(request), method, parameters: body, headers: { ...headers } };
    return readInvoked(
      await sdk.call('CONNECTION.invoke', connection, { ...call, param_type: bodiless(method) ? 1 : 2 }),
    );
  }

  /** Zoho fills in no `{{placeholder}}` here: a call that needs a secret goes by the connection that adds it. */
  async function sendWithout(request: HostRequest): Promise<SettledAnswer> {
    const { method, body, headers = {} } = request;
    const plain = Object.fromEntries(Object.entries(headers).filter(([, value]) => !value.includes('{{')));
    if (Object.keys(plain).length < Object.keys(headers).length) return invoke(gatewayConnection, request, plain);
    const call = { url: addressOf(request), headers: plain };
    const name = `HTTP.${lowerCase[method]}` as const;
    return readResolved(await sdk.call(name, bodiless(method) ? call : { ...call, body: JSON.stringify(body ?? {}) }));
  }

  return async (request: HostRequest): Promise<HostAnswer> => {
    // Never rejects, and may never settle: the SDK has no timeout.
    const settled = carry(request);
    const answer = await within(clock, request.timeoutMs, settled);
    return answer === tooLate ? { kind: 'timeout', later: settled } : answer;
  };
}

const lowerCase = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function bodiless(method: HostRequest['method']): boolean {
  return method === 'GET' || method === 'DELETE';
}

function addressOf({ url, query = {} }: HostRequest): string {
  const text = new URLSearchParams(query).toString();
  return text ? `${url}${url.includes('?') ? '&' : '?'}${text}` : url;
}

/** A record's attachments, or one of them, as an address of the product's own interface names them. */
interface Place {
  readonly record: { readonly Entity: string; readonly RecordID: string };
  readonly attachmentId: string | undefined;
}

function placeOf(url: string): Place | undefined {
  const [, Entity, RecordID, attachmentId] =
    /^https:\/\/www\.zohoapis\.[a-z.]+\/(?:crm|bigin)\/v2\/(\w+)\/(\d+)\/Attachments(?:\/(\d+))?$/.exec(url) ?? [];
  return Entity && RecordID ? { record: { Entity, RecordID }, attachmentId } : undefined;
}
