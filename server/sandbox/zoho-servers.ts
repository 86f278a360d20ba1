import { deskOrigin } from '../../contract/desk.ts';
import type { Switches, Verdict } from './browser/page-contract.ts';
import { filesOf, makeCall, type OutgoingCall, prepareCall } from './outgoing-call.ts';
import type { Parameters } from './parameters.ts';
import { playSdkFault } from './play-sdk-faults.ts';
import type { SdkCall } from './sdk-call.ts';
import type { Fault } from './services/faults.ts';
import {
  connectedAnswer,
  connectedJsonAnswer,
  directAnswer,
  failedAnswer,
  type ServiceAnswer,
} from './zoho-answers.ts';

/** Zoho's servers, as far as they carry out `ZOHODESK.request`. */
export interface ZohoServers {
  /** Never rejects. */
  request(call: SdkCall): Promise<Verdict>;
}

export interface ZohoServersOptions {
  /** The connection of plugin-manifest.json. */
  readonly connectionLinkName: string;
  /** Addresses that calls without a connection may go to; scheme and host count, exactly. Read at each call. */
  whiteListedDomains(): readonly string[];
  /** Read at each call: values of `{{name}}`, secure ones too. */
  parameters(): Parameters;
  switches(): Switches;
  /** Where Desk's stand-in is: takes the place of https://desk.zoho.com. */
  readonly deskUrl: string;
  /** OAuth token that the connection adds. */
  readonly connectorToken: string;
  /** The fault that strikes a call before it reaches any service. */
  takeFault?(call: { readonly method: string; readonly path: string }): Fault | undefined;
  /** How a slow connector waits; resolves after so many milliseconds. */
  wait(ms: number): Promise<void>;
}

export function createZohoServers(options: ZohoServersOptions): ZohoServers {
  const isListed = ({ origin }: URL): boolean =>
    options.whiteListedDomains().some((address) => new URL(address).origin === origin);

  const prepare = (call: SdkCall): OutgoingCall | undefined =>
    prepareCall(call, {
      parameters: options.parameters(),
      inBody: options.switches().placeholders === 'body-too',
    });

  async function connected(call: SdkCall): Promise<Verdict> {
    const { connector, slowSeconds, failureShape, bodyShape } = options.switches();
    if (connector === 'slow') await options.wait(slowSeconds * 1000);
    const refusal = refuse(call);
    if (refusal) return refusal;
    const outgoing = prepare(call);
    if (outgoing?.url.origin !== deskOrigin('com')) return rejected('The connection reaches Zoho Desk only');
    const url = new URL(options.deskUrl + outgoing.url.pathname + outgoing.url.search);
    const authorization = `Zoho-oauthtoken ${options.connectorToken}`;
    const answer = await makeCall({ ...outgoing, url, headers: { ...outgoing.headers, authorization } });
    if (connector === 'answer-lost' && filesOf(call).length > 0) return { kind: 'silent' };
    if (!answer) return rejected('Desk did not answer');
    if (answer.status >= 400) return failedAnswer(answer, failureShape);
    const asJson = call.options.responseType === 'json';
    return { kind: 'resolved', value: asJson ? connectedJsonAnswer(answer) : connectedAnswer(answer, bodyShape) };
  }

  /** What the switches, or a wrong connection, keep from being sent at all. */
  function refuse(call: SdkCall): Verdict | undefined {
    const { connector, failureShape } = options.switches();
    const { connectionLinkName } = call.options;
    if (connector === 'deaf' || (connector === 'hanging' && filesOf(call).length > 0)) return { kind: 'silent' };
    if (connector === 'failing') return failedAnswer(serverError, failureShape);
    if (connectionLinkName !== options.connectionLinkName) return rejected(`No connection "${connectionLinkName}"`);
    return connector === 'unauthorised' ? failedAnswer(notAuthorised, failureShape) : undefined;
  }

  async function direct(call: SdkCall): Promise<Verdict> {
    const outgoing = prepare(call);
    if (!outgoing || !isListed(outgoing.url)) {
      const where = outgoing?.url.origin ?? call.options.url;
      const errMessage = `No entry found in plugin-manifest whiteListedDomains for ${where}`;
      return { kind: 'rejected', value: { errMessage } };
    }
    const answer = await makeCall(outgoing);
    return answer
      ? { kind: 'resolved', value: directAnswer(answer) }
      : rejected(`${outgoing.url.origin} did not answer`);
  }

  const serve = (call: SdkCall): Promise<Verdict> => (call.options.connectionLinkName ? connected(call) : direct(call));

  return {
    request(call) {
      const fault = options.takeFault?.({ method: call.options.type, path: pathOf(call) });
      return fault ? playSdkFault(fault, { call, serve, ...options }) : serve(call);
    },
  };
}

function pathOf({ options: { url } }: SdkCall): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function rejected(errMsg: string): Verdict {
  return { kind: 'rejected', value: { errMsg } };
}

const serverError: ServiceAnswer = {
  status: 500,
  body: JSON.stringify({ errorCode: 'INTERNAL_SERVER_ERROR', message: 'An internal error occurred.' }),
};

// How Zoho reports a connection that nobody authorised is not published: as Desk reports a token that is none.
const notAuthorised: ServiceAnswer = {
  status: 401,
  body: JSON.stringify({ errorCode: 'UNAUTHORIZED', message: 'The connection is not authorized.' }),
};
