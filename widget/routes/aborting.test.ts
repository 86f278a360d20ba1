import { expect, it } from 'vitest';
import { aborted, unlessAborted } from './aborting.ts';

/** A signal that knows who listens. */
function heard() {
  const controller = new AbortController();
  const listeners = new Set<unknown>();
  const { signal } = controller;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (type: string, listener: EventListener) => {
    listeners.add(`${type}`);
    add(type, listener);
  };
  signal.removeEventListener = (type: string, listener: EventListener) => {
    listeners.delete(`${type}`);
    remove(type, listener);
  };
  return { controller, listeners };
}

it('gives what the work gives, and listens no longer', async () => {
  const { controller, listeners } = heard();
  const working = unlessAborted(controller.signal, Promise.resolve(7));
  expect(listeners).toEqual(new Set(['abort']));
  expect(await working).toBe(7);
  expect(listeners.size).toBe(0);
});

it('fails as the work does, and listens no longer', async () => {
  const { controller, listeners } = heard();
  await expect(unlessAborted(controller.signal, Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(listeners.size).toBe(0);
});

it('does not wait for the work once the signal has come, before or meanwhile', async () => {
  const controller = new AbortController();
  const working = unlessAborted(controller.signal, new Promise(() => {}));
  controller.abort();
  expect(await working).toBe(aborted);
  expect(await unlessAborted(controller.signal, Promise.resolve(7))).toBe(aborted);
});
