import { describe, expect, it } from 'vitest';
import { omsLimits } from '../../contract/limits.ts';
import type { UploadEnd } from '../destinations/destination.ts';
import { createCallOffs, type Keyed } from './call-off.ts';
import type { Client } from './clients.ts';
import { createIdempotency, keepMs } from './idempotency.ts';
import { createKeptPlaces } from './shared/kept-places.ts';
import { createMemoryState } from './shared/memory-state.ts';
import type { SharedState } from './shared/shared-state.ts';

const delivered: UploadEnd = { kind: 'delivered', attachmentId: '7' };
const calledOff = { kind: 'refused', status: 409, message: 'This upload was called off' };

const client: Client = {
  id: 1,
  blocked: false,
  scopes: new Set(),
  destinationName: 'oms',
  destination: {
    kind: 'oms',
    limits: omsLimits,
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async () => delivered,
  },
};
const keyed: Keyed = { client, ticketId: '42', idempotencyKey: 'key' };

/** Two gateways with one state. */
function setUp(onSet: (key: string) => void = () => undefined, isWhole = true) {
  let nowMs = 1000;
  const now = (): number => nowMs;
  const waits: number[] = [];
  const sent: string[] = [];
  let duringWait = (): void => undefined;
  const memory = createMemoryState({ now });
  const state: SharedState = {
    ...memory,
    async set(key, value, ms) {
      await memory.set(key, value, ms);
      onSet(key);
    },
  };
  const places = createKeptPlaces(state, 60_000);
  const open = () => {
    const idempotency = createIdempotency({ now, state, places });
    const wait = async (ms: number): Promise<void> => {
      waits.push(ms);
      duringWait();
      await new Promise(setImmediate);
    };
    const callOffs = createCallOffs({ idempotency, state, isWhole: () => isWhole, now, wait });
    return {
      callOff: (of = keyed, ageMs: number | undefined = 0) => callOffs.callOff(of, ageMs),
      ask: callOffs,
      /** An upload whose request has arrived. */
      upload: (end: UploadEnd | Promise<UploadEnd> = delivered, of = keyed, file = 'a.pdf') => {
        const key = `${of.client.id} ${of.ticketId} ${of.idempotencyKey} ${file}`;
        return idempotency.run(key, {
          send: () =>
            callOffs.begin(of, key, async () => {
              sent.push(file);
              return end;
            }),
          ask: async () => ({ kind: 'absent' }),
        });
      },
    };
  };
  return {
    ...open(),
    elsewhere: open(),
    sent,
    waits,
    state,
    advance: (ms: number) => {
      nowMs += ms;
    },
    whileWaiting: (what: () => void) => {
      duringWait = what;
    },
  };
}

