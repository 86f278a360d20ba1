import { expect, it, vi } from 'vitest';
import { createSwitchBoard } from './switches.ts';

const choices = { tickets: ['11', '12'], languages: ['en', 'pt'] };

it('starts with the first ticket and language, and everything working', () => {
  expect(createSwitchBoard(choices).get()).toMatchObject({
    ticket: '11',
    crm: '738964000002118101',
    bigin: '2034020000000489124',
    attachFile: 'there',
    language: 'en',
    connector: 'working',
    gateway: 'working',
    destination: 'oms',
    appearance: 'light',
    width: 360,
  });
});

it('takes a part, tells the listeners, and resets', () => {
  const board = createSwitchBoard(choices);
  const listener = vi.fn();
  const end = board.subscribe(listener);
  const patch = board.patch({ ticket: '12', connector: 'hanging' });
  expect(patch).toMatchObject({ kind: 'switched', switches: { ticket: '12', connector: 'hanging', width: 360 } });
  expect(listener).toHaveBeenCalledExactlyOnceWith(board.get());
  end();
  expect(board.reset()).toMatchObject({ ticket: '11', connector: 'working' });
  expect(listener).toHaveBeenCalledOnce();
});

it.each([
  [{ connector: 'off' }, 'connector: '],
  [{ ticket: '13' }, 'ticket: '],
  [{ width: 333 }, 'width: '],
  [{ slowSeconds: -1 }, 'slowSeconds: '],
  [{ langage: 'pt' }, 'Unrecognized key: "langage"'],
  ['dark', 'body: '],
])('refuses %j and switches nothing', (change, message) => {
  const board = createSwitchBoard(choices);
  const before = board.get();
  expect(board.patch(change)).toEqual({ kind: 'invalid', message: expect.stringContaining(message) });
  expect(board.get()).toBe(before);
});
