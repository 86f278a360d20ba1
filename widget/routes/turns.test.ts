import { expect, it } from 'vitest';
import { createTurns } from './turns.ts';

const patient = new AbortController().signal;

it('lets those with the same key go one after the other, and others at once', async () => {
  const turns = createTurns();
  const order: string[] = [];
  const go = async (name: string, key: string) => {
    const end = await turns.take(key, patient);
    order.push(`${name} begins`);
    return () => {
      order.push(`${name} ends`);
      end?.();
    };
  };
  const first = await go('first', 'a');
  const second = go('second', 'a');
  const other = await go('other', 'b');
  first();
  const third = go('third', 'a');
  (await second)();
  (await third)();
  other();
  expect(order).toEqual([
    ...['first begins', 'other begins', 'first ends', 'second begins', 'second ends', 'third begins', 'third ends'],
    'other ends',
  ]);
});

it('skips one that no longer waits', async () => {
  const turns = createTurns();
  const end = await turns.take('a', patient);
  const leaving = new AbortController();
  const left = turns.take('a', leaving.signal);
  const last = turns.take('a', patient);
  leaving.abort();
  expect(await left).toBeUndefined();
  let began = false;
  void last.then(() => {
    began = true;
  });
  await left;
  expect(began).toBe(false);
  end?.();
  expect(await last).toBeTypeOf('function');
});
