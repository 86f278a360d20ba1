import type { Consignment } from './route.ts';

/** The same for files that a ticket's list could not tell apart: of one name and size, for one ticket. */
export function twinKeyOf({ ticket, file }: Pick<Consignment, 'ticket' | 'file'>): string {
  return JSON.stringify([ticket.id, file.size, file.name.normalize('NFC')]);
}

/** Uploads that may have an attachment on the ticket which is not known to be theirs. */
export interface LooseEnds {
  add(consignment: Consignment, isLoose: IsLoose): void;
  /** Whether there is one among the twins of an upload: what is found on the ticket may be theirs. */
  amongTwins(consignment: Consignment, listedMs: number | undefined): boolean;
}

/** @param listedMs when the ticket was listed before the twin began, in milliseconds since 1970, if it was */
type IsLoose = (listedMs: number | undefined) => boolean;

export function createLooseEnds(): LooseEnds {
  const ends: { readonly key: string; readonly uploadId: string; readonly isLoose: IsLoose }[] = [];
  return {
    add(consignment, isLoose) {
      ends.push({ key: twinKeyOf(consignment), uploadId: consignment.uploadId, isLoose });
    },
    amongTwins(consignment, listedMs) {
      const key = twinKeyOf(consignment);
      return ends.some((one) => one.key === key && one.uploadId !== consignment.uploadId && one.isLoose(listedMs));
    },
  };
}
