import type { TicketFile } from './ticket-attachments.ts';

/** What is already there, that a file would double. */
export type Twin =
  | { readonly kind: 'on-ticket'; readonly file: TicketFile; readonly sameSize: boolean }
  /** `name`: what the other one is called. */
  | { readonly kind: 'added'; readonly same: 'name' | 'content'; readonly name: string };

export interface Present {
  readonly onTicket: readonly TicketFile[];
  /** Those of the queue for the same ticket, and those of the same selection that come before. */
  readonly added: readonly File[];
}

/** The SHA-256 of a file in hexadecimal; `undefined` where it cannot be read or reckoned. */
export type Digest = (file: File) => Promise<string | undefined>;

/**
 * Looks whether a file would stand twice on the ticket: by its name there, by its name or content in the queue. The
 * content is read only where another file has the same size.
 */
export async function findTwin(file: File, { onTicket, added }: Present, digest: Digest): Promise<Twin | undefined> {
  const name = comparable(file.name);
  const sameName = onTicket.filter((one) => comparable(one.name) === name);
  const onIt = sameName.find(({ size }) => size === file.size) ?? sameName[0];
  if (onIt) return { kind: 'on-ticket', file: onIt, sameSize: onIt.size === file.size };
  const named = added.find((one) => comparable(one.name) === name);
  if (named) return { kind: 'added', same: 'name', name: named.name };
  for (const other of added) {
    if (other.size !== file.size || file.size === 0) continue;
    const own = await digest(file);
    if (own !== undefined && own === (await digest(other))) return { kind: 'added', same: 'content', name: other.name };
  }
  return undefined;
}

/** macOS gives names in decomposed form, and to people `A.PDF` and `a.pdf` are one name. */
function comparable(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** A larger file, in bytes, is not read whole only to be compared. */
const largestDigested = 64 * 1024 ** 2;

/** A digest that reads each file once. */
export function createDigest(): Digest {
  const known = new WeakMap<File, Promise<string | undefined>>();
  async function reckon(file: File): Promise<string | undefined> {
    if (file.size > largestDigested) return undefined;
    try {
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
      return [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    } catch {
      return undefined;
    }
  }
  return (file) => {
    const sum = known.get(file) ?? reckon(file);
    known.set(file, sum);
    return sum;
  };
}
