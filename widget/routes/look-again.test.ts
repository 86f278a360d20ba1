import { describe, expect, it } from 'vitest';
import type { Arrival, Outcome } from '../../contract/outcome.ts';
import { consign } from './route.suite.ts';
import { createPromise, createScriptedRoute, delivered, setUp, unknown } from './scripted-route.ts';

const arrived: Arrival = { kind: 'arrived', attachmentId: '9' };
const absent: Arrival = { kind: 'absent' };
const untold = { kind: 'untold', message: 'down' } as const;

/** An upload that has ended unconfirmed. */
async function unconfirmed() {
  const connector = createScriptedRoute('connector', unknown);
  connector.before = ['1'];
  connector.arrival = () => untold;
  const scene = setUp(connector);
  expect((await scene.clock.run(scene.deliver())).kind).toBe('unconfirmed');
  connector.questions.splice(0);
  return { ...scene, connector };
}

describe('an upload of unknown end, asked about again', () => {
  it('is found by what was known when it began', async () => {
    const { connector, lookAgain } = await unconfirmed();
    connector.arrival = () => arrived;
    expect(await lookAgain()).toEqual(arrived);
    expect(connector.questions).toMatchObject([{ knownIds: new Set(['1']), listedBefore: true }]);
    expect(connector.attempts()).toBe(1);
  });

  it('is found without an id where whoever took it told none', async () => {
    const { connector, lookAgain, deliver, clock } = await unconfirmed();
    connector.arrival = () => ({ kind: 'arrived' });
    expect(await lookAgain()).toEqual({ kind: 'arrived' });
    expect(await clock.run(deliver())).toEqual({ kind: 'delivered', route: 'connector' });
    expect(connector.attempts()).toBe(1);
  });

  it('counts as absent only when it can no longer be on its way', async () => {
    const { connector, clock, lookAgain } = await unconfirmed();
    connector.arrival = () => absent;
    expect((await lookAgain()).kind).toBe('untold');
    await clock.advance(30_000);
    expect(await lookAgain()).toEqual(absent);
  });

  it('counts as absent the later the larger it is: a slow line may still carry it', async () => {
    const connector = createScriptedRoute('connector');
    connector.arrival = () => absent;
    const { clock, lookAgain } = setUp(connector);
    const sinceMs = clock.now();
    const look = () => lookAgain({ sinceMs, earlierIds: [], doubtMs: sinceMs }, consign(new Uint8Array(4 * 1024 ** 2)));
    await clock.advance(60_000);
    expect((await look()).kind).toBe('untold');
    await clock.advance(10_000);
    expect(await look()).toEqual(absent);
  });

  it('asks the route of the last attempt in doubt first, which alone may know of it', async () => {
    const connector = createScriptedRoute('connector', { kind: 'unauthorized', message: 'no' });
    const gateway = createScriptedRoute('gateway', unknown);
    const { clock, deliver, lookAgain } = setUp(connector, gateway);
    gateway.arrival = () => untold;
    connector.arrival = () => untold;
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    gateway.arrival = () => arrived;
    connector.arrival = () => absent;
    expect(await lookAgain()).toEqual(arrived);
    expect(gateway.questions.at(-1)).toMatchObject({ onlyRoute: true });
    expect(await clock.run(deliver())).toMatchObject({ kind: 'delivered', route: 'gateway', attachmentId: '9' });
    expect(gateway.attempts()).toBe(1);
  });

  it('does not take it for absent, whatever others tell, while the gateway is at it', async () => {
    const connector = createScriptedRoute('connector', { kind: 'unauthorized', message: 'no' });
    connector.arrival = () => absent;
    const gateway = createScriptedRoute('gateway', unknown);
    gateway.arrival = () => ({ ...untold, mayCome: true });
    const { clock, deliver, lookAgain } = setUp(connector, gateway);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    await clock.advance(60_000);
    expect((await lookAgain()).kind).toBe('untold');
    gateway.arrival = () => untold;
    expect(await lookAgain()).toEqual(absent);
  });

  it('stays untold where nobody tells', async () => {
    const { lookAgain } = await unconfirmed();
    expect(await lookAgain()).toEqual(untold);
  });

  it('is known of an earlier page too, and of none that is not in doubt', async () => {
    const connector = createScriptedRoute('connector');
    connector.arrival = () => arrived;
    const { lookAgain, clock } = setUp(connector);
    const sinceMs = clock.now() - 60_000;
    expect((await lookAgain()).kind).toBe('untold');
    expect((await lookAgain({ sinceMs, earlierIds: [] })).kind).toBe('untold');
    expect(connector.questions).toEqual([]);
  });

  it('waits for another of the same name and size, so that it does not take its attachment', async () => {
    const hanging = createPromise<{ outcome: ReturnType<typeof delivered> }>();
    const connector = createScriptedRoute('connector', unknown, () => hanging.promise);
    connector.arrival = () => untold;
    const { clock, deliver, lookAgain } = setUp(connector);
    await clock.run(deliver());
    const other = deliver({ ...consign('y'), uploadId: 'other' });
    await clock.advance(0);
    connector.arrival = ({ knownIds }) => (knownIds.has('9') ? absent : arrived);
    await clock.advance(60_000);
    const looking = lookAgain();
    hanging.settle({ outcome: delivered('9') });
    expect(await other).toMatchObject({ kind: 'delivered', attachmentId: '9' });
    expect(await looking).toEqual(absent);
  });

  it('is found once: what another attempt of it brings later goes', async () => {
    const second = createPromise<Outcome>();
    const connector = createScriptedRoute(
      'connector',
      () => ({ outcome: unknown, later: Promise.resolve(unknown) }),
      () => ({ outcome: unknown, later: second.promise }),
    );
    connector.arrival = () => (connector.attempts() > 1 ? untold : absent);
    const { clock, deliver, lookAgain, lateArrivals } = setUp(connector);
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    connector.arrival = () => arrived;
    expect(await lookAgain()).toEqual(arrived);
    second.settle(delivered('10'));
    await clock.advance(0);
    expect([connector.withdrawn, lateArrivals]).toEqual([['10'], []]);
  });

  it.each([
    ['found', arrived, '9'],
    ['not there', absent, undefined],
  ])('once it is %s leaves no doubt about later ones of its name and size', async (_, end, id) => {
    const { connector, clock, deliver, lookAgain } = await unconfirmed();
    await clock.advance(60_000);
    connector.arrival = () => end;
    expect(await lookAgain()).toEqual(end);
    await clock.advance(60_000);
    connector.before = id === undefined ? ['1'] : ['1', id];
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '10' });
    const later = { ...consign('y'), uploadId: 'later' };
    expect(await clock.run(deliver(later))).toMatchObject({ kind: 'delivered', attachmentId: '10' });
  });
});
