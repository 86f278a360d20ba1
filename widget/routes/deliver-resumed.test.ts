import { describe, expect, it } from 'vitest';
import { consign } from './route.suite.ts';
import type { Consignment } from './route.ts';
import { createScriptedRoute, delivered, setUp, unauthorized, unavailable, unknown } from './scripted-route.ts';

describe('what is told of the attempts', () => {
  it('comes before each of them, and again when one surely has not arrived', async () => {
    const connector = createScriptedRoute('connector', unauthorized);
    connector.before = ['1', '2'];
    const gateway = createScriptedRoute('gateway', delivered('7'));
    const { deliver, clock, past } = setUp(connector, gateway);
    const sinceMs = clock.now();
    await clock.run(deliver());
    const traces = { sinceMs, earlierIds: ['1', '2'], listedBy: 'connector' };
    expect(past).toEqual([
      { ...traces, doubtMs: sinceMs, doubtfulBy: ['connector'] },
      { ...traces, doubtfulBy: [] },
      { ...traces, doubtMs: sinceMs, doubtfulBy: ['gateway'] },
    ]);
  });

  it('keeps the doubt about one of unknown end', async () => {
    const connector = createScriptedRoute('connector', unknown);
    const { deliver, clock, past } = setUp(connector);
    const sinceMs = clock.now();
    expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    const doubt = { doubtMs: sinceMs, doubtfulBy: ['connector'] };
    expect(past).toEqual([{ sinceMs, earlierIds: [], listedBy: 'connector', ...doubt }]);
  });

  it('counts how often the agent wanted it sent again, and the routes in their order', async () => {
    const connector = createScriptedRoute('connector', unknown, unauthorized, unknown);
    const gateway = createScriptedRoute('gateway', unknown);
    const { deliver, clock, past } = setUp(connector, gateway);
    await clock.run(deliver());
    await clock.run(deliver());
    await clock.advance(3_600_000);
    await clock.run(deliver());
    expect(past.filter(({ doubtMs }) => doubtMs !== undefined)).toMatchObject([
      { doubtfulBy: ['connector'] },
      { doubtfulBy: ['connector'], wishes: 1 },
      { doubtfulBy: ['connector'], wishes: 1 },
      { doubtfulBy: ['connector', 'gateway'], wishes: 1 },
      { doubtfulBy: ['gateway', 'connector'], wishes: 2 },
    ]);
    expect('wishes' in (past[0] ?? {})).toBe(false);
  });

  it('names the attachments of other uploads', async () => {
    const connector = createScriptedRoute('connector', delivered('1'), delivered('2'));
    const { deliver, clock, past } = setUp(connector);
    await clock.run(deliver({ ...consign('x'), uploadId: 'a' }));
    await clock.run(deliver({ ...consign('x'), uploadId: 'b' }));
    expect(past.map(({ earlierIds }) => earlierIds)).toEqual([[], ['1']]);
  });
});

