import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Fingerprint, PassingFile, type PassingRules } from './passing-file.ts';
import { FileError } from './request-part.ts';

async function* of(...chunks: string[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const tooLong = new FileError(413, 'too long');
const rules: PassingRules = { size: undefined, limit: 1000, tooLong, fingerprint: false };

function passing(chunks: string[], changed: Partial<PassingRules> = {}): PassingFile {
  return new PassingFile(of(...chunks), { ...rules, ...changed });
}

async function read(file: PassingFile): Promise<string> {
  let text = '';
  for await (const chunk of file) text += String(chunk);
  return text;
}

const ofText = (text: string): Fingerprint => ({
  size: text.length,
  sha256: createHash('sha256').update(text).digest('base64'),
});

describe('PassingFile', () => {
  it('hands the bytes on and counts them', async () => {
    const file = passing(['abc', 'de']);
    expect(file).toMatchObject({ seen: 0, complete: false, failure: undefined });
    await file.next();
    expect(file).toMatchObject({ seen: 3, complete: false });
    expect(await read(file)).toBe('de');
    expect(file).toMatchObject({ seen: 5, complete: true, failure: undefined });
  });

  it.each<[string, Partial<PassingRules>]>([
    ['are as many as may be', { limit: 5 }],
    ['are as many as were announced', { size: 5 }],
    ['are as many as were announced and may be', { size: 5, limit: 5 }],
  ])('passes whole where its bytes %s', async (_, changed) => {
    expect(await read(passing(['abc', 'de'], changed))).toBe('abcde');
  });

  const announced = (than: string, size: number) =>
    new FileError(400, `The file is ${than} than the ${size} bytes that the field size announced`);

  it.each<[string, Partial<PassingRules>, FileError, number]>([
    ['has one byte more than may be', { limit: 4 }, tooLong, 5],
    ['has one byte more than was announced', { size: 4 }, announced('longer', 4), 5],
    ['has bytes though none were announced', { size: 0 }, announced('longer', 0), 3],
    ['has more than was announced, and than may be', { size: 4, limit: 4 }, announced('longer', 4), 5],
    ['has one byte less than was announced', { size: 6 }, announced('shorter', 6), 5],
  ])('breaks off where it %s', async (_, changed, error, seen) => {
    const file = passing(['abc', 'de'], changed);
    await expect(read(file)).rejects.toEqual(error);
    expect(file.failure).toEqual(error);
    expect(file).toMatchObject({ seen, complete: false, failure: { status: error.status } });
  });

  it('remembers what its source broke off by', async () => {
    const gone = new Error('gone');
    const file = new PassingFile({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(gone) }) }, rules);
    await expect(read(file)).rejects.toBe(gone);
    expect(file.failure).toBe(gone);
  });

  it('knows the content by its fingerprint, which it tells before the end is handed over', async () => {
    const told: unknown[] = [];
    const file = passing(['abc', 'de'], {
      fingerprint: true,
      atEnd: async (content) => void told.push(content, file.complete),
    });
    expect(await read(file)).toBe('abcde');
    expect(told).toEqual([ofText('abcde'), true]);
    expect(file.fingerprint()).toEqual(ofText('abcde'));
    expect(file.fingerprint()).toEqual(ofText('abcde'));
  });

  it('does not end where what hears the fingerprint refuses it', async () => {
    const refused = new FileError(400, 'another content');
    const file = passing(['abc'], { fingerprint: true, atEnd: () => Promise.reject(refused) });
    await expect(read(file)).rejects.toBe(refused);
    expect(file.failure).toBe(refused);
  });

  it('tells nobody the end where no fingerprint is wanted, or the file broke off', async () => {
    const told: unknown[] = [];
    const atEnd = async (content: Fingerprint): Promise<void> => void told.push(content);
    await read(passing(['abc'], { atEnd }));
    await expect(read(passing(['abc'], { fingerprint: true, size: 4, atEnd }))).rejects.toThrow('shorter');
    expect(told).toEqual([]);
  });

  it.each<[string, boolean, number]>([
    ['has not passed whole', true, 1],
    ['passed without one', false, 2],
  ])('has no fingerprint where it %s', async (_, fingerprint, steps) => {
    const file = passing(['abc'], { fingerprint });
    for (let step = 0; step < steps; step += 1) await file.next();
    expect(() => file.fingerprint()).toThrow('there is no fingerprint of a file that has not passed');
  });

  it('lets go of its source when whoever reads stops', async () => {
    let returned = 0;
    const source: AsyncIterator<Buffer> = {
      next: async () => ({ done: false, value: Buffer.from('a') }),
      async return() {
        returned += 1;
        return { done: true, value: undefined };
      },
    };
    const file = new PassingFile({ [Symbol.asyncIterator]: () => source }, rules);
    for await (const _ of file) break;
    expect(returned).toBe(1);
    expect(await file.return()).toEqual({ done: true, value: undefined });
    const { next } = source;
    const unstoppable = new PassingFile({ [Symbol.asyncIterator]: () => ({ next }) }, rules);
    expect(await unstoppable.return()).toEqual({ done: true, value: undefined });
  });

  it('is idle when the piece that was asked for has come, or failed', async () => {
    for (const fails of [false, true]) {
      let answer: () => void = () => undefined;
      const next = (): Promise<IteratorResult<Buffer>> =>
        new Promise((resolve, reject) => {
          answer = () => (fails ? reject(new Error('gone')) : resolve({ done: true, value: undefined }));
        });
      const file = new PassingFile({ [Symbol.asyncIterator]: () => ({ next }) }, rules);
      await file.idle();
      const reading = file.next().then(
        () => 'ended',
        () => 'failed',
      );
      let idle = false;
      const waiting = file.idle().then(() => {
        idle = true;
      });
      await new Promise(setImmediate);
      expect(idle).toBe(false);
      answer();
      await waiting;
      expect(await reading).toBe(fails ? 'failed' : 'ended');
    }
  });
});
