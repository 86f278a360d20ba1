import { describe, expect, it } from 'vitest';
import type { Ticket } from '../hosts/host.ts';
import type { TicketAttachments } from './ticket-attachments.ts';

/** A service with a ticket in it, and what it can be made to do. */
export interface AttachmentsStage {
  readonly attachments: TicketAttachments;
  readonly ticket: Ticket;
  /** Puts a file on the ticket, newer than all before. @returns its id */
  put(name: string, size?: number): string;
  play(play: AttachmentsPlay): void;
}

export type AttachmentsPlay = 'works' | 'unauthorized' | 'busy' | 'fails' | 'answers-nonsense' | 'is-silent';

/**
 * What every implementation must do, whatever is behind it.
 * @param visibility whether the product knows of files that customers see
 */
export function describeTicketAttachments(
  name: string,
  setUp: () => Promise<AttachmentsStage>,
  visibility: 'told' | 'untold' = 'told',
): void {
  const page = { skip: 0, limit: 100 };
  const told = visibility === 'told';

  describe(`${name} as a ticket's attachments`, () => {
    it('lists none', async () => {
      const { attachments, ticket } = await setUp();
      expect(await attachments.list(ticket, page)).toEqual({ kind: 'listed', files: [], more: false });
    });

    it('lists the newest first, with what is known of each', async () => {
      const { attachments, ticket, put } = await setUp();
      put('first.txt');
      const id = put('Orçamento nº 5 <b>.pdf', 4321);
      const listing = await attachments.list(ticket, page);
      if (listing.kind !== 'listed') throw new Error(listing.message);
      expect(listing.files.map((one) => one.name)).toEqual(['Orçamento nº 5 <b>.pdf', 'first.txt']);
      expect(listing.files[0]).toMatchObject({ id, size: 4321, creator: 'Ana Prado' });
      expect(listing.files[0]?.isPublic).toBe(told ? false : undefined);
      expect(Date.parse(listing.files[0]?.createdTime ?? '')).not.toBeNaN();
      expect(listing.more).toBe(false);
    });

    it('gives every file by pages, and says when there are no more', async () => {
      const { attachments, ticket, put } = await setUp();
      const ids = Array.from({ length: 25 }, (_, at) => put(`${at}.txt`));
      const seen = new Set<string>();
      for (let pages = 0; pages < 10; pages += 1) {
        const listing = await attachments.list(ticket, { skip: seen.size, limit: 10 });
        if (listing.kind !== 'listed') throw new Error(listing.message);
        for (const { id } of listing.files) seen.add(id);
        if (!listing.more) break;
      }
      expect([...seen].sort()).toEqual([...ids].sort());
    });

    it(told ? 'shows a file to the customer and hides it' : 'shows no file to the customer', async () => {
      const { attachments, ticket, put } = await setUp();
      const id = put('a.txt');
      for (const isPublic of [true, false]) {
        const { kind } = await attachments.setVisibility(ticket, id, isPublic);
        expect(kind === 'done').toBe(told);
        const shown = told ? isPublic : undefined;
        expect(await attachments.list(ticket, page)).toMatchObject({ files: [{ id, isPublic: shown }] });
      }
    });

    it('removes a file, and knows when it has gone already', async () => {
      const { attachments, ticket, put } = await setUp();
      const id = put('a.txt');
      expect(await attachments.remove(ticket, id)).toEqual({ kind: 'done' });
      expect(await attachments.list(ticket, page)).toMatchObject({ files: [] });
      expect(await attachments.remove(ticket, id)).toEqual({ kind: 'gone' });
      if (told) expect(await attachments.setVisibility(ticket, id, true)).toEqual({ kind: 'gone' });
    });

    it.each([
      ['unauthorized', 'unauthorized'],
      ['busy', 'busy'],
      ['fails', 'unavailable'],
      ['answers-nonsense', 'unavailable'],
      ['is-silent', 'unavailable'],
    ] as const)('tells the trouble where the service %s', async (play, kind) => {
      const stage = await setUp();
      const id = stage.put('a.txt');
      stage.play(play);
      expect(await stage.attachments.list(stage.ticket, page)).toMatchObject({ kind, message: expect.any(String) });
      if (told) expect(await stage.attachments.setVisibility(stage.ticket, id, true)).toMatchObject({ kind });
      expect(await stage.attachments.remove(stage.ticket, id)).toMatchObject({ kind });
    });
  });
}