describe('an upload that another page began', () => {
  function resumed(options: { byAgent?: boolean; doubt?: boolean } = {}) {
    const connector = createScriptedRoute('connector', delivered('9'));
    const gateway = createScriptedRoute('gateway', delivered('8'));
    const scene = setUp(connector, gateway);
    const sinceMs = scene.clock.now() - 1000;
    const past = { sinceMs, earlierIds: ['3'], ...(options.doubt !== false && { doubtMs: sinceMs }) };
    const go = () => scene.resume(past, !options.byAgent);
    return { ...scene, connector, gateway, go, sinceMs };
  }

  it('is looked for on the ticket before anything is sent', async () => {
    const { connector, go, kinds, clock, sinceMs } = resumed();
    connector.arrival = () => ({ kind: 'arrived', attachmentId: '5' });
    expect(await clock.run(go())).toEqual({ kind: 'delivered', route: 'connector', attachmentId: '5' });
    expect(kinds()).toEqual(['asking connector']);
    expect(connector.questions).toMatchObject([{ sinceMs, knownIds: new Set(['3']), listedBefore: false }]);
    expect(connector.lists).toBe(0);
  });

  it('is looked for as long as it may still be on its way', async () => {
    const { connector, go, clock } = resumed();
    connector.arrival = () =>
      connector.questions.length < 8 ? { kind: 'absent' } : { kind: 'arrived', attachmentId: '5' };
    expect(await clock.run(go())).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(connector.attempts()).toBe(0);
  });

  it('is looked for the longer the larger it is: a slow line may still carry it', async () => {
    const { connector, resume, clock, sinceMs } = resumed();
    const arrivesMs = sinceMs + 60_000;
    connector.arrival = () => (clock.now() < arrivesMs ? { kind: 'absent' } : { kind: 'arrived', attachmentId: '5' });
    const large = consign(new Uint8Array(4 * 1024 ** 2));
    const end = await clock.run(resume({ sinceMs, earlierIds: [], doubtMs: sinceMs }, true, large));
    expect(end).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(connector.attempts()).toBe(0);
  });

  it('is not looked for the longer where the gateway alone can have brought it, which calls it off', async () => {
    const { connector, gateway, resume, clock, sinceMs } = resumed();
    connector.arrival = gateway.arrival = () => ({ kind: 'absent' });
    const past = { sinceMs, earlierIds: [], doubtMs: sinceMs, doubtfulBy: ['gateway'] } as const;
    await clock.run(resume(past, true, consign(new Uint8Array(4 * 1024 ** 2))));
    expect(clock.now() - sinceMs).toBeLessThan(40_000);
  });

  it('may have been brought by any route where those led elsewhere', async () => {
    const gateway = { ...createScriptedRoute('gateway', delivered('8')), leadsTo: 'https://gateway.example.com' };
    const questions = async (leadsTo: string) => {
      const { resume, clock } = setUp(gateway);
      gateway.questions.splice(0);
      const sinceMs = clock.now() - 1000;
      await clock.run(resume({ sinceMs, earlierIds: [], doubtMs: sinceMs, doubtfulBy: ['gateway'], leadsTo }, true));
      return new Set(gateway.questions.map(({ onlyRoute }) => onlyRoute));
    };
    expect(await questions('https://gateway.example.com')).toEqual(new Set([true]));
    expect(await questions('https://other.example.com')).toEqual(new Set([false]));
  });

  it('tells where its routes lead', async () => {
    const gateway = { ...createScriptedRoute('gateway', delivered('8')), leadsTo: 'https://gateway.example.com' };
    const { deliver, clock, past } = setUp(gateway);
    await clock.run(deliver());
    expect(past).toMatchObject([{ leadsTo: 'https://gateway.example.com' }]);
  });

  it('goes out again, by the same route first, when it surely has not arrived', async () => {
    const { connector, go, clock, sinceMs } = resumed();
    connector.arrival = () => ({ kind: 'absent' });
    expect(await clock.run(go())).toMatchObject({ kind: 'delivered', route: 'connector', attachmentId: '9' });
    expect(clock.now() - sinceMs).toBeGreaterThanOrEqual(30_000);
  });

  it('does not go out again by itself where nobody can tell', async () => {
    const { connector, gateway, go, clock } = resumed();
    expect(await clock.run(go())).toMatchObject({ kind: 'unconfirmed' });
    expect([connector.attempts(), gateway.attempts()]).toEqual([0, 0]);
  });

  it('goes out again where nobody can tell but the agent wants it', async () => {
    const { go, clock, kinds } = resumed({ byAgent: true });
    expect(await clock.run(go())).toMatchObject({ kind: 'delivered', attachmentId: '9' });
    expect(kinds()).toEqual(['asking connector', 'sending connector']);
  });

  it('is no repetition each time that the agent wants it again, having looked', async () => {
    const wishes: (number | undefined)[] = [];
    const note = ({ wish }: Consignment) => {
      wishes.push(wish);
      return { outcome: unknown };
    };
    const gateway = createScriptedRoute('gateway', note);
    const { deliver, lookAgain, clock } = setUp(gateway);
    for (let times = 0; times < 3; times += 1) {
      expect((await clock.run(deliver())).kind).toBe('unconfirmed');
    }
    expect(wishes).toEqual([undefined, 1, 2]);
    // It is asked about as it was sent last.
    expect('wish' in (gateway.questions[0] ?? {})).toBe(false);
    expect(new Set(gateway.questions.map(({ wish }) => wish))).toEqual(new Set([undefined, 1, 2]));
    await lookAgain();
    expect(gateway.questions.at(-1)?.wish).toBe(2);
  });

  it('may have been brought by any route where an older version kept it', async () => {
    const { connector, go, clock } = resumed();
    await clock.run(go());
    expect(connector.questions.map(({ onlyRoute }) => onlyRoute)).not.toContain(true);
  });

  it('is asked of the route that alone can have brought it', async () => {
    const { connector, gateway, resume, clock, sinceMs } = resumed();
    const past = { sinceMs, earlierIds: [], doubtMs: sinceMs };
    gateway.arrival = () => ({ kind: 'absent' });
    expect(await clock.run(resume({ ...past, doubtfulBy: ['gateway'], wishes: 2 }, true))).toMatchObject({
      kind: 'delivered',
    });
    expect(gateway.questions).toMatchObject(gateway.questions.map(() => ({ onlyRoute: true, wish: 2 })));
    // Whoever could still bring it is asked first, and calls it off.
    expect(gateway.questions.length).toBeGreaterThan(0);
    expect(connector.questions).toEqual([]);
  });

  it('goes out at once where none of its attempts can have arrived', async () => {
    const { go, clock, kinds } = resumed({ doubt: false });
    expect(await clock.run(go())).toMatchObject({ kind: 'delivered', attachmentId: '9' });
    expect(kinds()).toEqual(['sending connector']);
  });

  it('sends nothing any more once it is cancelled', async () => {
    const { connector, go, clock, cancelling } = resumed();
    connector.arrival = () => ({ kind: 'absent' });
    const going = go();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(going)).toEqual({ kind: 'cancelled' });
    expect(connector.attempts()).toBe(0);
  });

  it('is not called cancelled as long as it may still be on its way', async () => {
    const { connector, go, clock, cancelling } = resumed();
    connector.arrival = () =>
      connector.questions.length < 8 ? { kind: 'absent' } : { kind: 'arrived', attachmentId: '5' };
    const going = go();
    await clock.advance(0);
    cancelling.abort();
    expect(await clock.run(going)).toMatchObject({ kind: 'delivered', attachmentId: '5' });
    expect(connector.attempts()).toBe(0);
  });
});

describe('uploads at once', () => {
  it('are two by the connector, however many are begun', async () => {
    let most = 0;
    let underWay = 0;
    const busy = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve));
      underWay -= 1;
      return { outcome: unavailable };
    };
    const connector = createScriptedRoute('connector', busy);
    const { deliver, clock } = setUp(connector);
    const names = ['a', 'b', 'c', 'd'].map((name) => `${name}.pdf`);
    await clock.run(Promise.all(names.map((name) => deliver({ ...consign('x', name) }))));
    expect(most).toBe(2);
  });
});
