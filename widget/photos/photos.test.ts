import { describe, expect, it, vi } from 'vitest';
import type { Ticket } from '../hosts/host.ts';
import { createManualClock } from '../manual-clock.ts';
import { againMs, createPhotos, largeBytes } from './photos.ts';

const ticket = { id: '7' };
const photo = (name: string, size: number = largeBytes, type = '') => new File([new Uint8Array(size)], name, { type });

function setUp(options: { wanted?: boolean } = {}) {
  const remembered = new Map(options.wanted === false ? [] : [['anexo.reducePhotos', 'on']]);
  const pending: { readonly file: File; end(result?: File): void; fail(): void }[] = [];
  const reduce = (file: File) =>
    new Promise<File>((resolve, reject) => {
      pending.push({ file, end: (result = file) => resolve(result), fail: () => reject(new Error('offline')) });
    });
  const storage = {
    getItem: (key: string) => remembered.get(key) ?? null,
    setItem: (key: string, value: string) => void remembered.set(key, value),
  };
  const clock = createManualClock();
  const prepare = vi.fn(() => Promise.reject(new Error('offline')));
  const photos = createPhotos({ storage: () => storage, reducer: { prepare, reduce }, clock });
  const given: (readonly [readonly string[], Ticket])[] = [];
  const add = photos.before(async (files, to) => void given.push([files.map(({ name }) => name), to]));
  /** The photo at work, once it is. */
  const next = (index: number) => vi.waitFor(() => pending[index] ?? Promise.reject(new Error('not yet')));
  return { photos, add, given, next, pending, remembered, clock, prepare };
}

describe('the wish to make photos smaller', () => {
  it('is off at first, and remembered', () => {
    const { photos, remembered } = setUp({ wanted: false });
    expect(photos.wanted.value).toBe(false);
    photos.want(true);
    expect([photos.wanted.value, ...remembered.values()]).toEqual([true, 'on']);
    photos.want(false);
    expect([photos.wanted.value, ...remembered.values()]).toEqual([false, 'off']);
  });

  it('holds for this panel where a frame may remember nothing', () => {
    const photos = createPhotos({
      storage: () => {
        throw new DOMException('forbidden', 'SecurityError');
      },
      reducer: { prepare: async () => {}, reduce: async (file) => file },
    });
    expect(photos.wanted.value).toBe(false);
    photos.want(true);
    expect(photos.wanted.value).toBe(true);
  });
});

describe('what makes photos smaller', () => {
  it('is loaded when the agent wants it, or once has wanted it, and not before', () => {
    const { photos, prepare } = setUp({ wanted: false });
    expect(prepare).not.toHaveBeenCalled();
    photos.want(true);
    expect(prepare).toHaveBeenCalledOnce();
    expect(setUp().prepare).toHaveBeenCalledOnce();
  });
});

describe('files on their way', () => {
  it('pass at once where the agent has no such wish, or there is no large photo', async () => {
    const off = setUp({ wanted: false });
    await off.add([photo('a.jpg')], ticket);
    const on = setUp();
    await on.add([photo('small.jpg', 1000), photo('film.mp4'), photo('anim.gif')], ticket);
    expect([off.given.length, on.given.length]).toEqual([1, 1]);
    expect([...off.pending, ...on.pending]).toEqual([]);
  });

  it('pass together and in their order, when each photo is done', async () => {
    const { photos, add, given, next } = setUp();
    const adding = add([photo('a.jpg'), photo('b.pdf'), photo('c', largeBytes, 'image/webp')], ticket);
    await vi.waitFor(() => expect(photos.work.value).toEqual({ done: 0, count: 2 }));
    (await next(0)).end(photo('a-small.jpg', 10));
    (await next(1)).end();
    await adding;
    expect(given).toEqual([[['a-small.jpg', 'b.pdf', 'c'], ticket]]);
    expect(photos.work.value).toBeUndefined();
  });

  it('do not overtake those that were given before', async () => {
    const { photos, add, given, next } = setUp();
    const adding = [add([photo('a.jpg')], ticket), add([photo('b.pdf')], { id: '8' }), add([photo('c.png')], ticket)];
    await vi.waitFor(() => expect(photos.work.value).toEqual({ done: 0, count: 2 }));
    (await next(0)).end();
    await vi.waitFor(() => expect(photos.work.value).toEqual({ done: 1, count: 2 }));
    (await next(1)).end();
    await Promise.all(adding);
    expect(given.map(([names, to]) => [...names, to.id])).toEqual([
      ['a.jpg', '7'],
      ['b.pdf', '8'],
      ['c.png', '7'],
    ]);
  });

  it('go as they are when the agent does not want to wait', async () => {
    const { photos, add, given, next, pending } = setUp();
    const adding = add([photo('a.jpg'), photo('b.jpg'), photo('c.jpg')], ticket);
    (await next(0)).end(photo('a-small.jpg', 10));
    await next(1);
    photos.skip();
    await adding;
    expect(given).toEqual([[['a-small.jpg', 'b.jpg', 'c.jpg'], ticket]]);
    expect(pending).toHaveLength(2);
    void add([photo('d.jpg')], ticket);
    expect((await next(2)).file.name).toBe('d.jpg');
  });

  it('wait where what makes photos smaller does not load, until it does', async () => {
    const { photos, add, given, next, clock } = setUp();
    const adding = add([photo('a.jpg')], ticket);
    (await next(0)).fail();
    await clock.advance(againMs);
    (await next(1)).fail();
    await clock.advance(againMs);
    expect([given, photos.work.value]).toEqual([[], { done: 0, count: 1 }]);
    (await next(2)).end(photo('a-small.jpg', 10));
    await adding;
    expect(given).toEqual([[['a-small.jpg'], ticket]]);
  });

  it('go whole when the agent does not want to wait for that, and ask for it no more', async () => {
    const { photos, add, given, next, clock, pending } = setUp();
    const adding = add([photo('a.jpg')], ticket);
    (await next(0)).fail();
    await clock.advance(0);
    photos.skip();
    await adding;
    await clock.advance(againMs);
    expect(given).toEqual([[['a.jpg'], ticket]]);
    expect(pending).toHaveLength(1);
  });
});
