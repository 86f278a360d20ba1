import { type DataCentre, dataCentres, deskOrigin } from '../../contract/data-centre.ts';

/** What the SDK tells about where the organisation lives. Anything may be missing or of another type. */
export interface DataCentreSigns {
  /** `App.instance.serviceOrigin`: the origin of the page around the widget. */
  readonly serviceOrigin: unknown;
  /** `App.meta.deskDomainUrl`. */
  readonly deskDomainUrl: unknown;
  /** `App.meta.dcType`. `App.instance.dcType` is wrong and must not be given here. */
  readonly dcType: unknown;
}

const byHost = new Map(dataCentres.map((dataCentre) => [new URL(deskOrigin(dataCentre)).hostname, dataCentre]));

/** The first six have been seen; the others are named as their domains suggest. */
const byType: ReadonlyMap<unknown, DataCentre> = new Map<unknown, DataCentre>([
  ['US', 'com'],
  ['EU', 'eu'],
  ['IN', 'in'],
  ['AU', 'com.au'],
  ['CN', 'com.cn'],
  ['JP', 'jp'],
  ['SA', 'sa'],
  ['SG', 'sg'],
  ['AE', 'ae'],
  ['CA', 'ca'],
]);

/**
 * The organisation's data centre: by the page around the widget where that is a known Desk host, else by what Desk
 * says of itself. A portal may have a domain of its own, which tells nothing.
 */
export function findDataCentre({ serviceOrigin, deskDomainUrl, dcType }: DataCentreSigns): DataCentre {
  const type = typeof dcType === 'string' ? dcType.trim().toUpperCase() : undefined;
  return ofAddress(serviceOrigin) ?? ofAddress(deskDomainUrl) ?? byType.get(type) ?? 'com';
}

function ofAddress(value: unknown): DataCentre | undefined {
  if (typeof value !== 'string') return undefined;
  const address = value.includes('://') ? value : `https://${value}`;
  return URL.canParse(address) ? byHost.get(new URL(address).hostname) : undefined;
}
