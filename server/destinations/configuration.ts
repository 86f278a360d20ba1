import * as z from 'zod';
import { fault } from './configuration-fields.ts';
import type { Destination, DestinationParts } from './destination.ts';
import { createKayako, KayakoConfiguration } from './kayako/kayako.ts';
import { createOms, OmsConfiguration } from './oms.ts';
import { createTopTickets, TopTicketsConfiguration } from './toptickets/toptickets.ts';
import { createZohoDesk, ZohoDeskConfiguration } from './zoho-desk.ts';
import { BiginConfiguration, createBigin } from './zoho-records/bigin.ts';
import { createZohoCrm, ZohoCrmConfiguration } from './zoho-records/zoho-crm.ts';

/** One destination of the gateway's configuration, of any kind. */
export const DestinationConfiguration = z.discriminatedUnion(
  'kind',
  [
    OmsConfiguration,
    ZohoDeskConfiguration,
    ZohoCrmConfiguration,
    BiginConfiguration,
    KayakoConfiguration,
    TopTicketsConfiguration,
  ],
  { error: fault('an object whose "kind" is oms, zoho-desk, zoho-crm, bigin, kayako or toptickets') },
);
export type DestinationConfiguration = z.infer<typeof DestinationConfiguration>;

/** The destination that a configuration describes. */
export function createDestination(configuration: DestinationConfiguration, parts?: DestinationParts): Destination {
  const settings = { ...configuration, silenceMs: configuration.silenceSeconds * 1000 };
  switch (settings.kind) {
    case 'oms':
      return createOms(settings, parts);
    case 'zoho-desk':
      return createZohoDesk(settings, parts);
    case 'zoho-crm':
      return createZohoCrm(settings, parts);
    case 'bigin':
      return createBigin(settings, parts);
    case 'kayako':
      return createKayako(settings, parts);
    case 'toptickets':
      return createTopTickets(settings, parts);
  }
}

/** What must never be seen in a log or an answer. */
export function secretsOfDestination(configuration: DestinationConfiguration): readonly string[] {
  switch (configuration.kind) {
    case 'oms':
      return [configuration.apikey, configuration.token];
    case 'kayako':
      return [configuration.apikey, configuration.secretKey];
    case 'toptickets':
      return [configuration.apiKey];
    default:
      return [configuration.clientSecret, configuration.refreshToken];
  }
}
