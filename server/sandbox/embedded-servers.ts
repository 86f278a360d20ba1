import { passSecretHeader } from '../../contract/pass.ts';
import type { RecordsPageProduct, Switches, Verdict } from './browser/page-contract.ts';
import { apiAnswer, connectionAnswer, failed, noConnection, resolved } from './embedded-answers.ts';
import type { EmbeddedCall, EmbeddedRequest } from './embedded-call.ts';
import { makeCall, type OutgoingCall } from './outgoing-call.ts';
import type { SdkFile } from './sdk-call.ts';
import { biginProduct, type CrmProduct, crmProduct } from './services/crm/product.ts';
import type { ServiceAnswer } from './zoho-answers.ts';

/** Zoho's servers, as far as they carry out what a widget asks for on a CRM or Bigin page. */
export interface EmbeddedServers {
  /** Never rejects. */
  request(request: EmbeddedRequest): Promise<Verdict>;
}

export interface EmbeddedServersOptions {
  readonly product: RecordsPageProduct;
  /** The host of the product's stand-in: takes the place of https://www.zohoapis.com. */
  readonly serviceUrl: string;
  /** OAuth token of the user at work, which Zoho adds. */
  readonly token: string;
  /** What the connection to the gateway adds. */
  readonly gatewaySecret: string;
  readonly gatewayOrigin: string;
  /** The organisation's variables, by name. */
  variables(): ReadonlyMap<string, string>;
  readonly user: { readonly id: string; readonly full_name: string; readonly email: string };
  readonly organisation: { readonly id: string; readonly company_name: string };
  switches(): Switches;
  /** How a slow SDK waits; resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

type Of<Category extends EmbeddedCall['category']> = Extract<EmbeddedCall, { category: Category }>;

/** Where the products' interfaces are. */
const interfaces = 'https://www.zohoapis.com';

export function createEmbeddedServers(options: EmbeddedServersOptions): EmbeddedServers {
  const { product } = options;
  const { base, records }: CrmProduct = product === 'crm' ? crmProduct : biginProduct;
  const shape = (): Switches['embeddedFailure'] => options.switches().embeddedFailure;

  /** A call of the product's own interface, as the user at work. */
  function ask(method: string, path: string, body?: FormData): Promise<ServiceAnswer | undefined> {
    const headers = { authorization: `Zoho-oauthtoken ${options.token}` };
    return makeCall({ method, url: new URL(options.serviceUrl + path), headers, body });
  }

  async function attach({ Entity, RelatedID, APIData }: Of<'CREATE'>, file: SdkFile | undefined): Promise<Verdict> {
    if (!file) return failed(noFile, shape());
    const form = new FormData();
    form.append('file', new File([file.content], APIData.FileName, { type: file.mimeType }));
    const answer = await ask('POST', `${base}/${Entity}/${RelatedID}/Attachments`, form);
    if (options.switches().connector === 'answer-lost') return { kind: 'silent' };
    return answer ? apiAnswer(answer, shape()) : failed(serverError, shape());
  }

  async function read({ APIData }: Of<'READ'>): Promise<Verdict> {
    const { Entity, RecordID, RelatedList, page = 1, per_page = 200 } = APIData;
    if (RelatedList === undefined) {
      const record = records.find(({ id, module }) => id === RecordID && module === Entity);
      return record
        ? resolved({ data: [{ id: record.id, [nameField(Entity)]: record.name }] })
        : failed(noRecord, shape());
    }
    const answer = await ask('GET', `${base}/${Entity}/${RecordID}/${RelatedList}?page=${page}&per_page=${per_page}`);
    return answer ? apiAnswer(answer, shape()) : failed(serverError, shape());
  }

  async function delink({ Entity, RecordID, RelatedList, RelatedRecordID }: Of<'DELETE'>): Promise<Verdict> {
    const answer = await ask('DELETE', `${base}/${Entity}/${RecordID}/${RelatedList}/${RelatedRecordID}`);
    return answer ? apiAnswer(answer, shape()) : failed(serverError, shape());
  }

  function configure(call: Of<'CONFIG'>): Verdict {
    if (call.type === 'VARIABLE') return readVariables(call.nameSpace);
    if (call.type === 'ORG') return resolved({ org: [options.organisation] });
    return resolved({ users: [{ ...options.user, language: options.switches().language }] });
  }

  function readVariables(nameSpace: string | { readonly apiKeys: readonly string[] }): Verdict {
    const several =
      typeof nameSpace === 'object' ? nameSpace.apiKeys : nameSpace.includes(',') ? nameSpace.split(',') : undefined;
    const variables = options.variables();
    if (!several) return resolved({ Success: { Content: variables.get(String(nameSpace)) ?? '' } });
    const content = Object.fromEntries(
      several.flatMap((name) => (variables.has(name) ? [[name, { value: variables.get(name) }]] : [])),
    );
    return resolved({ Success: product === 'crm' ? { content } : { Content: content } });
  }

  async function invoke({ connectionName, data: { data } }: Of<'CRM_CONNECTION'>): Promise<Verdict> {
    const { method, param_type, parameters, headers } = data;
    const url = new URL(data.url);
    const added = addedBy(connectionName, url);
    if (!added || options.switches().connections === 'missing') return noConnection(connectionName, shape());
    const inQuery = param_type === 1;
    if (inQuery) for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, String(value));
    const outgoing: OutgoingCall = {
      method,
      url: added.host === undefined ? url : new URL(added.host + url.pathname + url.search),
      headers: { ...(!inQuery && { 'content-type': 'application/json' }), ...lowerCase(headers), ...added.headers },
      body: inQuery ? undefined : JSON.stringify(parameters),
    };
    const answer = await makeCall(outgoing);
    return answer ? connectionAnswer(answer) : noConnection(connectionName, shape());
  }

