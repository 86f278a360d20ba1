import { describe, expect, it } from 'vitest';
import { consign } from './route.suite.ts';
import { createScriptedRoute, delivered, setUp, unknown } from './scripted-route.ts';

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
