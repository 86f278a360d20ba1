import { describe, expect, it } from 'vitest';
import { consign } from './route.suite.ts';
import { createScriptedRoute, delivered, setUp, unauthorized, unavailable, unknown } from './scripted-route.ts';

describe('deliver', () => {
  it('takes the first route that works, and tells each step', async () => {
    const connector = createScriptedRoute('connector', unauthorized);
    const gateway = createScriptedRoute('gateway', (_, { onProgress }) => {
      onProgress(5);
      return { outcome: delivered('7') };
    });
    const { deliver, clock, steps } = setUp(connector, gateway);
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'gateway', attachmentId: '7' });
    expect(steps).toEqual([
      { kind: 'sending', route: 'connector', attempt: 1 },
      { kind: 'sending', route: 'gateway', attempt: 1 },
      { kind: 'sending', route: 'gateway', attempt: 1, sentBytes: 5 },
    ]);
  });

  it('tells until when it waits', async () => {
    const connector = createScriptedRoute(
      'connector',
      { kind: 'busy', message: 'later', waitMs: 7000 },
      delivered('1'),
    );
    const { deliver, clock, steps } = setUp(connector);
    const untilMs = clock.now() + 7000;
    expect((await clock.run(deliver())).kind).toBe('delivered');
    expect(steps[1]).toEqual({ kind: 'waiting', route: 'connector', untilMs, message: 'later' });
    expect(clock.now()).toBe(untilMs);
  });

  it('leaves a route that did not accept us for last, for five minutes and for all uploads', async () => {
    const connector = createScriptedRoute('connector', unauthorized);
    const gateway = createScriptedRoute('gateway', delivered('1'));
    const { deliver, clock, kinds } = setUp(connector, gateway);
    await clock.run(deliver(consign('x', 'a.pdf')));
    await clock.run(deliver(consign('x', 'b.pdf')));
    expect(kinds()).toEqual(['sending connector', 'sending gateway', 'sending gateway']);
    await clock.advance(5 * 60_000);
    await clock.run(deliver(consign('x', 'c.pdf')));
    expect(connector.attempts()).toBe(2);
  });

  it('tries a resting route when the others fail', async () => {
    const connector = createScriptedRoute('connector', unauthorized, delivered('1'));
    const gateway = createScriptedRoute('gateway', delivered('2'), unavailable);
    const { deliver, clock } = setUp(connector, gateway);
    await clock.run(deliver(consign('x', 'a.pdf')));
    expect(await clock.run(deliver(consign('x', 'b.pdf')))).toMatchObject({ kind: 'delivered', route: 'connector' });
  });

  it('tells a route that it may not be the only one that brought the file', async () => {
    const connector = createScriptedRoute('connector', unknown, unknown, unknown);
    connector.arrival = () => ({ kind: 'absent' });
    const gateway = createScriptedRoute('gateway', unknown, unknown, unknown);
    gateway.arrival = () => ({ kind: 'absent' });
    const { deliver, clock } = setUp(connector, gateway);
    await clock.run(deliver());
    expect(connector.questions.map(({ onlyRoute }) => onlyRoute)).toContain(true);
    expect(gateway.questions.length).toBeGreaterThan(0);
    expect(gateway.questions.map(({ onlyRoute }) => onlyRoute)).not.toContain(true);
  });

  it('asks the ticket with all that it knows, and by another route where the first cannot tell', async () => {
    const connector = createScriptedRoute('connector', unknown);
    connector.before = ['1', '2'];
    const gateway = createScriptedRoute('gateway');
    gateway.arrival = () => ({ kind: 'arrived', attachmentId: '9' });
    const { deliver, clock, kinds } = setUp(connector, gateway);
    const sinceMs = clock.now();
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '9' });
    const question = {
      uploadId: 'upload-report.pdf',
      ticket: { id: '4000000012345' },
      name: 'report.pdf',
      size: 1,
      sinceMs,
    };
    const asked = { ...question, knownIds: new Set(['1', '2']) };
    expect(connector.questions).toEqual([{ ...asked, listedBefore: true, onlyRoute: true }]);
    expect(gateway.questions).toEqual([{ ...asked, listedBefore: false, onlyRoute: false }]);
    expect(kinds()).toEqual(['sending connector', 'asking connector']);
  });

  it('finds a file that a slow service stored only after the first question', async () => {
    const connector = createScriptedRoute('connector', unknown);
    connector.arrival = () =>
      connector.questions.length < 2 ? { kind: 'absent' } : { kind: 'arrived', attachmentId: '9' };
    const { deliver, clock } = setUp(connector);
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '9' });
    expect(connector.attempts()).toBe(1);
  });

  it('does not send again what nobody can tell about, and asks first when the agent does', async () => {
    const connector = createScriptedRoute('connector', unknown);
    const gateway = createScriptedRoute('gateway', delivered('1'));
    const { deliver, clock } = setUp(connector, gateway);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    expect(gateway.attempts()).toBe(0);
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '9' });
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '9' });
    expect(connector.attempts()).toBe(1);
  });

  it('sends again what is absent when the agent tries once more', async () => {
    const connector = createScriptedRoute('connector', unknown, delivered('9'));
    const { deliver, clock } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', attachmentId: '9' });
  });
});

