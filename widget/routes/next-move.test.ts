import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../contract/outcome.ts';
import { backoffMs, deliveryPolicy as policy } from './delivery-policy.ts';
import { departure, departureInDoubt, type Happening, type Journey, type Move, nextMove } from './next-move.ts';
import type { Attempt } from './route.ts';

const both = departure(['connector', 'gateway']);

/** Plays happenings one after another. @returns the moves that they led to */
function play(journey: Journey, happenings: readonly Happening[], cancelled = false): readonly Move[] {
  const moves: Move[] = [];
  for (const happening of happenings) {
    const step = nextMove(journey, happening, { policy, cancelled, dice: 0.5 });
    journey = step.journey;
    moves.push(step.move);
  }
  return moves;
}

const begun: Happening = { kind: 'begun' };
const waited: Happening = { kind: 'waited' };
const ended = (end: Attempt['outcome'], pending = false): Happening => ({ kind: 'attempted', end, pending });
const asked = (kind: 'absent' | 'untold'): Happening => ({
  kind: 'asked',
  arrival: kind === 'absent' ? { kind } : { kind, message: 'nobody knows' },
});

const unavailable = { kind: 'unavailable', message: 'down' } as const;
const unknown = { kind: 'unknown', message: 'silence' } as const;
const unauthorized = { kind: 'unauthorized', message: 'who?' } as const;
const busy = (waitMs?: number) =>
  ({ kind: 'busy', message: 'later', ...(waitMs !== undefined && { waitMs }) }) as const;
const limits = { kind: 'limits', findings: [{ kind: 'empty' }] } as const;

const sends = (route: 'connector' | 'gateway', attempt = 1) => ({ kind: 'send', route, attempt });
const waits = (waitMs: number, message = 'down', route = 'connector') => ({ kind: 'wait', route, waitMs, message });
const ends = (delivery: object) => ({ kind: 'end', delivery });
const asks = { kind: 'ask', route: 'connector' };

describe('the next move of an upload that a page has left in doubt', () => {
  const left = departureInDoubt(['connector', 'gateway']);
  const play = (happenings: readonly Happening[], unsettled: boolean) => {
    let step = nextMove(left, begun, { policy, cancelled: false, dice: 0.5, unsettled });
    for (const one of happenings) {
      step = nextMove(step.journey, one, { policy, cancelled: false, dice: 0.5, unsettled });
    }
    return step.move;
  };

  it('is to ask', () => {
    expect(play([], false)).toEqual(asks);
  });

  it('is to ask again as long as it may still be under way', () => {
    const often = [asked('absent'), waited, asked('untold'), waited, asked('absent')];
    expect(play(often, true)).toMatchObject({ kind: 'wait', waitMs: policy.askAgainMs });
  });

  it('is the same route again when it is absent', () => {
    expect(play([asked('absent'), waited, asked('absent'), waited], false)).toEqual(sends('connector', 2));
  });
});

