import { createDestination } from '../destinations/configuration.ts';
import type { Destination, DestinationParts } from '../destinations/destination.ts';
import type { Configuration } from './configuration-schema.ts';

/** The destinations of the configuration, by name. */
export type Destinations = ReadonlyMap<string, Destination>;

/** @param parts what all of them are given */
export function createDestinations({ destinations }: Configuration, parts: DestinationParts): Destinations {
  return new Map(Object.entries(destinations).map(([name, one]) => [name, createDestination(one, parts)]));
}
