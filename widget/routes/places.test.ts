import { describe, expect, it } from 'vitest';
import { createPlaces } from './places.ts';

const wanted = () => new AbortController().signal;

/** Lets promises that are settled be heard. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('the places on the routes', () => {
  it('are as many as each route has, given on in the order of coming', async () => {
    const places = createPlaces({ connector: 1, gateway: 2 });
    const leave = await places.take('connector', wanted());
    const order: string[] = [];
    for (const name of ['a', 'b']) void places.take('connector', wanted()).then((end) => order.push(end ? name : '-'));
    expect(await places.take('gateway', wanted())).toBeDefined();
    expect(await places.take('gateway', wanted())).toBeDefined();
    expect(order).toEqual([]);
    leave?.();
    leave?.();
    await turn();
    expect(order).toEqual(['a']);
  });

  it('are not given to those who no longer want one', async () => {
    const places = createPlaces({ connector: 1, gateway: 1 });
    const leave = await places.take('connector', wanted());
    const cancelling = new AbortController();
    const cancelled = places.take('connector', cancelling.signal);
    const patient = places.take('connector', wanted());
    cancelling.abort();
    expect(await cancelled).toBeUndefined();
    expect(await places.take('connector', cancelling.signal)).toBeUndefined();
    leave?.();
    expect(await patient).toBeDefined();
  });

  it('are not lost on one who leaves just when it is given', async () => {
    const places = createPlaces({ connector: 1, gateway: 1 });
    const leave = await places.take('connector', wanted());
    const cancelling = new AbortController();
    const late = places.take('connector', cancelling.signal);
    const patient = places.take('connector', wanted());
    cancelling.abort();
    leave?.();
    (await late)?.();
    expect(await patient).toBeDefined();
  });

  it('say how many uploads are worth starting', () => {
    const places = createPlaces();
    expect(places.ofLead()).toBe(2);
    places.lead('gateway');
    expect(places.ofLead()).toBe(3);
  });
});
