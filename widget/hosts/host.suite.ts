import { describe, expect, it } from 'vitest';
import type { ManualClock } from '../manual-clock.ts';
import type { Host, HostAnswer, HostRequest } from './host.ts';

/** How the service behind the connector treats a call. */
export type Play =
  | { readonly kind: 'answers'; readonly status: number; readonly body: unknown }
  /** The product itself rejects the call. */
  | { readonly kind: 'fails'; readonly message: string }
  /** Answers when `answer` is called. */
  | { readonly kind: 'hangs' };

/** A call as the service behind the connector saw it. */
export interface SeenCall {
  readonly url: string;
  readonly method: string;
  readonly body: unknown;
  readonly withConnection: boolean;
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

/** A host over a stand-in of its product. */
export interface HostStage {
  readonly host: Host;
  readonly clock: ManualClock;
  /** Where the product's own interface takes files. */
  readonly uploadUrl: string;
  /** Whether the product tells its looks, and the HTTP status of an answer. */
  readonly tells: { readonly looks: boolean; readonly status: boolean };
  /** Puts another ticket on screen, and tells. @returns its id as the host gives it */
  moveTo(ticketId: string): string;
  /** From now on the product does not say which ticket is on screen. */
  hideTicket(): void;
  changeAppearance(appearance: 'light' | 'dark'): void;
  play(play: Play): void;
  /** Answers every call that hangs. */
  answer(status: number, body: unknown): void;
  seen(): readonly SeenCall[];
}

/** What every host must do, whatever the product. */
export function describeHost(name: string, setUp: () => Promise<HostStage>): void {
  const bytes = new Uint8Array([0, 1, 2, 253, 254, 255]);
  const upload = (url: string, file: File): HostRequest => ({
    method: 'POST',
    url,
    file: { part: 'file', file },
    connection: true,
    timeoutMs: 1000,
  });
  const query: HostRequest = { method: 'GET', url: 'https://desk.zoho.eu/x', connection: true, timeoutMs: 1000 };

  describe(`${name} as a host`, () => {
    it('asks for the ticket every time', async () => {
      const { host, moveTo } = await setUp();
      const first = await host.readTicket();
      const id = moveTo('4000000099999');
      const second = await host.readTicket();
      expect(first.kind === 'ticket' && first.ticket.id).not.toBe(id);
      expect(second).toMatchObject({ kind: 'ticket', ticket: { id } });
    });

    it('says that it cannot read the ticket', async () => {
      const { host, hideTicket } = await setUp();
      hideTicket();
      expect((await host.readTicket()).kind).toBe('unreadable');
    });

    it('tells every listener of another ticket until it ends', async () => {
      const { host, moveTo } = await setUp();
      const heard: string[] = [];
      const end = host.onTicketChange(() => heard.push('first'));
      host.onTicketChange(() => heard.push('second'));
      moveTo('2');
      end();
      moveTo('3');
      expect(heard).toEqual(['first', 'second', 'second']);
    });

    it('tells changed preferences and keeps them, or leaves the looks to the operating system', async () => {
      const { host, changeAppearance, tells } = await setUp();
      const heard: string[] = [];
      const end = host.onPreferences(({ appearance }) => heard.push(appearance));
      changeAppearance('dark');
      end();
      changeAppearance('light');
      expect(heard).toEqual(tells.looks ? ['dark'] : []);
      expect(host.preferences.appearance).toBe(tells.looks ? 'light' : 'auto');
    });

    it('hands a file over byte for byte, and again with the same request', async () => {
      const { host, play, seen, uploadUrl, tells } = await setUp();
      play({ kind: 'answers', status: 200, body: { id: '1' } });
      const request = upload(uploadUrl, new File([bytes], 'Orçamento nº 5.bin', { type: 'application/octet-stream' }));
      const status = tells.status ? 200 : undefined;
      expect(await host.request(request)).toEqual({ kind: 'answer', status, body: { id: '1' } });
      await host.request(request);
      expect(seen().map(({ files }) => files.length)).toEqual([1, 1]);
      expect(seen()[1]?.files[0]?.name).toBe('Orçamento nº 5.bin');
      expect([...(seen()[1]?.files[0]?.bytes ?? [])]).toEqual([...bytes]);
    });

    it('sends without the connection what is asked without', async () => {
      const { host, play, seen } = await setUp();
      play({ kind: 'answers', status: 200, body: { ok: true } });
      await host.request({ ...query, method: 'POST', body: { a: 1 }, connection: false });
      expect(seen()).toMatchObject([{ method: 'POST', body: { a: 1 }, withConnection: false }]);
    });

    it.each([404, 422, 500])('tells the status %i of a call without the connection, if it can', async (status) => {
      const { host, play, tells } = await setUp();
      play({ kind: 'answers', status, body: { error: 'no' } });
      expect(await host.request({ ...query, connection: false })).toEqual({
        kind: 'answer',
        status: tells.status ? status : undefined,
        body: { error: 'no' },
      });
    });

    it('ends as a failure where the product rejects', async () => {
      const { host, play } = await setUp();
      play({ kind: 'fails', message: 'No connection' });
      expect(await host.request(query)).toEqual({ kind: 'failure', message: 'No connection' });
    });

    it('gives up in time, and still tells how the call ended later', async () => {
      const { host, play, answer, clock, tells } = await setUp();
      play({ kind: 'hangs' });
      const end = await clock.run<HostAnswer>(host.request(query));
      if (end.kind !== 'timeout') throw new Error(`ended as ${end.kind}`);
      answer(200, { id: '7' });
      const status = tells.status ? 200 : undefined;
      expect(await end.later).toEqual({ kind: 'answer', status, body: { id: '7' } });
    });

    it('takes a notice without rejecting', async () => {
      const { host } = await setUp();
      await expect(host.notify({ title: 'T'.repeat(400), content: 'c', icon: 'success' })).resolves.toBeUndefined();
    });
  });
}
