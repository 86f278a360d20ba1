import { describe, expect, it } from 'vitest';
import { compare, type PickedFile, type ShownRow, type StoredCopy } from './verdict.ts';

const file: PickedFile = { name: 'a.pdf', ticketId: '1', sha256: ['aa'] };
const copy: StoredCopy = { name: 'a.pdf', ticketId: '1', sha256: 'aa' };
const row = (state: string): ShownRow => ({ name: 'a.pdf', state, text: state });
const kinds = (rows: readonly ShownRow[], stored: readonly StoredCopy[]) =>
  compare([file], rows, stored).map(({ kind }) => kind);

describe('what the panel says against what is there', () => {
  it('agrees', () => {
    expect(kinds([row('delivered')], [copy])).toEqual([]);
    expect(kinds([row('failed')], [])).toEqual([]);
    expect(kinds([row('unconfirmed')], [])).toEqual([]);
    expect(kinds([row('unconfirmed')], [copy])).toEqual([]);
    // Of an upload of an earlier page, which is delivered, there is no row.
    expect(kinds([], [copy])).toEqual([]);
  });

  it('finds a file lost, or said to be where it is not', () => {
    expect(kinds([], [])).toEqual(['lost']);
    expect(kinds([row('delivered')], [])).toEqual(['falsely-delivered']);
  });

  it.each(['failed', 'refused', 'rejected', 'cancelled'])('finds one there that is %s', (state) => {
    expect(kinds([row(state)], [copy])).toEqual(['falsely-failed']);
  });

  it('finds one twice, on another ticket, and with other bytes', () => {
    expect(kinds([row('delivered')], [copy, copy])).toEqual(['twice']);
    expect(kinds([row('delivered')], [{ ...copy, ticketId: '2' }])).toEqual(['wrong']);
    expect(kinds([row('delivered')], [{ ...copy, sha256: 'bb' }])).toEqual(['wrong']);
  });
});
