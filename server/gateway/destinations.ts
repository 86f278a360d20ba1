import type { Destination } from '../destinations/destination.ts';
import { createOms } from '../destinations/oms.ts';
import { createZohoDesk } from '../destinations/zoho-desk.ts';
import type { Configuration, DestinationConfiguration } from './configuration-schema.ts';

/** The destinations of the configuration, by name. */
export type Destinations = ReadonlyMap<string, Destination>;

/** @param now the present, in milliseconds since 1970 */
export function createDestinations({ destinations }: Configuration, now: () => number): Destinations {
  return new Map(Object.entries(destinations).map(([name, one]) => [name, createDestination(one, now)]));
}

function createDestination(configuration: DestinationConfiguration, now: () => number): Destination {
  const settings = { ...configuration, silenceMs: configuration.silenceSeconds * 1000 };
  return settings.kind === 'oms' ? createOms(settings, { now }) : createZohoDesk(settings, { now });
}
