import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../contract/outcome.ts';
import {
  createPromise,
  createScriptedRoute,
  delivered,
  setUp,
  unauthorized,
  unavailable,
  unknown,
} from './scripted-route.ts';

describe('a late word', () => {
  /** A connector whose first call hangs until `late` is settled, over a ticket that shows nothing. */
  function hangingFirst(...rest: Outcome[]) {
    const late = createPromise<Outcome>();
    const connector = createScriptedRoute('connector', () => ({ outcome: unknown, later: late.promise }), ...rest);
    connector.arrival = () => ({ kind: 'absent' });
    return { connector, late };
  }

  it('counts while the ticket is asked', async () => {
    const { connector, late } = hangingFirst();
    connector.arrival = () => new Promise(() => {});
    const { deliver, clock } = setUp(connector);
    const delivering = deliver();
    await clock.advance(0);
    late.settle(delivered('5'));
    expect(await delivering).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '5' });
  });

  it('counts while the next attempt is awaited', async () => {
    const { connector, late } = hangingFirst();
    const { deliver, clock, steps } = setUp(connector);
    const delivering = deliver();
    await clock.advance(3500);
    expect(steps.at(-1)).toMatchObject({ kind: 'waiting', message: 'silence' });
    late.settle(delivered('5'));
    expect(await delivering).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(connector.attempts()).toBe(1);
    expect(connector.withdrawn).toEqual([]);
  });

  it('of a refusal ends the doubt', async () => {
    const { connector, late } = hangingFirst();
    const { deliver, clock } = setUp(connector);
    const delivering = deliver();
    await clock.advance(100);
    late.settle({ kind: 'refused', reason: 'type', message: 'blocked' });
    expect(await delivering).toMatchObject({ kind: 'refused', outcome: { message: 'blocked' } });
  });

  it('after another way was taken leaves two, of which the late one goes', async () => {
    const { connector, late } = hangingFirst(unauthorized);
    const gateway = createScriptedRoute('gateway', delivered('6'));
    const { deliver, clock } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', route: 'gateway', attachmentId: '6' });
    expect(connector.withdrawn).toEqual([]);
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['5']);
    expect(gateway.withdrawn).toEqual([]);
  });

  it('of the attachment that was kept removes nothing', async () => {
    const { connector, late } = hangingFirst();
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '5' });
    const { deliver, clock } = setUp(connector);
    await clock.run(deliver());
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual([]);
  });

  it('while the other way goes on is taken if that one fails', async () => {
    const { connector, late } = hangingFirst(unauthorized);
    const gateway = createScriptedRoute('gateway', () => {
      late.settle(delivered('5'));
      return { outcome: { kind: 'refused', reason: 'type', message: 'blocked' } };
    });
    const { deliver, clock } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '5' });
    expect(connector.withdrawn).toEqual([]);
  });

  it('after a failure is known when the agent tries once more', async () => {
    const { connector, late } = hangingFirst(unavailable);
    const { deliver, clock } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('failed');
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(connector.attempts()).toBe(3);
    expect(connector.withdrawn).toEqual([]);
  });

  it.each(['absent', 'untold'] as const)(
    'after a failure, or where nobody could tell, is passed on: %s',
    async (kind) => {
      const { connector, late } = hangingFirst(unavailable);
      connector.arrival = () => ({ kind, message: 'no list' });
      const { deliver, clock, lateArrivals } = setUp(connector);
      expect((await clock.run(deliver())).kind).toBe(kind === 'absent' ? 'failed' : 'unconfirmed');
      late.settle(delivered('5'));
      await clock.advance(0);
      expect(lateArrivals).toEqual([{ kind: 'delivered', route: 'connector', attachmentId: '5' }]);
    },
  );
});