describe('what the ticket had before', () => {
  it('is asked once for the uploads of a minute', async () => {
    const connector = createScriptedRoute('connector', delivered('1'));
    const { deliver, clock } = setUp(connector);
    await clock.run(Promise.all(['a', 'b', 'c'].map((name) => deliver(consign('x', `${name}.pdf`)))));
    expect(connector.lists).toBe(1);
    await clock.run(deliver(consign('x', 'd.pdf', 'another ticket')));
    expect(connector.lists).toBe(2);
    await clock.advance(60_000);
    await clock.run(deliver(consign('x', 'e.pdf')));
    expect(connector.lists).toBe(3);
  });

  it('is told by another route where the first does not tell', async () => {
    const connector = createScriptedRoute('connector', unknown);
    connector.readAttachmentIds = async () => undefined;
    const gateway = createScriptedRoute('gateway');
    gateway.before = ['1'];
    gateway.arrival = () => ({ kind: 'arrived', attachmentId: '9' });
    const { deliver, clock } = setUp(connector, gateway);
    expect((await clock.run(deliver())).kind).toBe('delivered');
    expect(connector.questions).toMatchObject([{ knownIds: new Set(['1']), listedBefore: false }]);
    expect(gateway.questions).toMatchObject([{ knownIds: new Set(['1']), listedBefore: true }]);
  });

  it('is asked again after a delivery without an id', async () => {
    const connector = createScriptedRoute('connector', { kind: 'delivered' });
    const { deliver, clock } = setUp(connector);
    await clock.run(deliver(consign('x', 'a.pdf')));
    await clock.run(deliver(consign('x', 'b.pdf')));
    expect(connector.lists).toBe(2);
  });

  it('holds nothing up for more than five seconds', async () => {
    const connector = createScriptedRoute('connector', delivered('1'));
    connector.readAttachmentIds = () => new Promise(() => {});
    const { deliver, clock } = setUp(connector);
    const beganMs = clock.now();
    expect((await clock.run(deliver())).kind).toBe('delivered');
    expect(clock.now() - beganMs).toBe(5000);
  });
});

describe('an upload of unknown end that the agent wants sent again', () => {
  async function unconfirmed() {
    const connector = createScriptedRoute('connector', unknown, unavailable);
    const scene = setUp(connector);
    expect((await scene.clock.run(scene.deliver())).kind).toBe('unconfirmed');
    return { ...scene, connector };
  }

  it('stays unconfirmed where it cannot be sent and nobody tells of the earlier try', async () => {
    const { deliver, clock } = await unconfirmed();
    expect(await clock.run(deliver())).toEqual({
      kind: 'unconfirmed',
      route: 'connector',
      message: 'An earlier try may have arrived. no list',
      trials: [{ route: 'connector', end: unavailable }],
    });
  });

  it('stays unconfirmed where it is refused', async () => {
    const refused = { kind: 'refused', reason: 'type', message: 'no' } as const;
    const connector = createScriptedRoute('connector', unknown, refused);
    const { deliver, clock } = setUp(connector);
    await clock.run(deliver());
    const trials = [{ route: 'connector', end: refused }];
    expect(await clock.run(deliver())).toMatchObject({ kind: 'unconfirmed', trials });
    connector.arrival = () => ({ kind: 'absent' });
    expect((await clock.run(deliver())).kind).toBe('refused');
  });

  it('stays unconfirmed where it is cancelled before that', async () => {
    const { deliver, clock, cancelling } = await unconfirmed();
    const again = deliver();
    await clock.advance(100);
    cancelling.abort();
    expect(await clock.run(again)).toMatchObject({ kind: 'unconfirmed', route: 'connector' });
  });

  it('has failed where the ticket has nothing of it', async () => {
    const { deliver, clock, connector } = await unconfirmed();
    connector.arrival = () => ({ kind: 'absent' });
    expect((await clock.run(deliver())).kind).toBe('failed');
  });

  it('has failed where the ticket tells so on the way', async () => {
    const connector = createScriptedRoute('connector', unknown, unknown, unavailable);
    const { deliver, clock } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    connector.arrival = () => (connector.attempts() > 1 ? { kind: 'absent' } : { kind: 'untold', message: 'no list' });
    expect((await clock.run(deliver())).kind).toBe('failed');
  });
});
