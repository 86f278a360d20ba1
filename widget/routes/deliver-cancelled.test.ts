import { describe, expect, it } from 'vitest';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import { consign } from './route.suite.ts';
import type { Attempt } from './route.ts';
import {
  createPromise,
  createScriptedRoute,
  delivered,
  setUp,
  unauthorized,
  unavailable,
  unknown,
} from './scripted-route.ts';

describe('cancelling', () => {
  it('ends a wait', async () => {
    const connector = createScriptedRoute('connector', unavailable);
    const { deliver, clock, cancelling } = setUp(connector);
    const delivering = deliver();
    await clock.advance(100);
    cancelling.abort();
    expect(await delivering).toEqual({ kind: 'cancelled' });
    expect(connector.attempts()).toBe(1);
  });

  it('before anything was sent sends nothing', async () => {
    const connector = createScriptedRoute('connector', delivered('1'));
    const { deliver, cancelling } = setUp(connector);
    cancelling.abort();
    expect(await deliver()).toEqual({ kind: 'cancelled' });
    expect(connector.attempts()).toBe(0);
  });

  /** A connector whose call cannot be stopped: it ends in doubt when it is cancelled. */
  function unstoppable() {
    const late = createPromise<Outcome>();
    const connector = createScriptedRoute('connector', (_, { signal }) => {
      const { promise, settle } = createPromise<Attempt>();
      signal.addEventListener('abort', () => settle({ outcome: unknown, later: late.promise }));
      return promise;
    });
    connector.arrival = () => ({ kind: 'absent' });
    return { connector, late };
  }

  it.each([
    [delivered('5'), { kind: 'delivered', route: 'connector', attachmentId: '5' }],
    [unauthorized, { kind: 'cancelled' }],
  ])('in mid-call waits for the truth: %j', async (word, end) => {
    const { connector, late } = unstoppable();
    const { deliver, clock, cancelling } = setUp(connector, createScriptedRoute('gateway', delivered('1')));
    const delivering = deliver();
    await clock.advance(0);
    cancelling.abort();
    await clock.advance(1000);
    late.settle(word);
    expect(await delivering).toEqual(end);
  });

  it('in mid-call is over when the ticket shows nothing, and what still comes goes', async () => {
    const { connector, late } = unstoppable();
    const { deliver, clock, cancelling, lateArrivals } = setUp(connector);
    const delivering = deliver();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(delivering)).toEqual({ kind: 'cancelled' });
    expect(connector.questions.length).toBe(2);
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['5']);
    expect(lateArrivals).toEqual([]);
  });

  it.each([
    ['cannot be taken back', '5'],
    ['has no known id', undefined],
  ])('in mid-call is told of what still comes where that %s', async (_, attachmentId) => {
    const { connector, late } = unstoppable();
    connector.withdraw = async () => false;
    const { deliver, clock, cancelling, lateArrivals } = setUp(connector);
    const delivering = deliver();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(delivering)).toEqual({ kind: 'cancelled' });
    const word = { kind: 'delivered', ...(attachmentId && { attachmentId }) } as const;
    late.settle(word);
    await clock.advance(0);
    expect(lateArrivals).toEqual([{ ...word, route: 'connector' }]);
  });

  it('does not make little of the doubt about an earlier try, which the agent had wanted again', async () => {
    const connector = createScriptedRoute('connector', unknown);
    const { deliver, clock, cancelling } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    connector.arrival = () => {
      cancelling.abort();
      return { kind: 'untold', message: 'down' };
    };
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    expect(connector.attempts()).toBe(1);
  });

  it('does not make little of that doubt either while it waits behind another of the same name', async () => {
    const connector = createScriptedRoute('connector', unknown, (_, { signal }) => {
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ outcome: unknown })));
    });
    const { deliver, clock, cancelling } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    const twin = deliver({ ...consign('x'), uploadId: 'twin' });
    await clock.advance(0);
    const again = deliver();
    await clock.advance(0);
    cancelling.abort();
    expect(await again).toEqual({ kind: 'unconfirmed', route: 'connector', message: '' });
    await clock.run(twin);
  });

  it('in mid-call is delivered when the ticket shows the file', async () => {
    const { connector } = unstoppable();
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '5' });
    const { deliver, clock, cancelling } = setUp(connector);
    const delivering = deliver();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(delivering)).toMatchObject({ kind: 'delivered', attachmentId: '5' });
  });
});

