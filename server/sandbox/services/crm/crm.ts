import { limitInFlight } from '../in-flight.ts';
import { refuseOtherMethods } from '../other-methods.ts';
import type { StandIn } from '../stand-in.ts';
import { attachmentPaths, serveAttachments } from './attachments.ts';
import { refusals, refuse } from './failure.ts';
import { checkToken } from './guard.ts';
import { biginProduct, type CrmProduct, crmProduct, settingsOf } from './product.ts';

/** Zoho CRM's attachments of records, version 2 (seed 001). */
export const crm = standInOf(crmProduct);

/** Bigin's attachments of records, version 2 (seed 002). */
export const bigin = standInOf(biginProduct);

function standInOf(product: CrmProduct): StandIn {
  return {
    name: product.name,
    routes(scope, world) {
      limitInFlight(
        scope,
        () => settingsOf(world, product).concurrency,
        (reply) => refuse(reply, refusals.tooManyRequests),
      );
      checkToken(scope, world);
      scope.register(
        async (api) => {
          serveAttachments(api, world, product);
          refuseOtherMethods(api, attachmentPaths, (reply) => refuse(reply, refusals.invalidMethod));
        },
        { prefix: product.base },
      );
      scope.setErrorHandler((_error, _request, reply) => refuse(reply, refusals.internalError));
    },
    notFound: (reply) => refuse(reply, refusals.invalidUrl),
  };
}
