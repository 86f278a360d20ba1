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

  it('after a failure is told of, and the copies of other attempts go', async () => {
    const calls = [1, 2, 3].map(() => createPromise<Outcome>());
    const hanging = calls.map(({ promise }) => () => ({ outcome: unknown, later: promise }));
    const connector = createScriptedRoute('connector', ...hanging);
    connector.arrival = () => ({ kind: 'absent' });
    const { deliver, clock, late } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('failed');
    expect(connector.attempts()).toBe(3);
    for (const [at, { settle }] of calls.entries()) settle(delivered(`${at}`));
    await clock.advance(0);
    expect(late).toEqual([{ kind: 'delivered', route: 'connector', attachmentId: '0' }]);
    expect(connector.withdrawn).toEqual(['1', '2']);
    // The agent may have wanted it sent again in that very moment.
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '0' });
    expect(connector.attempts()).toBe(3);
  });

  it('of an unconfirmed one is told of too', async () => {
    const { connector, late: call } = hangingFirst();
    connector.arrival = () => ({ kind: 'untold', message: 'down' });
    const { deliver, clock, late } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    call.settle(delivered('5'));
    await clock.advance(0);
    expect(late).toMatchObject([{ kind: 'delivered', attachmentId: '5' }]);
  });

  it('is left to a try that goes on', async () => {
    const { connector, late: call } = hangingFirst(unavailable, unavailable, unavailable, unauthorized);
    const { deliver, clock, late } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('failed');
    const again = deliver();
    await clock.advance(0);
    call.settle(delivered('5'));
    expect(await clock.run(again)).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(late).toEqual([]);
  });
});
