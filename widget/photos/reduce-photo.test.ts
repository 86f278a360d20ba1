import { describe, expect, it, vi } from 'vitest';
import { originalOf } from './originals.ts';
import { address, type Job, reduceImage } from './reduce-image.ts';
import { createReducer } from './reduce-photo.ts';

const photo = (name = 'boxes.jpg', type = 'image/jpeg') =>
  new File(['x'.repeat(1000)], name, { type, lastModified: 1_700_000_000_000 });

/** A worker in the test's hands. */
class FakeWorker extends EventTarget {
  readonly jobs: Job[] = [];
  postMessage(job: Job): void {
    this.jobs.push(job);
  }
  answer(job: Job | undefined, reduced?: Blob): void {
    this.dispatchEvent(new MessageEvent('message', { data: { id: job?.id, reduced } }));
  }
}

function start() {
  const worker = new FakeWorker();
  let starts = 0;
  const { reduce } = createReducer({
    load: async () => ({ address, reduceImage }),
    startWorker(script) {
      expect(script).toBe(address);
      starts += 1;
      return worker;
    },
  });
  return { worker, reduce, starts: () => starts };
}

/** When the worker has been given so many jobs. */
const at = (worker: FakeWorker, count: number) => vi.waitFor(() => expect(worker.jobs).toHaveLength(count));

const small = (type = 'image/jpeg') => new Blob(['small'], { type });

describe('the reduction of a photo', () => {
  it('gives a file of the same name and time, and knows the original', async () => {
    const { worker, reduce } = start();
    const original = photo();
    const ending = reduce(original);
    await at(worker, 1);
    worker.answer(worker.jobs[0], small());
    const reduced = await ending;
    expect([reduced.name, reduced.type, reduced.lastModified]).toEqual(['boxes.jpg', 'image/jpeg', 1_700_000_000_000]);
    expect(await reduced.text()).toBe('small');
    expect(originalOf(reduced)).toBe(original);
  });

  it.each([
    ['scan.PNG', 'scan.jpg'],
    ['scan.v2.webp', 'scan.v2.jpg'],
    ['scan', 'scan.jpg'],
    ['scan.JPEG', 'scan.JPEG'],
  ])('calls %s, become a JPEG, %s', async (given, name) => {
    const { worker, reduce } = start();
    const ending = reduce(photo(given, 'image/png'));
    await at(worker, 1);
    worker.answer(worker.jobs[0], small());
    expect((await ending).name).toBe(name);
  });

  it('gives the very same file where it is better left alone', async () => {
    const { worker, reduce } = start();
    const original = photo();
    const ending = reduce(original);
    await at(worker, 1);
    worker.answer(worker.jobs[0]);
    expect(await ending).toBe(original);
    expect(originalOf(original)).toBeUndefined();
  });

  it('starts one worker, and gives each answer to its own photo', async () => {
    const { worker, reduce, starts } = start();
    const endings = [reduce(photo('a.jpg')), reduce(photo('b.jpg'))];
    await at(worker, 2);
    const [first, second] = worker.jobs;
    worker.answer(second, new Blob(['of b'], { type: 'image/jpeg' }));
    worker.answer(first, new Blob(['of a'], { type: 'image/jpeg' }));
    expect(await Promise.all(endings.map(async (one) => (await one).text()))).toEqual(['of a', 'of b']);
    expect(starts()).toBe(1);
  });

  it('ends without a worker: the content is no image here, so it stays as it is', async () => {
    const original = photo();
    const forbidden = createReducer({
      load: async () => ({ address, reduceImage }),
      startWorker() {
        throw new DOMException('forbidden', 'SecurityError');
      },
    });
    expect(await forbidden.reduce(original)).toBe(original);

    const { worker, reduce, starts } = start();
    const ending = reduce(original);
    await at(worker, 1);
    worker.dispatchEvent(new Event('error'));
    expect(await ending).toBe(original);
    expect(await reduce(original)).toBe(original);
    expect([starts(), worker.jobs.length]).toEqual([1, 1]);
  });

  it('fails where what is needed does not load, and tries again with the next', async () => {
    const load = vi.fn(() => Promise.reject(new Error('offline')));
    const { reduce } = createReducer({ load });
    await expect(reduce(photo())).rejects.toThrow('offline');
    await expect(reduce(photo())).rejects.toThrow('offline');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('needs nothing more once it is prepared', async () => {
    const worker = new FakeWorker();
    const load = vi.fn(async () => ({ address, reduceImage }));
    const { prepare, reduce } = createReducer({ load, startWorker: () => worker });
    await prepare();
    load.mockRejectedValue(new Error('offline'));
    const ending = reduce(photo());
    await at(worker, 1);
    worker.answer(worker.jobs[0], small());
    expect(await (await ending).text()).toBe('small');
  });
});
