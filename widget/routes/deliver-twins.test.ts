import { describe, expect, it } from 'vitest';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import { consign } from './route.suite.ts';
import { createPromise, createScriptedRoute, delivered, setUp, unauthorized, unknown } from './scripted-route.ts';

describe('uploads of the same name and size', () => {
  /** A ticket that keeps what is sent, and loses every answer. */
  function forgetful() {
    const ticket: string[] = [];
    const connector = createScriptedRoute('connector', ({ uploadId }) => {
      ticket.push(`of ${uploadId}`);
      return { outcome: unknown };
    });
    connector.arrival = ({ knownIds }) => {
      const found = ticket.find((id) => !knownIds.has(id));
      return found === undefined ? { kind: 'absent' } : { kind: 'arrived', attachmentId: found };
    };
    return { connector, ticket };
  }

  it('each find their own, and nothing is sent twice', async () => {
    const { connector, ticket } = forgetful();
    const { deliver, clock } = setUp(connector);
    const uploads = ['a', 'b', 'c'].map((uploadId) => deliver({ ...consign('x'), uploadId }));
    const ends = await clock.run(Promise.all(uploads));
    expect(ticket).toEqual(['of a', 'of b', 'of c']);
    expect(ends.map((end) => end.kind === 'delivered' && end.attachmentId)).toEqual(ticket);
  });

  it('are not fooled by one whose answer came', async () => {
    const connector = createScriptedRoute('connector', delivered('1'), unknown, delivered('2'));
    connector.arrival = ({ knownIds }) =>
      knownIds.has('1') ? { kind: 'absent' } : { kind: 'arrived', attachmentId: '1' };
    const { deliver, clock } = setUp(connector);
    const uploads = ['a', 'b'].map((uploadId) => deliver({ ...consign('x'), uploadId }));
    expect(await clock.run(Promise.all(uploads))).toMatchObject([{ attachmentId: '1' }, { attachmentId: '2' }]);
    expect(connector.attempts()).toBe(3);
  });

  describe('do not take for theirs what may be another’s', () => {
    /** A connector whose list is told in the beginning only where `before` is set. */
    function hasty(...script: Parameters<typeof createScriptedRoute>[1][]) {
      const connector = createScriptedRoute('connector', ...script);
      const before: { ids?: string[] } = {};
      connector.readAttachmentIds = () => (before.ids ? Promise.resolve(new Set(before.ids)) : new Promise(() => {}));
      const { deliver, clock } = setUp(connector);
      const go = (uploadId: string) => clock.run(deliver({ ...consign('x'), uploadId }));
      /** The ticket shows a file of that name and size from now on. */
      const show = (id: string) => {
        connector.arrival = ({ knownIds }) =>
          knownIds.has(id) ? { kind: 'absent' } : { kind: 'arrived', attachmentId: id };
      };
      return { connector, before, go, show, clock };
    }

    it('when that one is unconfirmed', async () => {
      const { go, show } = hasty(unknown);
      expect((await go('a')).kind).toBe('unconfirmed');
      show('1');
      expect(await go('b')).toMatchObject({ kind: 'unconfirmed', message: expect.stringContaining('another upload') });
    });

    it('when the call of that one may still end', async () => {
      const late = createPromise<Outcome>();
      const { connector, go, show, clock } = hasty(
        () => ({ outcome: unknown, later: late.promise }),
        unauthorized,
        unknown,
        delivered('2'),
      );
      connector.arrival = () => ({ kind: 'absent' });
      expect((await go('a')).kind).toBe('failed');
      show('1');
      expect((await go('b')).kind).toBe('unconfirmed');
      late.settle(delivered('1'));
      await clock.advance(0);
      expect(await go('b')).toMatchObject({ kind: 'delivered', attachmentId: '2' });
    });

    it('when nobody told the id of that one', async () => {
      const { go, show } = hasty({ kind: 'delivered' }, unknown);
      await go('a');
      show('1');
      expect((await go('b')).kind).toBe('unconfirmed');
    });

    it('unless the ticket was listed since', async () => {
      const { before, go, show } = hasty({ kind: 'delivered' }, unknown);
      await go('a');
      before.ids = ['1'];
      show('2');
      expect(await go('b')).toMatchObject({ kind: 'delivered', attachmentId: '2' });
    });
  });

  it('wait for each other only as long as they are wanted', async () => {
    const connector = createScriptedRoute('connector', () => new Promise(() => {}));
    const { deliver, clock, cancelling } = setUp(connector);
    void deliver({ ...consign('x'), uploadId: 'a' });
    await clock.advance(0);
    const second = deliver({ ...consign('x'), uploadId: 'b' });
    await clock.advance(0);
    expect(connector.attempts()).toBe(1);
    cancelling.abort();
    expect(await second).toEqual({ kind: 'cancelled' });
  });
});

describe('a question that its own attempt has answered meanwhile', () => {
  it('takes nothing that a twin has brought since', async () => {
    const late = createPromise<Outcome>();
    const question = createPromise<Arrival>();
    const connector = createScriptedRoute(
      'connector',
      () => ({ outcome: unknown, later: late.promise }),
      () => ({ outcome: unknown }),
    );
    connector.arrival = () => question.promise;
    const { deliver, clock } = setUp(connector);
    const first = deliver({ ...consign('x'), uploadId: 'a' });
    await clock.advance(0);
    late.settle(unauthorized);
    expect((await first).kind).toBe('failed');
    const second = deliver({ ...consign('x'), uploadId: 'b' });
    connector.arrival = ({ knownIds }) =>
      knownIds.has('of b') ? { kind: 'absent' } : { kind: 'arrived', attachmentId: 'of b' };
    question.settle({ kind: 'arrived', attachmentId: 'of b' });
    expect(await clock.run(second)).toMatchObject({ kind: 'delivered', attachmentId: 'of b' });
    expect(connector.attempts()).toBe(2);
  });

  it('does not take the arrival of an earlier attempt for that of the last', async () => {
    const late = createPromise<Outcome>();
    const question = createPromise<Arrival>();
    const connector = createScriptedRoute('connector', () => ({ outcome: unknown, later: late.promise }));
    connector.arrival = () => ({ kind: 'absent' });
    const gateway = createScriptedRoute('gateway', unknown);
    gateway.arrival = () => question.promise;
    const { deliver, clock } = setUp(connector, gateway);
    const delivering = deliver();
    await clock.advance(10_000);
    expect(gateway.questions).toHaveLength(1);
    late.settle(delivered('1'));
    await clock.advance(0);
    gateway.arrival = ({ knownIds }) => ({ kind: 'arrived', attachmentId: knownIds.has('1') ? '2' : '1' });
    question.settle({ kind: 'arrived', attachmentId: '1' });
    expect(await clock.run(delivering)).toMatchObject({ kind: 'delivered', attachmentId: '2' });
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['1']);
  });

  it('has a second one looked for where what it found turns out to be an earlier one’s', async () => {
    const late = createPromise<Outcome>();
    const connector = createScriptedRoute('connector', () => ({ outcome: unknown, later: late.promise }));
    connector.arrival = () => ({ kind: 'absent' });
    const gateway = createScriptedRoute('gateway', unknown);
    gateway.arrival = ({ knownIds }) => ({ kind: 'arrived', attachmentId: knownIds.has('1') ? '2' : '1' });
    const { deliver, clock } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '1' });
    late.settle(delivered('1'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['2']);
  });
});