function deferred() {
  let resolve: (end: UploadEnd) => void = () => undefined;
  const promise = new Promise<UploadEnd>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

describe('an upload that was called off', () => {
  it('is not sent when its request comes after all, through whichever gateway, for 24 hours', async () => {
    const { callOff, upload, elsewhere, sent, advance } = setUp();
    expect(await callOff()).toEqual({ state: 'called-off', before: false });
    expect(await upload()).toMatchObject(calledOff);
    advance(keepMs - 1);
    expect(await elsewhere.upload(delivered, keyed, 'b.pdf')).toMatchObject(calledOff);
    expect(sent).toEqual([]);
    advance(1);
    expect(await elsewhere.upload(delivered, keyed, 'c.pdf')).toEqual(delivered);
  });

  it('stays called off when it is asked again, also after its request has come', async () => {
    const { callOff, upload, elsewhere } = setUp();
    await callOff();
    expect(await elsewhere.callOff()).toEqual({ state: 'called-off', before: true });
    await upload();
    expect(await callOff()).toEqual({ state: 'called-off', before: true });
    expect(await upload()).toMatchObject(calledOff);
  });

  it.each([
    ['another key', { ...keyed, idempotencyKey: 'other' }],
    ['another ticket', { ...keyed, ticketId: '43' }],
    ['another client', { ...keyed, client: { ...client, id: 2 } }],
  ])('leaves one of %s alone', async (_, other) => {
    const { callOff, upload } = setUp();
    await callOff();
    expect(await upload(delivered, other)).toEqual(delivered);
    expect(await callOff(other)).toEqual({ state: 'delivered', attachmentId: '7' });
  });
});

describe('calling off an upload', () => {
  it('tells of a delivered one, which stays so', async () => {
    const { callOff, upload, elsewhere, sent } = setUp();
    await upload();
    expect(await elsewhere.callOff()).toEqual({ state: 'delivered', attachmentId: '7' });
    expect(await callOff()).toEqual({ state: 'delivered', attachmentId: '7' });
    expect(await upload()).toEqual(delivered);
    expect(sent).toEqual(['a.pdf']);
  });

  it('tells of a delivered one whose destination gives no id', async () => {
    const { callOff, upload } = setUp();
    await upload({ kind: 'delivered' });
    expect(await callOff()).toEqual({ state: 'delivered' });
  });

  it('does not touch one of unknown end, which may be sent again', async () => {
    const { callOff, upload } = setUp();
    await upload({ kind: 'unknown', message: 'lost' });
    expect(await callOff()).toEqual({ state: 'unknown' });
    expect(await upload()).toEqual(delivered);
  });

  it.each<[UploadEnd]>([
    [{ kind: 'busy', message: 'later' }],
    [{ kind: 'unavailable', message: 'down' }],
    [{ kind: 'unauthorized', message: 'no' }],
    [{ kind: 'cancelled' }],
    [{ kind: 'refused', reason: 'type', message: 'not that' }],
  ])('calls off one that surely did not arrive: %j', async (end) => {
    const { callOff, upload, sent } = setUp();
    await upload(end);
    expect(await callOff()).toEqual({ state: 'called-off', before: false });
    expect(await upload()).toMatchObject({ kind: 'refused' });
    expect(sent).toHaveLength(1);
  });

  it('waits for one that is on its way', async () => {
    const { callOff, elsewhere, upload, whileWaiting, waits } = setUp();
    const { promise, resolve } = deferred();
    const end = upload(promise);
    await new Promise(setImmediate);
    whileWaiting(() => waits.length === 3 && resolve(delivered));
    expect(await callOff()).toEqual({ state: 'delivered', attachmentId: '7' });
    expect(waits).toEqual([250, 250, 250]);
    expect(await end).toEqual(delivered);
    expect(await elsewhere.callOff()).toMatchObject({ state: 'delivered' });
  });

  it.each(['here', 'elsewhere'] as const)('waits ten seconds at most, for one that is on its way %s', async (where) => {
    const { upload, waits, ...gateways } = setUp();
    const { promise, resolve } = deferred();
    const end = upload(promise);
    await new Promise(setImmediate);
    const asked = where === 'here' ? gateways : gateways.elsewhere;
    expect(await asked.callOff()).toEqual({ state: 'on-its-way' });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(9750);
    resolve(delivered);
    expect(await end).toEqual(delivered);
  });

  it('cannot tell of what began before it remembers, and sees to it that none begins', async () => {
    const { callOff, ask, upload, sent, advance } = setUp();
    await ask.remember();
    advance(5000);
    expect(await callOff({ ...keyed, idempotencyKey: 'before' }, 5001)).toEqual({ state: 'stopped', before: false });
    expect(await ask.callOff({ ...keyed, idempotencyKey: 'of any age' })).toEqual({ state: 'stopped', before: false });
    expect(await callOff({ ...keyed, idempotencyKey: 'after' }, 5000)).toEqual({ state: 'called-off', before: false });
    await Promise.all(
      ['before', 'of any age'].map((idempotencyKey) => upload(delivered, { ...keyed, idempotencyKey })),
    );
    expect(sent).toEqual([]);
  });

  it('remembers anew where what it remembered is gone', async () => {
    const { callOff, ask, state, advance } = setUp();
    await ask.remember();
    advance(5000);
    await ask.remember();
    expect(await callOff(keyed, 5000)).toEqual({ state: 'called-off', before: false });
    await state.remove('uploads-since');
    expect(await callOff({ ...keyed, idempotencyKey: 'other' }, 1)).toEqual({ state: 'stopped', before: false });
  });

  it('can tell however long ago it began to remember, of what began within the 24 hours that ends are kept', async () => {
    const { callOff, ask, advance } = setUp();
    await ask.remember();
    advance(3 * keepMs);
    expect(await callOff(keyed, keepMs - 1)).toEqual({ state: 'called-off', before: false });
    const older = { ...keyed, idempotencyKey: 'older' };
    expect(await callOff(older, keepMs)).toEqual({ state: 'stopped', before: false });
  });

  it('remembers anew where it is told that something may be lost, also while it looks', async () => {
    const { callOff, ask, advance } = setUp();
    await ask.remember();
    advance(5000);
    await ask.rememberAnew();
    expect(await callOff(keyed, 1)).toEqual({ state: 'stopped', before: false });
    const later = { ...keyed, idempotencyKey: 'later' };
    expect(await callOff(later, 0)).toEqual({ state: 'called-off', before: false });

    const meanwhile = setUp((key) => {
      if (!key.startsWith('called-off:')) return;
      meanwhile.advance(1);
      void meanwhile.ask.rememberAnew();
    });
    await meanwhile.ask.remember();
    expect(await meanwhile.callOff(keyed, 0)).toEqual({ state: 'stopped', before: false });
  });

  it('goes by the age that an upload had when it was asked about', async () => {
    const { callOff, ask, upload, advance, whileWaiting } = setUp();
    await ask.remember();
    const { promise, resolve } = deferred();
    const end = upload(promise);
    await new Promise(setImmediate);
    whileWaiting(() => {
      advance(1000);
      resolve({ kind: 'cancelled' });
    });
    expect(await callOff(keyed, 500)).toEqual({ state: 'stopped', before: false });
    await end;
  });

  it('does not take its own waiting for another call', async () => {
    const { callOff, upload, whileWaiting } = setUp();
    const { promise, resolve } = deferred();
    const end = upload(promise);
    await new Promise(setImmediate);
    whileWaiting(() => resolve({ kind: 'cancelled' }));
    expect(await callOff()).toEqual({ state: 'called-off', before: false });
    expect(await callOff()).toEqual({ state: 'called-off', before: true });
    await end;
  });

  it('cannot tell while it does not know what other gateways did', async () => {
    const { callOff, upload } = setUp(undefined, false);
    expect(await callOff()).toEqual({ state: 'stopped', before: false });
    expect(await upload()).toMatchObject(calledOff);
  });

  it('cannot tell of a request with several files', async () => {
    const { callOff, upload } = setUp();
    await upload();
    await upload({ kind: 'unavailable', message: 'down' }, keyed, 'b.pdf');
    await upload(delivered, keyed, 'b.pdf');
    expect(await callOff()).toEqual({ state: 'unknown' });
  });

  it('does not take back what another call has promised', async () => {
    const { callOff, elsewhere, upload, sent } = setUp();
    await upload({ kind: 'unavailable', message: 'down' });
    expect(await callOff()).toEqual({ state: 'called-off', before: false });
    await Promise.all([elsewhere.callOff(), callOff(), upload(), elsewhere.upload(), elsewhere.callOff()]);
    expect(await upload()).toMatchObject(calledOff);
    expect(sent).toHaveLength(1);
  });

  it('cannot tell of one whose gateway died, which may be sent again', async () => {
    const { callOff, upload, state } = setUp();
    await state.set('upload:1 42 key a.pdf', JSON.stringify({ sinceMs: 1000 }), keepMs);
    await upload({ kind: 'unknown', message: 'lost' });
    await state.set('upload:1 42 key a.pdf', JSON.stringify({ sinceMs: 1000 }), keepMs);
    expect(await callOff()).toEqual({ state: 'unknown' });
  });

  it('and beginning it at the same time never ends with it called off and sent', async () => {
    // Each lets the other begin in the midst of its own steps.
    for (const moment of ['begun:', 'called-off:', 'upload:']) {
      for (const first of ['upload', 'call-off'] as const) {
        const started: Promise<unknown>[] = [];
        const gateways = setUp((key) => {
          if (started.length > 0 || !key.startsWith(moment)) return;
          started.push(first === 'upload' ? gateways.elsewhere.callOff() : gateways.upload());
        });
        const { callOff, upload, elsewhere, sent } = gateways;
        await (first === 'upload' ? upload() : callOff());
        await Promise.all(started);
        const { state } = await elsewhere.callOff();
        expect([moment, first, state]).toEqual([moment, first, sent.length > 0 ? 'delivered' : 'called-off']);
      }
    }
  });
});
