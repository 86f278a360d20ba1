import type { Fault } from './fault.ts';
import { embeddedSdkUrl, type PackedProduct, productPage, recordPart } from './product-page.ts';

/** What of a built `app/` goes to one product, and the manifest that `zet` reads there. */
export interface ProductFiles {
  readonly files: Map<string, Buffer>;
  readonly manifest: object;
  readonly faults: readonly Fault[];
}

export interface ProductOptions {
  /** The gateway's exact origin, where the package is made for one. */
  readonly gateway: string | undefined;
  /** Bigin's SDK, where its address is another than CRM's. */
  readonly biginSdk?: string | undefined;
}

const page = 'app/widget.html';

/** Only Desk has the settings page; only its page reads the texts in `translations/`, as its manifest promises. */
const ofDesk = /^app\/(?:settings(?:\.html$|\/)|translations\/)/;

const ofRecords = `app/assets/${recordPart}`;

/** Takes out of a built `app/` what is Desk's. */
export function deskFiles(app: ReadonlyMap<string, Buffer>): Map<string, Buffer> {
  return new Map([...app].filter(([path]) => !path.startsWith(ofRecords)));
}

/**
 * Takes out of a built `app/` what is Zoho CRM's or Bigin's, and makes the widget's page one of theirs. Where the widget
 * is placed is set in the product itself: the manifest names the service, and for Bigin what the widget may call.
 */
export function recordFiles(
  app: ReadonlyMap<string, Buffer>,
  product: Exclude<PackedProduct, 'desk'>,
  { gateway, biginSdk }: ProductOptions,
): ProductFiles {
  const files = new Map([...app].filter(([path]) => !ofDesk.test(path)));
  const faults: Fault[] = [];
  const html = files.get(page)?.toString('utf8');
  const made = html && productPage(html, product, product === 'bigin' ? biginSdk : embeddedSdkUrl);
  if (made) files.set(page, Buffer.from(made));
  else faults.push({ where: page, wrong: 'is missing, or does not load Desk’s SDK', right: 'run npm run build' });
  if (![...files.keys()].some((path) => path.startsWith(ofRecords))) {
    faults.push({ where: `${ofRecords}*.js`, wrong: 'is missing', right: 'run npm run build' });
  }
  const manifest =
    product === 'crm'
      ? { service: 'CRM' }
      : { service: 'BIGIN', cspDomains: { 'connect-src': gateway === undefined ? [] : [gateway] } };
  return { files, manifest, faults };
}