describe('the next move', () => {
  it('begins with the first route and ends with its word', () => {
    expect(play(both, [begun, ended({ kind: 'delivered', attachmentId: '7' })])).toEqual([
      sends('connector'),
      ends({ kind: 'delivered', route: 'connector', attachmentId: '7' }),
    ]);
    const refused = { kind: 'refused', reason: 'type', message: 'blocked' } as const;
    expect(play(both, [begun, ended(refused)]).at(-1)).toEqual(
      ends({ kind: 'refused', route: 'connector', outcome: refused }),
    );
  });

  it('tries an unavailable route three times with growing waits, then the next', () => {
    expect(play(both, [begun, ended(unavailable), waited, ended(unavailable), waited, ended(unavailable)])).toEqual([
      ...[sends('connector'), waits(1000), sends('connector', 2), waits(2000), sends('connector', 3)],
      sends('gateway'),
    ]);
  });

  it.each([unauthorized, limits])('takes the next route at once: %j', (end) => {
    expect(play(both, [begun, ended(end)])).toEqual([sends('connector'), sends('gateway')]);
  });

  it('fails with the last end of each route', () => {
    expect(play(both, [begun, ended(unauthorized), ended(limits)]).at(-1)).toEqual(
      ends({
        kind: 'failed',
        trials: [
          { route: 'connector', end: unauthorized },
          { route: 'gateway', end: limits },
        ],
      }),
    );
  });

  it('waits as a busy route says, five times, and not for hours', () => {
    expect(play(both, [begun, ended(busy(7000)), waited])).toEqual([
      ...[sends('connector'), waits(7000, 'later'), sends('connector', 2)],
    ]);
    expect(play(both, [begun, ended(busy())]).at(-1)).toEqual(waits(1000, 'later'));
    expect(play(both, [begun, ended(busy(120_001))]).at(-1)).toEqual(sends('gateway'));
    const patience = Array.from({ length: 5 }, () => [ended(busy(1)), waited]).flat();
    expect(play(both, [begun, ...patience, ended(busy(1))]).at(-1)).toEqual(sends('gateway'));
  });

  it('asks after an unknown end, and believes that the file is absent when told so twice', () => {
    const silence = [ended(unknown), asked('absent'), waited, asked('absent')];
    expect(play(departure(['connector']), [begun, ...silence, waited])).toEqual([
      ...[sends('connector'), asks, waits(3000, 'silence'), asks, waits(1000, 'silence'), sends('connector', 2)],
    ]);
  });

  it('leaves a silent route for the next, and comes back to it once', () => {
    const silence = [ended(unknown), asked('absent'), waited, asked('absent')];
    expect(play(both, [begun, ...silence, ended(limits), ...silence])).toEqual([
      ...[sends('connector'), asks, waits(3000, 'silence'), asks, sends('gateway')],
      ...[sends('connector'), asks, waits(3000, 'silence'), asks, waits(1000, 'silence')],
    ]);
    expect(play(both, [begun, ...silence, ended(limits), ended(unauthorized)]).at(-1)).toEqual(
      ends({
        kind: 'failed',
        trials: [
          { route: 'gateway', end: limits },
          { route: 'connector', end: unauthorized },
        ],
      }),
    );
  });

  it('is delivered when the ticket has the file', () => {
    const arrival: Arrival = { kind: 'arrived', attachmentId: '8' };
    expect(play(both, [begun, ended(unknown), { kind: 'asked', arrival }]).at(-1)).toEqual(
      ends({ kind: 'delivered', route: 'connector', attachmentId: '8' }),
    );
  });

  it('never sends again by itself when nobody can tell', () => {
    expect(play(both, [begun, ended(unknown), asked('untold'), waited, asked('untold')]).at(-1)).toEqual(
      ends({ kind: 'unconfirmed', route: 'connector', message: 'silence. nobody knows', end: unknown }),
    );
  });

  it('does not believe a service either that said itself that it failed', () => {
    const failed = { ...unknown, code: 'INTERNAL_SERVER_ERROR' };
    expect(play(both, [begun, ended(failed), asked('untold'), waited, asked('untold')]).at(-1)).toEqual(
      ends({ kind: 'unconfirmed', route: 'connector', message: 'silence. nobody knows', end: failed }),
    );
    expect(play(both, [begun, ended(failed), asked('absent'), waited, asked('absent')]).at(-1)).toEqual(
      waits(1000, 'silence'),
    );
  });

  it("takes an attempt's late word for its end", () => {
    expect(play(both, [begun, ended(unknown), ended(unauthorized)]).at(-1)).toEqual(sends('gateway'));
    expect(play(both, [begun, ended(unknown), ended({ kind: 'delivered' })]).at(-1)).toEqual(
      ends({ kind: 'delivered', route: 'connector' }),
    );
  });

  it('sends nothing more once it is cancelled, but clears a doubt first', () => {
    const cancelled = ends({ kind: 'cancelled' });
    expect(play(both, [begun], true)).toEqual([cancelled]);
    expect(play(both, [ended(unavailable)], true)).toEqual([cancelled]);
    expect(play(both, [ended({ kind: 'cancelled' })], true)).toEqual([cancelled]);
    expect(play(both, [ended(unknown, true), waited, asked('absent'), waited, asked('absent')], true)).toEqual([
      ...[waits(60_000, 'silence'), asks, waits(3000, 'silence'), asks],
      cancelled,
    ]);
    expect(play(both, [ended(unknown), asked('untold'), waited, asked('untold')], true).at(-1)).toMatchObject(
      ends({ kind: 'unconfirmed' }),
    );
    expect(play(both, [ended(unknown), ended({ kind: 'delivered' })], true).at(-1)).toMatchObject(
      ends({ kind: 'delivered' }),
    );
  });
});

describe('every way', () => {
  const ways = [unavailable, unknown, unauthorized, busy(), limits, { ...unknown, code: 'X' }] as const;

  it.each(ways.flatMap((connector) => ways.map((gateway) => [connector, gateway] as const)))(
    'comes to an end: %j, %j',
    (connector, gateway) => {
      let { journey, move } = nextMove(both, begun, { policy, cancelled: false, dice: 0 });
      for (let steps = 0; move.kind !== 'end'; steps += 1) {
        expect(steps).toBeLessThan(60);
        const happening: Happening =
          move.kind === 'send'
            ? ended(move.route === 'connector' ? connector : gateway)
            : move.kind === 'ask'
              ? asked('absent')
              : waited;
        ({ journey, move } = nextMove(journey, happening, { policy, cancelled: false, dice: 0 }));
      }
      expect(move.delivery).toMatchObject({ kind: 'failed', trials: [{}, {}] });
    },
  );
});

describe('the waits', () => {
  it('grow, within a quarter of their length, up to half a minute', () => {
    expect([0, 0.5, 0.999].map((dice) => Math.round(backoffMs(policy, 1, dice)))).toEqual([750, 1000, 1250]);
    expect([1, 2, 3, 4].map((failures) => backoffMs(policy, failures, 0.5))).toEqual([1000, 2000, 4000, 8000]);
    expect(backoffMs(policy, 40, 0.9)).toBe(30_000);
  });
});