  /** What a connection adds to the calls of the one service that it is for. */
  function addedBy(name: string, { origin }: URL): { host?: string; headers: Record<string, string> } | undefined {
    if (name === `anexo${product}` && origin === interfaces) {
      return { host: options.serviceUrl, headers: { authorization: `Zoho-oauthtoken ${options.token}` } };
    }
    if (name !== 'anexogateway' || origin !== options.gatewayOrigin) return undefined;
    return { headers: { [passSecretHeader]: options.gatewaySecret } };
  }

  async function fetchPlain({ nameSpace, data: { url, Header = {}, Body } }: Of<'CONNECTOR'>): Promise<Verdict> {
    const method = nameSpace.slice('wget.'.length).toUpperCase();
    const text = typeof Body === 'string' || Body === undefined ? Body : JSON.stringify(Body);
    const body = method === 'GET' || method === 'DELETE' ? undefined : text;
    const answer = await makeCall({ method, url: new URL(url), headers: lowerCase(Header), body });
    return answer
      ? resolved(answer.body)
      : { kind: 'rejected', value: { message: `${new URL(url).origin} did not answer` } };
  }

  function carryOut({ call, file }: EmbeddedRequest): Verdict | Promise<Verdict> {
    switch (call.category) {
      case 'CREATE':
        return attach(call, file);
      case 'READ':
        return read(call);
      case 'DELETE':
        return delink(call);
      case 'CONFIG':
        return configure(call);
      case 'CRM_CONNECTION':
        return invoke(call);
      case 'CONNECTOR':
        return fetchPlain(call);
    }
  }

  return {
    async request(request) {
      const { connector, slowSeconds } = options.switches();
      if (connector === 'deaf') return { kind: 'silent' };
      if (!isOfAttachments(request.call)) return carryOut(request);
      if (connector === 'slow') await options.wait(slowSeconds * 1000);
      if (connector === 'hanging' && request.file) return { kind: 'silent' };
      if (connector === 'failing') return failed(serverError, shape());
      if (connector === 'unauthorised') return failed(noPermission, shape());
      return carryOut(request);
    },
  };
}

/** Which calls the switch of the connector breaks: those that read and change a record's attachments by the SDK. */
function isOfAttachments(call: EmbeddedCall): boolean {
  return (
    call.category === 'CREATE' ||
    call.category === 'DELETE' ||
    (call.category === 'READ' && call.APIData.RelatedList !== undefined)
  );
}

/** The field that holds the name of a module's records. */
function nameField(module: string): string {
  const fields: Readonly<Record<string, string>> = {
    Cases: 'Subject',
    Leads: 'Full_Name',
    Contacts: 'Full_Name',
    Deals: 'Deal_Name',
    Pipelines: 'Deal_Name',
    Accounts: 'Account_Name',
  };
  return fields[module] ?? 'Name';
}

function lowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function error(code: string, message: string) {
  return { code, details: {}, message, status: 'error' } as const;
}

const serverError = error('INTERNAL_ERROR', 'Internal Server Error');
const noPermission = error('NO_PERMISSION', 'Permission denied to upload attachment');
const noRecord = error('INVALID_DATA', 'the id given seems to be invalid');
const noFile = error('MANDATORY_NOT_FOUND', 'required field not found');
