import { describe, expect, it } from 'vitest';
import { deskLimits } from '../../contract/limits.ts';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import { createManualClock } from '../manual-clock.ts';
import { createDeliver } from './deliver.ts';
import type { DeliveryStep } from './delivery.ts';
import { consign } from './route.suite.ts';
import type { ArrivalQuestion, Attempt, Consignment, Route, Watch } from './route.ts';

type Sending = (consignment: Consignment, watch: Watch) => Attempt | Promise<Attempt>;

/** A route that does what the test says, one entry an attempt; the last entry goes on for ever. */
function createScriptedRoute(name: Route['name'], ...script: (Sending | Attempt['outcome'])[]) {
  const questions: ArrivalQuestion[] = [];
  const withdrawn: string[] = [];
  let attempts = 0;
  const route = {
    name,
    limits: () => deskLimits,
    async send(consignment: Consignment, watch: Watch): Promise<Attempt> {
      const entry = script[Math.min(attempts, script.length - 1)] ?? { kind: 'unavailable', message: 'no script' };
      attempts += 1;
      return typeof entry === 'function' ? entry(consignment, watch) : { outcome: entry };
    },
    async findArrival(question: ArrivalQuestion): Promise<Arrival> {
      questions.push(question);
      return route.arrival(question);
    },
    arrival: (_: ArrivalQuestion): Arrival | Promise<Arrival> => ({ kind: 'untold', message: 'no list' }),
    before: [] as string[],
    lists: 0,
    async readAttachmentIds() {
      route.lists += 1;
      return new Set(route.before);
    },
    async withdraw(_: unknown, id: string) {
      withdrawn.push(id);
      return true;
    },
    questions,
    withdrawn,
    attempts: () => attempts,
  };
  return route;
}

function setUp(...routes: [ReturnType<typeof createScriptedRoute>, ...ReturnType<typeof createScriptedRoute>[]]) {
  const clock = createManualClock();
  const deliver = createDeliver({ routes, clock, random: () => 0.5 });
  const steps: DeliveryStep[] = [];
  const cancelling = new AbortController();
  const watch = { signal: cancelling.signal, onStep: (step: DeliveryStep) => void steps.push(step) };
  return {
    clock,
    steps,
    cancelling,
    deliver: (consignment = consign('x')) => deliver(consignment, watch),
    kinds: () => steps.map(({ kind, route }) => `${kind} ${route}`),
  };
}

/** A promise to be settled by hand. */
function createPromise<T>() {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

const delivered = (attachmentId: string): Outcome => ({ kind: 'delivered', attachmentId });
const unknown: Outcome = { kind: 'unknown', message: 'silence' };
const unauthorized: Outcome = { kind: 'unauthorized', message: 'who?' };
const unavailable: Outcome = { kind: 'unavailable', message: 'down' };

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

  it('asks the ticket with all that it knows, and by another route where the first cannot tell', async () => {
    const connector = createScriptedRoute('connector', unknown);
    connector.before = ['1', '2'];
    const gateway = createScriptedRoute('gateway');
    gateway.arrival = () => ({ kind: 'arrived', attachmentId: '9' });
    const { deliver, clock, kinds } = setUp(connector, gateway);
    const sinceMs = clock.now();
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '9' });
    expect(gateway.questions).toEqual([
      { ticket: { id: '4000000012345' }, name: 'report.pdf', size: 1, sinceMs, knownIds: new Set(['1', '2']) },
    ]);
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
});

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
    const { deliver, clock, cancelling } = setUp(connector);
    const delivering = deliver();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(delivering)).toEqual({ kind: 'cancelled' });
    expect(connector.questions.length).toBe(2);
    late.settle(delivered('5'));
    await clock.advance(0);
    expect(connector.withdrawn).toEqual(['5']);
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
