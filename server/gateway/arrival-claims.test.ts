import { describe, expect, it } from 'vitest';
import { createOwnClaims, createSharedClaims } from './arrival-claims.ts';
import { createKeptPlaces } from './shared/kept-places.ts';
import { createMemoryState } from './shared/memory-state.ts';

const one = { destinationName: 'desk', ticketId: '42', attachmentId: '1' };

/** The claims of one gateway, or of two that share a state. */
const kinds = {
  own: () => {
    const claims = createOwnClaims();
    return [claims, claims] as const;
  },
  shared: () => {
    const state = createMemoryState({ now: () => 0 });
    const open = () => createSharedClaims(state, createKeptPlaces(state, 60_000));
    return [open(), open()] as const;
  },
} as const;

describe.each(['own', 'shared'] as const)('%s claims', (kind) => {
  it('give an attachment to the upload that is first, again and again', async () => {
    const [here, there] = kinds[kind]();
    expect(await here.claim(one, 'a')).toBe(true);
    expect(await there.claim(one, 'b')).toBe(false);
    expect(await there.claim(one, 'a')).toBe(true);
  });

  it('give it to no more than one at once', async () => {
    const [here, there] = kinds[kind]();
    const both = await Promise.all([here.claim(one, 'a'), there.claim(one, 'b')]);
    expect(both.filter(Boolean)).toHaveLength(1);
  });

  it('know what is noted', async () => {
    const [here, there] = kinds[kind]();
    await here.note(one, 'a');
    expect(await there.claim(one, 'b')).toBe(false);
  });

  it('tell destinations, tickets and attachments apart', async () => {
    const [here] = kinds[kind]();
    await here.claim(one, 'a');
    for (const change of [{ destinationName: 'old' }, { ticketId: '43' }, { attachmentId: '2' }]) {
      expect(await here.claim({ ...one, ...change }, 'b')).toBe(true);
    }
  });
});

it('shared claims say nothing of tickets to who reads the state', async () => {
  const state = createMemoryState({ now: () => 0 });
  await createSharedClaims(state, createKeptPlaces(state, 60_000)).note({ ...one, ticketId: '4829100' }, 'a');
  expect(JSON.stringify(state.values())).not.toContain('4829100');
});