describe('an upload that was cancelled while its call could not be stopped', () => {
  /** Over a ticket that has what was put on it, and a call that ends without a word once it is cancelled. */
  async function cancelled() {
    const late = createPromise<Outcome>();
    const onTicket: string[] = [];
    const connector = createScriptedRoute(
      'connector',
      (_, { signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ outcome: unknown, later: late.promise }));
        }),
      () => ({ outcome: unknown, later: new Promise(() => {}) }),
    );
    connector.arrival = ({ knownIds }) => {
      const attachmentId = onTicket.find((id) => !knownIds.has(id));
      return attachmentId === undefined ? { kind: 'absent' } : { kind: 'arrived', attachmentId };
    };
    const scene = setUp(connector);
    const delivering = scene.deliver();
    await scene.clock.advance(10_000);
    scene.cancelling.abort();
    expect(await scene.clock.run(delivering)).toEqual({ kind: 'cancelled' });
    return { ...scene, connector, onTicket, late };
  }

  it('keeps what that call has put there, once it is wanted again and found', async () => {
    const { connector, deliverAgain, clock, onTicket, late } = await cancelled();
    onTicket.push('X');
    expect(await clock.run(deliverAgain())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: 'X' });
    expect(connector.attempts()).toBe(1);
    late.settle(delivered('X'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual([]);
  });

  it('does not take for arrived what is being taken off', async () => {
    const { connector, deliverAgain, clock, onTicket, late } = await cancelled();
    const withdrawal = createPromise<boolean>();
    connector.withdraw = () => withdrawal.promise;
    onTicket.push('X');
    late.settle(delivered('X'));
    await clock.advance(0);
    const again = deliverAgain();
    await clock.advance(1000);
    expect(connector.attempts()).toBe(2);
    onTicket.splice(0, 1, 'Y');
    withdrawal.settle(true);
    expect(await clock.run(again)).toMatchObject({ kind: 'delivered', attachmentId: 'Y' });
  });

  it('takes what could not be taken off, and sends nothing any more', async () => {
    const { connector, deliverAgain, clock, onTicket, late } = await cancelled();
    const [withdrawal, question] = [createPromise<boolean>(), createPromise<Arrival>()];
    connector.withdraw = () => withdrawal.promise;
    onTicket.push('X');
    late.settle(delivered('X'));
    await clock.advance(0);
    connector.arrival = () => question.promise;
    const again = deliverAgain();
    await clock.advance(0);
    withdrawal.settle(false);
    await clock.advance(0);
    question.settle({ kind: 'absent' });
    expect(await clock.run(again)).toEqual({ kind: 'delivered', route: 'connector', attachmentId: 'X' });
    expect(connector.attempts()).toBe(1);
  });

  it('is over once what came was taken off, however often it is wanted and cancelled again', async () => {
    const { connector, deliverAgain, clock, late, lateArrivals } = await cancelled();
    const cancelling = new AbortController();
    late.settle(delivered('X'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['X']);
    connector.withdraw = async () => false;
    const again = deliverAgain(cancelling.signal);
    await clock.advance(1000);
    cancelling.abort();
    expect((await clock.run(again)).kind).toBe('cancelled');
    await clock.advance(0);
    expect(lateArrivals).toEqual([]);
  });

  it('begins anew where that call has said that it brought nothing', async () => {
    const { connector, deliverAgain, clock, onTicket, late } = await cancelled();
    late.settle(unavailable);
    await clock.advance(0);
    // A colleague's, of the same name and size.
    onTicket.push('other');
    connector.before = ['other'];
    await clock.advance(60_000);
    const again = deliverAgain();
    await clock.advance(1000);
    onTicket.push('Y');
    expect(await clock.run(again)).toMatchObject({ kind: 'delivered', attachmentId: 'Y' });
  });
});
