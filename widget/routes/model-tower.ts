import type { Delivery } from './delivery.ts';
import type { Witness } from './model-routes.ts';
import type { ModelService } from './model-service.ts';
import { usualAtOnce } from './places.ts';
import type { Consignment, RouteName } from './route.ts';

/** Sees all that is sent and said, and holds it against what is truly on the tickets. */
export function createWatchTower(service: ModelService) {
  const breaches: string[] = [];
  const delivered = new Set<string>();
  const tickets = new Map<string, string>();
  const sending: { readonly route: RouteName; readonly uploadId: string; readonly isOpen: () => boolean }[] = [];

  function check(isSo: boolean, breach: string): void {
    if (!isSo) breaches.push(breach);
  }

  return {
    /** What was wrong, in words. */
    breaches: breaches as readonly string[],
    note: (breach: string): void => check(false, breach),
    /** To be told which ticket a file was picked for. */
    expect({ uploadId, ticket }: Pick<Consignment, 'uploadId' | 'ticket'>): void {
      tickets.set(uploadId, ticket.id);
    },
    /** @returns the witness of a page's sendings, which are over when it is closed */
    openPage(isOpen: () => boolean): Witness {
      return (route, { uploadId, ticket }) => {
        const open = sending.filter((one) => one.isOpen());
        check(tickets.get(uploadId) === ticket.id, `${uploadId} goes to ticket ${ticket.id}`);
        check(!open.some((one) => one.uploadId === uploadId), `${uploadId} is sent twice at once`);
        check(!delivered.has(uploadId), `${uploadId} is sent again after it was delivered`);
        const beside = open.filter((one) => one.route === route && one.isOpen === isOpen);
        check(beside.length < usualAtOnce[route], `more than ${usualAtOnce[route]} at once by the ${route}`);
        const one = { route, uploadId, isOpen };
        sending.push(one);
        return () => void sending.splice(sending.indexOf(one), 1);
      };
    },
    /** A delivery has ended. */
    hear(uploadId: string, { kind, ...end }: Delivery): void {
      const there = service.of(uploadId);
      if (kind !== 'delivered') return;
      delivered.add(uploadId);
      check(there.length > 0, `${uploadId} is said to be delivered, and is not there`);
      const id = 'attachmentId' in end ? end.attachmentId : undefined;
      check(id === undefined || there.some((one) => one.id === id), `${uploadId} is said to be attachment ${id}`);
    },
    /** Nothing moves any more: what was last said of an upload must be so. */
    settle(uploadId: string, kind: Delivery['kind']): void {
      const there = service.of(uploadId).length;
      check(there <= 1, `${uploadId} is there ${there} times`);
      if (kind === 'delivered') check(there === 1, `${uploadId} was said to be delivered, and is gone`);
      else if (kind !== 'unconfirmed') check(there === 0, `${uploadId} is ${kind}, and there`);
    },
  };
}
