import { describe, expect, it } from 'vitest';
import { megabyte } from '../../contract/limits.ts';
import { createLockedFile } from '../hosts/fake-zohodesk.ts';
import type { ManualClock } from '../manual-clock.ts';
import type { ArrivalQuestion, Consignment, Route, Watch } from './route.ts';

/** How the service at the end of a route treats the next uploads. */
export type RoutePlay =
  | 'stores'
  /** Refuses the file for good, in words of its own. */
  | 'refuses'
  | 'denies-us'
  /** Asks to come back in seven seconds. */
  | 'is-busy'
  /** Cannot be reached: no file can have arrived. */
  | 'is-down'
  /** Stores the file, and never answers. */
  | 'loses-answer'
  /** Takes the file, neither stores nor answers. */
  | 'hangs';

export interface StoredFile {
  readonly id: string;
  readonly ticketId: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A route over stand-ins of all that it travels through, that takes at most 4 MB a file and no .exe. */
export interface RouteStage {
  readonly route: Route;
  readonly clock: ManualClock;
  /**
   * Tells bytes sent; can stop what it sends; can ask what the ticket has; hears how long a busy service asks to wait
   * (where it is absent, too).
   */
  readonly can: {
    readonly progress: boolean;
    readonly stop: boolean;
    readonly tell: boolean;
    readonly wait?: boolean;
  };
  play(play: RoutePlay): void;
  stored(): readonly StoredFile[];
  /** How many uploads reached the service, stored or not. */
  uploads(): number;
}

export const limitBytes = 4 * megabyte;

/** Words that a service refuses with in every stage. */
export const refusalWords = 'This kind of file is blocked';

/** A file for a ticket. */
export function consign(content: BlobPart, name = 'report.pdf', ticketId = '4000000012345'): Consignment {
  const file = new File([content], name, { type: 'application/pdf' });
  return { uploadId: `upload-${name}`, ticket: { id: ticketId }, file, mimeType: 'application/pdf' };
}

/** Bytes that begin as a PDF does and repeat nothing that an encoding could hide. */
export function pdfBytes(length: number): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 167 + (at >> 8) * 31) & 255);
  bytes.set(new TextEncoder().encode('%PDF-1.7\n').subarray(0, length));
  return bytes;
}

/** Said of millions of bytes, which no test's report should print. */
function sameBytes(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one?.length === other.length && one.every((byte, at) => byte === other[at]);
}

export function watching(signal = new AbortController().signal): Watch & { readonly progress: number[] } {
  const progress: number[] = [];
  return { signal, progress, onProgress: (sentBytes) => void progress.push(sentBytes) };
}

export function questionAbout({ uploadId, ticket, file }: Consignment, sinceMs: number): ArrivalQuestion {
  return {
    uploadId,
    ticket,
    name: file.name,
    size: file.size,
    sinceMs,
    knownIds: new Set(),
    listedBefore: false,
    onlyRoute: false,
  };
}

