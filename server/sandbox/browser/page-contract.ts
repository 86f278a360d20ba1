/** What the ticket page and its server tell each other. No DOM here: both sides import it. */

/** What the connector does with calls through the connection. */
export const connectorModes = [
  'working',
  /** Nobody authorised the connection, or it was revoked. */
  'unauthorised',
  /** Works after `slowSeconds`. */
  'slow',
  /** Every call fails with an error of the server. */
  'failing',
  /** A call with a file is never answered and stores nothing; all others work. */
  'hanging',
  /** A call with a file is never answered, but Desk stored the file; all others work. */
  'answer-lost',
  /** No call is answered at all. */
  'deaf',
] as const;

export const gatewayModes = [
  'working',
  /** Works after `slowSeconds`. */
  'slow',
  /** Answers everything with 503. */
  'failing',
  /** Takes connections and never answers. */
  'hanging',
  /** Takes files on, but the connection breaks before the answer. */
  'answer-lost',
  /** Breaks every connection at once. */
  'down',
] as const;

/** What is wrong with the extension's installation, or with its place in the gateway's configuration. */
export const installationModes = [
  'right',
  /** Packed for another gateway: Desk lets the widget's calls go there and nowhere else. */
  'other-package',
  /** The administrator has entered no secret. */
  'secret-missing',
  'secret-wrong',
  /** The gateway has blocked the widget's client. */
  'client-blocked',
  /** The gateway lets no page of the widget's origin call. */
  'origin-refused',
  /** The destination does not accept the gateway's credentials. */
  'destination-locked',
] as const;

/** Which service is behind the gateway. */
export const gatewayDestinations = ['oms', 'desk'] as const;

/**
 * How a failure comes back through the connector: what Zoho does is reported in all these ways, so that each can be
 * tried.
 */
export const failureShapes = [
  /** Rejects with a JSON string whose `statusMessage` is a JSON string. */
  'rejects-text',
  /** Rejects with `{ errMsg }`. */
  'rejects-errMsg',
  /** Resolves; inside, `status` is "false". */
  'resolves-false',
  /** Resolves with `{ status: 'failure', errorMessage }`. */
  'resolves-failure',
  /** The same, as the text in `response`. */
  'resolves-failure-inside',
  /** Resolves with the service's status and body, as without a connection. */
  'resolves-status',
] as const;

/** Whether `statusMessage` holds Desk's body as an object or as its text. */
export const bodyShapes = ['object', 'text'] as const;

/**
 * Where `{{name}}` is replaced by the value of a configuration parameter: in a body it is not confirmed, so that
 * nothing may need it.
 */
export const placeholderModes = ['url-and-headers', 'body-too'] as const;

/** Whether Desk carries out RESIZE and ROUTE_TO of a right-panel widget. */
export const invokeModes = ['granted', 'refused'] as const;

/** The products whose pages show records. */
export const recordsPageProducts = ['crm', 'bigin'] as const;
export type RecordsPageProduct = (typeof recordsPageProducts)[number];

/** Whether the SDK of a CRM or Bigin page has `attachFile`; for Bigin that is not documented. */
export const attachFileModes = ['there', 'missing'] as const;

/** How a failed call ends in CRM and Bigin: both are reported. */
export const embeddedFailures = ['resolves', 'rejects'] as const;

/** What `PageLoad` tells of the record: its id, a list with that one id, or nothing, as on a page of the widget's own. */
export const pageLoads = ['record', 'array', 'nothing'] as const;

/** Whether the connections that the widget uses in CRM and Bigin are there and authorised. */
export const connectionModes = ['authorised', 'missing'] as const;

export const appearances = ['light', 'dark', 'pureDark', 'auto'] as const;
export const themes = ['blue', 'green', 'red', 'yellow', 'orange'] as const;

/** Width of the right panel, in pixels. */
export const panelWidths = [320, 360, 400] as const;

