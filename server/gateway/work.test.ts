import { expect, it, onTestFinished } from 'vitest';
import { createWork } from './work.ts';

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

it('waits at the end for a task whose caller has gone, and gives nothing up that ends in time', async () => {
  const work = createWork();
  const [task, finish] = [deferred(), deferred()];
  const done = work.during(task.promise);
  const ends: string[] = [];
  const stopped = work.stop({ finish: finish.promise, lastWords: () => finish.promise }).then(() => ends.push('end'));
  void done.then(() => ends.push('task'));
  await new Promise(setImmediate);
  expect(ends).toEqual([]);
  task.resolve();
  await stopped;
  expect(ends).toEqual(['task', 'end']);
  expect(work.ending.aborted).toBe(false);
});

it('gives a task up that does not end in time, and lets it have its last words', async () => {
  const work = createWork();
  const task = deferred();
  const done = work.during(task.promise);
  work.ending.addEventListener('abort', () => task.resolve());
  await work.stop({ finish: Promise.resolve(), lastWords: () => done });
  expect(work.ending.aborted).toBe(true);
});

it('ends at once where a task has failed before', async () => {
  const work = createWork();
  await expect(work.during(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  const never = new Promise<never>(() => undefined);
  await work.stop({ finish: never, lastWords: () => never });
  expect(work.ending.aborted).toBe(false);
});

it('has as many calls wait for the end as there are, without a warning of Node', async () => {
  const warnings: string[] = [];
  const warn = ({ message }: Error): void => void warnings.push(message);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const work = createWork();
  for (let call = 0; call < 20; call += 1) work.ending.addEventListener('abort', () => call);
  await new Promise(setImmediate);
  expect(warnings).toEqual([]);
});
