import { describe, expect, it } from 'vitest';
import { compare } from './accounts.ts';
import type { Sent } from './deliver.ts';
import type { Said } from './send.ts';
import type { Storing } from './service/book.ts';

const whole: Storing = [100, 7];
const delivered: Said = { kind: 'delivered' };
const failed: Said = { kind: 'failed', outcome: 'unavailable', waitMs: undefined, error: '' };
const unknown: Said = { kind: 'unknown', error: '' };

function sent(said: Said): Sent {
  const [size, crc] = whole;
  return { name: 'a.pdf', size, crc, organisation: 'good', client: 'good-1', said, attempts: 1, silences: [], ms: 1 };
}

describe('what was said of a file is held against what was stored of it', () => {
  it.each<[string, Said, Storing[], object]>([
    ['delivered, and there', delivered, [whole], {}],
    ['delivered, and not there', delivered, [], { lost: ['a.pdf'] }],
    ['delivered, and there twice', delivered, [whole, whole], { doubled: ['a.pdf'] }],
    ['failed, and not there', failed, [], {}],
    ['failed, and there', failed, [whole], { thereAfterAll: ['a.pdf'] }],
    ['open, and there', unknown, [whole], {}],
    ['open, and not there', unknown, [], {}],
    ['open, and there twice', unknown, [whole, whole], { doubled: ['a.pdf'] }],
    ['shorter than it was sent', delivered, [[99, 7]], { damaged: ['a.pdf'] }],
    ['with other bytes than were sent', delivered, [[100, 8]], { damaged: ['a.pdf'] }],
  ])('%s', (_, said, storings, differences) => {
    const book = { organisations: {}, files: storings.length > 0 ? { 'a.pdf': storings } : {} };
    const none = { lost: [], doubled: [], thereAfterAll: [], damaged: [], strange: [] };
    expect(compare([sent(said)], book)).toEqual({ ...none, ...differences });
  });

  it('finds what nobody sent', () => {
    const book = { organisations: {}, files: { 'a.pdf': [whole], 'b.pdf': [whole] } };
    expect(compare([sent(delivered)], book).strange).toEqual(['b.pdf']);
  });
});