/** Everything that can be switched in the sandbox while it runs. */
export interface Switches {
  /** The id of the ticket on screen. */
  readonly ticket: string;
  /** The id of the record on the CRM page. */
  readonly crm: string;
  /** The id of the record on the Bigin page. */
  readonly bigin: string;
  readonly attachFile: (typeof attachFileModes)[number];
  readonly embeddedFailure: (typeof embeddedFailures)[number];
  readonly pageLoad: (typeof pageLoads)[number];
  readonly connections: (typeof connectionModes)[number];
  readonly connector: (typeof connectorModes)[number];
  readonly failureShape: (typeof failureShapes)[number];
  readonly bodyShape: (typeof bodyShapes)[number];
  readonly placeholders: (typeof placeholderModes)[number];
  readonly gateway: (typeof gatewayModes)[number];
  readonly destination: (typeof gatewayDestinations)[number];
  readonly installation: (typeof installationModes)[number];
  readonly slowSeconds: number;
  readonly invoke: (typeof invokeModes)[number];
  readonly appearance: (typeof appearances)[number];
  readonly theme: (typeof themes)[number];
  readonly width: (typeof panelWidths)[number];
  /** A locale code of the extension, such as `pt`. */
  readonly language: string;
}

/** A ticket as the page shows it and as `ZOHODESK.get('ticket')` tells it. */
export interface PageTicket {
  readonly id: string;
  readonly number: string;
  readonly subject: string;
  readonly status: string;
  readonly priority: string;
  readonly channel: string;
  readonly department: { readonly id: string; readonly name: string };
  readonly contact: { readonly id: string; readonly name: string; readonly email: string; readonly company: string };
  readonly owner: string;
  /** RFC 3339. */
  readonly createdTime: string;
  /** RFC 3339. */
  readonly dueDate: string;
  /** The oldest first. */
  readonly conversation: readonly PageMessage[];
}

export interface PageMessage {
  readonly from: 'contact' | 'agent';
  readonly author: string;
  /** RFC 3339. */
  readonly time: string;
  readonly kind: 'message' | 'private-comment';
  /** Paragraphs with an empty line between them. */
  readonly text: string;
}

/** A file on a ticket, as `GET /sandbox/ledger` lists it. */
export interface PageAttachment {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  /** In bytes. */
  readonly size: number;
  /** RFC 3339. */
  readonly createdTime: string;
  /** Which service took it in. */
  readonly via: string;
  /** Where a link leads; it has no bytes. */
  readonly link?: string;
  readonly deleted: boolean;
}

/** One entry of `ZOHODESK.get('extension.config')`. */
export interface ExtensionParameter {
  readonly name: string;
  readonly value: string;
  readonly defaultValue: string;
}

/** `GET /sandbox/page`: what does not change while the sandbox runs. */
export interface PageData {
  readonly extension: { readonly id: string; readonly name: string; readonly storage: boolean };
  /** The widget's address, without `serviceOrigin`. */
  readonly frameUrl: string;
  readonly location: string;
  /** The extension's page for its administrator, where it has one. */
  readonly settings?: { readonly frameUrl: string; readonly location: string };
  readonly orgId: string;
  readonly user: { readonly id: string; readonly fullName: string; readonly email: string; readonly timeZone: string };
  readonly tickets: readonly PageTicket[];
  readonly parameters: readonly ExtensionParameter[];
  /** Locale codes of the extension. */
  readonly languages: readonly string[];
  /** A command that sends a file to the gateway. */
  readonly curl: string;
}

/** A record as the CRM and Bigin pages show it. */
export interface PageRecord {
  readonly id: string;
  /** The module's API name. */
  readonly module: string;
  readonly name: string;
}

/** `GET /sandbox/records/crm` and `/bigin`: what does not change while the sandbox runs. */
export interface RecordsPageData {
  readonly product: RecordsPageProduct;
  /** As people call it. */
  readonly productName: string;
  readonly extensionName: string;
  /** The widget's address, without `serviceOrigin`. */
  readonly frameUrl: string;
  readonly userName: string;
  readonly records: readonly PageRecord[];
  /** Locale codes of the extension. */
  readonly languages: readonly string[];
  /** A command that sends a file to the gateway. */
  readonly curl: string;
}

/** How a `ZOHODESK.request` ends: `POST /sandbox/request`; and a call on a CRM or Bigin page: `POST /sandbox/embedded/…`. */
export type Verdict =
  | { readonly kind: 'resolved'; readonly value: unknown }
  | { readonly kind: 'rejected'; readonly value: unknown }
  /** It never ends. */
  | { readonly kind: 'silent' };
