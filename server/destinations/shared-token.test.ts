import { describe, expect, it } from 'vitest';
import { createSharedToken, type FetchToken, type HeldReading, type TokenStore } from './shared-token.ts';

type Fetched = Awaited<ReturnType<FetchToken>>;

const granted = (value: string, untilMs = 60_000): Fetched => ({
  kind: 'granted',
  token: { kind: 'token', value },
  untilMs,
});
const refusal = { kind: 'busy', message: 'in use', waitMs: 30_000 } as const;

/** A place for the token that others write to as well. */
function createShelf() {
  let held: HeldReading | undefined;
  const shelf = {
    isLocked: false,
    unlocks: 0,
    forgotten: [] as string[],
    written: [] as HeldReading[],
    put: (next: HeldReading | undefined) => {
      held = next;
    },
  };
  const store: TokenStore = {
    read: async () => held,
    async write(next) {
      shelf.written.push(next);
      held = next;
    },
    async forget(value) {
      shelf.forgotten.push(value);
    },
    lock: async () =>
      shelf.isLocked
        ? undefined
        : () => {
            shelf.unlocks += 1;
          },
  };
  return { shelf, store };
}

function setUp(...ends: readonly Fetched[]) {
  let nowMs = 0;
  let fetches = 0;
  const waits: number[] = [];
  const { shelf, store } = createShelf();
  let whileWaiting = (): void => undefined;
  const token = createSharedToken(
    async () => {
      fetches += 1;
      const end = ends[Math.min(fetches, ends.length) - 1];
      if (!end) throw new Error('nothing to fetch');
      return end;
    },
    {
      now: () => nowMs,
      store,
      async wait(ms) {
        waits.push(ms);
        whileWaiting();
      },
    },
  );
  return {
    token,
    shelf,
    waits,
    fetches: () => fetches,
    advance: (ms: number) => {
      nowMs += ms;
    },
    onWait: (what: () => void) => {
      whileWaiting = what;
    },
  };
}

const tokenOf = (value: string, untilMs = 60_000): HeldReading => ({ reading: { kind: 'token', value }, untilMs });

describe('a token that is shared', () => {
  it('is fetched once for all who ask at the same time, and kept for the others', async () => {
    const { token, shelf, fetches } = setUp(granted('a'));
    const both = await Promise.all([token.get(), token.get()]);
    expect(both).toEqual([
      { kind: 'token', value: 'a' },
      { kind: 'token', value: 'a' },
    ]);
    expect([fetches(), shelf.written, shelf.unlocks]).toEqual([1, [tokenOf('a')], 1]);
  });

  it('is not read again while it is held', async () => {
    const { token, shelf } = setUp(granted('a'));
    await token.get();
    shelf.put(tokenOf('b'));
    expect(await token.get()).toMatchObject({ value: 'a' });
  });

  it('is taken from another who has one', async () => {
    const { token, shelf, fetches } = setUp(granted('a'));
    shelf.put(tokenOf('b'));
    expect(await token.get()).toMatchObject({ value: 'b' });
    expect([fetches(), shelf.unlocks]).toEqual([0, 1]);
  });

  it('is fetched where that of another is no longer in force', async () => {
    const { token, shelf } = setUp(granted('a'));
    shelf.put(tokenOf('b', 0));
    expect(await token.get()).toMatchObject({ value: 'a' });
  });

  it('is taken from another who fetches it meanwhile', async () => {
    const { token, shelf, onWait, waits, fetches } = setUp(granted('a'));
    shelf.isLocked = true;
    onWait(() => waits.length === 3 && shelf.put(tokenOf('b')));
    expect(await token.get()).toMatchObject({ value: 'b' });
    expect([waits, fetches(), shelf.unlocks]).toEqual([[100, 100, 100], 0, 0]);
  });

  it('is not waited for longer than fifteen seconds', async () => {
    const { token, shelf, waits, fetches } = setUp(granted('a'));
    shelf.isLocked = true;
    const message = 'Another gateway has been fetching a token of the service for too long';
    expect(await token.get()).toEqual({ kind: 'failed', outcome: { kind: 'busy', message, waitMs: 5000 } });
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBe(15_000);
    shelf.isLocked = false;
    expect(await token.get()).toMatchObject({ value: 'a' });
    expect(fetches()).toBe(1);
  });

  it('is dropped for all once it is refused, and not taken back', async () => {
    const { token, shelf, fetches } = setUp(granted('a'), granted('b'));
    await token.get();
    token.drop('a');
    shelf.put(tokenOf('a'));
    expect(await token.get()).toMatchObject({ value: 'b' });
    expect([shelf.forgotten, fetches()]).toEqual([['a'], 2]);
  });

  it('stays where another is refused, or none is held', async () => {
    const { token, shelf } = setUp(granted('a'));
    token.drop('a');
    await token.get();
    token.drop('x');
    expect(await token.get()).toMatchObject({ value: 'a' });
    expect(shelf.forgotten).toEqual([]);
  });
});

describe('a refusal', () => {
  const refused: Fetched = { kind: 'failed', outcome: refusal, holdMs: 30_000 };

  it('stands for its time, which grows shorter', async () => {
    const { token, shelf, fetches, advance } = setUp(refused, granted('a'));
    expect(await token.get()).toEqual({ kind: 'failed', outcome: refusal });
    advance(20_000);
    expect(await token.get()).toEqual({ kind: 'failed', outcome: { ...refusal, waitMs: 10_000 } });
    expect([fetches(), shelf.written.length]).toEqual([1, 1]);
    advance(10_000);
    expect(await token.get()).toMatchObject({ value: 'a' });
  });

  it('is not kept where it does not stand', async () => {
    const { token, shelf } = setUp({ ...refused, holdMs: 0 }, granted('a'));
    expect(await token.get()).toEqual({ kind: 'failed', outcome: refusal });
    expect(shelf.written).toEqual([]);
    expect(await token.get()).toMatchObject({ value: 'a' });
  });

  it('is over when another has more luck', async () => {
    const { token, shelf, fetches } = setUp(refused);
    await token.get();
    shelf.put(tokenOf('b'));
    expect(await token.get()).toMatchObject({ value: 'b' });
    expect(fetches()).toBe(1);
  });

  it('stands while what another has is out of force', async () => {
    const { token, shelf } = setUp(refused);
    await token.get();
    shelf.put(tokenOf('b', 0));
    expect(await token.get()).toMatchObject({ kind: 'failed' });
  });
});

it('a token that nobody shares is held all the same', async () => {
  let fetches = 0;
  const token = createSharedToken(
    async () => {
      fetches += 1;
      return granted(`t-${fetches}`);
    },
    { now: () => 0 },
  );
  expect(await token.get()).toMatchObject({ value: 't-1' });
  token.drop('t-1');
  expect(await token.get()).toMatchObject({ value: 't-2' });
});
