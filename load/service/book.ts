import * as z from 'zod';

/** What the service has seen of one organisation. */
const Organisation = z.object({
  inFlight: z.int(),
  /** Most calls that were in flight together. */
  most: z.int(),
  /** Calls refused because there were too many. */
  turnedAway: z.int(),
  uploads: z.int(),
  lists: z.int(),
  /** Bodies that were no whole form of one file, those excepted that the service itself broke off. */
  broken: z.int(),
  tokens: z.int(),
});

/** One storing of a file: its bytes, and their CRC-32. */
const Storing = z.tuple([z.int(), z.int()]);
export type Storing = z.infer<typeof Storing>;

/** What the service tells at `/book`. */
export const BookContent = z.object({
  organisations: z.record(z.string(), Organisation),
  /** By the file's name: each time that it was stored. */
  files: z.record(z.string(), z.array(Storing)),
});
export type BookContent = z.infer<typeof BookContent>;

/** An attachment as the list of a ticket shows it. */
export interface Listed {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly createdTime: string;
}

/** Counts what arrives, and keeps no bytes of it. */
export interface Book {
  organisation(name: string): z.infer<typeof Organisation>;
  store(ticket: string, name: string, storing: Storing): Listed;
  /** Newest first. */
  listOf(ticket: string): readonly Listed[];
  content(): BookContent;
}

export function createBook(): Book {
  const organisations = new Map<string, z.infer<typeof Organisation>>();
  const files = new Map<string, Storing[]>();
  const tickets = new Map<string, Listed[]>();
  let last = 0;
  const empty = { inFlight: 0, most: 0, turnedAway: 0, uploads: 0, lists: 0, broken: 0, tokens: 0 };

  return {
    organisation(name) {
      const known = organisations.get(name) ?? { ...empty };
      organisations.set(name, known);
      return known;
    },
    store(ticket, name, storing) {
      files.set(name, [...(files.get(name) ?? []), storing]);
      last += 1;
      const listed = { id: String(last), name, size: storing[0], createdTime: new Date().toISOString() };
      const list = tickets.get(ticket) ?? [];
      list.unshift(listed);
      tickets.set(ticket, list);
      return listed;
    },
    listOf: (ticket) => tickets.get(ticket) ?? [],
    content: () => ({ organisations: Object.fromEntries(organisations), files: Object.fromEntries(files) }),
  };
}