/** What every route must do, whatever it travels through. */
export function describeRoute(name: string, setUp: () => Promise<RouteStage>): void {
  describe(`${name} as a route`, () => {
    it('delivers a file byte for byte, under its name, to the ticket it was picked for', async () => {
      const { route, clock, stored } = await setUp();
      const bytes = pdfBytes(2 * megabyte + 1);
      const { outcome } = await clock.run(route.send(consign(bytes, 'Orçamento "nº 5" – 見積.pdf'), watching()));
      expect(outcome.kind).toBe('delivered');
      expect(stored()).toMatchObject([
        { ticketId: '4000000012345', name: 'Orçamento "nº 5" – 見積.pdf', type: 'application/pdf' },
      ]);
      expect(sameBytes(stored()[0]?.bytes, bytes)).toBe(true);
    });

    it('tells the id of the attachment where its list has ids', async () => {
      const { route, clock, stored, can } = await setUp();
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
      expect(outcome).toEqual({ kind: 'delivered', ...(can.tell && { attachmentId: stored()[0]?.id }) });
    });

    it('tells its progress in bytes of the file, if it can', async () => {
      const { route, clock, can } = await setUp();
      const watch = watching();
      await clock.run(route.send(consign(pdfBytes(300_000)), watch));
      const ascending = watch.progress.toSorted((a, b) => a - b);
      expect(watch.progress).toEqual(ascending);
      expect(watch.progress.at(-1)).toBe(can.progress ? 300_000 : undefined);
    });

    it('delivers a second attempt like the first', async () => {
      const { route, clock, stored } = await setUp();
      const consignment = consign(pdfBytes(1000));
      await clock.run(route.send(consignment, watching()));
      await clock.run(route.send(consignment, watching()));
      expect(stored().map(({ bytes }) => bytes.length)).toEqual([1000, 1000]);
    });

    it.each([
      ['too-large', consign(pdfBytes(limitBytes + 1))],
      ['empty', consign('')],
      ['type-refused', consign('MZ\u0090\u0000', 'setup.exe')],
      ['content-mismatch', consign(new Uint8Array([0x4d, 0x5a, 0x90, 0]), 'invoice.pdf')],
      ['unreadable', { ...consign('x'), file: createLockedFile('report.pdf') }],
    ])('sends nothing of a file that is %s', async (kind, consignment) => {
      const { route, clock, uploads } = await setUp();
      const { outcome } = await clock.run(route.send(consignment, watching()));
      expect(outcome).toMatchObject({ kind: 'limits', findings: [{ kind }] });
      expect(uploads()).toBe(0);
    });

    it('takes a file of exactly the largest size', async () => {
      const { route, clock } = await setUp();
      const { outcome } = await clock.run(route.send(consign(pdfBytes(limitBytes)), watching()));
      expect(outcome.kind).toBe('delivered');
      expect(route.limits().fileBytes).toBe(limitBytes);
    });

    it("ends as refused, in the service's words", async () => {
      const { route, clock, play } = await setUp();
      play('refuses');
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
      expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining(refusalWords) });
    });

    it('ends as unauthorized where it is not accepted', async () => {
      const { route, clock, play, stored } = await setUp();
      play('denies-us');
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
      expect(outcome.kind).toBe('unauthorized');
      expect(stored()).toEqual([]);
    });

    it('ends as busy with the time to wait, if it hears of it', async () => {
      const { route, clock, play, can } = await setUp();
      play('is-busy');
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
      expect(outcome).toMatchObject({ kind: 'busy', ...(can.wait !== false && { waitMs: 7000 }) });
    });

    it('ends as unavailable where nothing can have arrived', async () => {
      const { route, clock, play } = await setUp();
      play('is-down');
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching()));
      expect(outcome.kind).toBe('unavailable');
    });

    it('ends as unknown when the answer is lost, and finds the file if it can', async () => {
      const { route, clock, play, stored, can } = await setUp();
      play('loses-answer');
      const sinceMs = clock.now();
      const consignment = consign(pdfBytes(5000));
      const { outcome } = await clock.run(route.send(consignment, watching()));
      expect(outcome.kind).toBe('unknown');
      const arrival = await clock.run(route.findArrival(questionAbout(consignment, sinceMs)));
      expect(arrival).toMatchObject(
        can.tell ? { kind: 'arrived', attachmentId: stored()[0]?.id } : { kind: 'untold', message: /./ },
      );
    });

    it('ends as unknown when nothing comes back, and sees that the file is absent if it can', async () => {
      const { route, clock, play, can } = await setUp();
      play('hangs');
      const sinceMs = clock.now();
      const consignment = consign(pdfBytes(5000));
      const { outcome } = await clock.run(route.send(consignment, watching()));
      expect(outcome.kind).toBe('unknown');
      const arrival = await clock.run(route.findArrival(questionAbout(consignment, sinceMs)));
      expect(arrival.kind).toBe(can.tell ? 'absent' : 'untold');
    });

    it('finds nothing that is not the file in question', async () => {
      const { route, clock, stored, can } = await setUp();
      const consignment = consign(pdfBytes(5000));
      await clock.run(route.send(consignment, watching()));
      const question = { ...questionAbout(consignment, clock.now()), uploadId: 'upload-of-another' };
      const knownIds = new Set(stored().map(({ id }) => id));
      const no = can.tell ? 'absent' : 'untold';
      for (const other of [
        { name: 'other.pdf' },
        { size: 4999 },
        { knownIds },
        { sinceMs: question.sinceMs + 11 * 60_000 },
        { ticket: { id: '4000000099999' } },
      ]) {
        expect((await clock.run(route.findArrival({ ...question, ...other }))).kind).toBe(no);
      }
    });

    it('lists what the ticket has, if it can', async () => {
      const { route, clock, stored, can } = await setUp();
      const consignment = consign(pdfBytes(10));
      const list = async () => (await clock.run(Promise.resolve(route.readAttachmentIds?.(consignment.ticket)))) ?? [];
      expect([...(await list())]).toEqual([]);
      await clock.run(route.send(consignment, watching()));
      expect([...(await list())]).toEqual(can.tell ? stored().map(({ id }) => id) : []);
    });

    it('sends nothing that was cancelled before', async () => {
      const { route, clock, uploads } = await setUp();
      const { outcome } = await clock.run(route.send(consign(pdfBytes(10)), watching(AbortSignal.abort())));
      expect(outcome).toEqual({ kind: 'cancelled' });
      expect(uploads()).toBe(0);
    });

    it('stops when it is cancelled, or says that it may still arrive', async () => {
      const { route, clock, play, uploads, can } = await setUp();
      play('hangs');
      const cancelling = new AbortController();
      const sending = route.send(consign(pdfBytes(300_000)), watching(cancelling.signal));
      await clock.advance(0);
      expect(uploads()).toBe(1);
      cancelling.abort();
      const { outcome, later } = await sending;
      expect(outcome.kind).toBe(can.stop ? 'cancelled' : 'unknown');
      expect(later === undefined).toBe(can.stop);
    });
  });
}
