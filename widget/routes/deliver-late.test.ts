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
  function hangingFirst(...rest: Parameters<typeof createScriptedRoute>[1][]) {
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

  it('while the end of the next attempt is unknown leaves two, of which the late one goes', async () => {
    const { connector, late } = hangingFirst();
    const gateway = createScriptedRoute('gateway', () => {
      late.settle(delivered('5'));
      const onTicket = ['5', '6'];
      gateway.arrival = ({ knownIds }) => {
        const found = onTicket.find((id) => !knownIds.has(id));
        return found === undefined ? { kind: 'absent' } : { kind: 'arrived', attachmentId: found };
      };
      return { outcome: unknown };
    });
    const { deliver, clock } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'gateway', attachmentId: '6' });
    expect(connector.withdrawn).toEqual(['5']);
  });

  it('is taken when the next attempt surely did not arrive', async () => {
    const { connector, late } = hangingFirst();
    const gateway = createScriptedRoute('gateway', () => {
      late.settle(delivered('5'));
      return { outcome: unknown };
    });
    gateway.arrival = () => ({ kind: gateway.questions.length > 1 ? 'absent' : 'untold', message: 'no list' });
    const { deliver, clock } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '5' });
    expect(gateway.questions).toHaveLength(2);
    expect(connector.withdrawn).toEqual([]);
  });

  const refused: Outcome = { kind: 'refused', reason: 'type', message: 'blocked' };
  it.each([
    ['failed', 'absent', unavailable],
    ['refused', 'absent', refused],
    ['unconfirmed', 'untold', unavailable],
  ] as const)('after it %s is passed on', async (end, kind, next) => {
    const { connector, late } = hangingFirst(next);
    connector.arrival = () => ({ kind, message: 'no list' });
    const { deliver, clock, lateArrivals } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe(end);
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(lateArrivals).toEqual([{ kind: 'delivered', route: 'connector', attachmentId: '5' }]);
  });

  it('of a second arrival after a failure is taken back', async () => {
    const second = createPromise<Outcome>();
    const { connector, late } = hangingFirst(() => ({ outcome: unknown, later: second.promise }), unavailable);
    const { deliver, clock, lateArrivals } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('failed');
    second.settle(delivered('6'));
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(lateArrivals).toMatchObject([{ attachmentId: '6' }]);
    expect(connector.withdrawn).toEqual(['5']);
  });

  it('takes nothing back that a further try has found', async () => {
    const second = createPromise<Outcome>();
    const { connector, late } = hangingFirst(() => ({ outcome: unknown, later: second.promise }), unauthorized);
    const { deliver, clock } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('failed');
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '6' });
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '6' });
    late.settle(delivered('5'));
    second.settle(delivered('6'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['5']);
  });
});
