import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Clients, createClients } from './clients.ts';
import { createDestinations } from './destinations.ts';
import {
  blockedCaller,
  configurationFor,
  configured,
  deskCaller,
  deskSecret,
  omsCaller,
} from './test-gateway.suite.ts';

/** What was done, in order. */
let done: string[];
let clients: Clients;

beforeEach(() => {
  done = [];
  const configuration = configured(configurationFor('http://127.0.0.1:1'));
  clients = createClients(configuration, createDestinations(configuration, {}), {
    digest(value) {
      done.push('digest');
      return createHash('sha256').update(value).digest();
    },
    equal(one, other) {
      done.push(`compare ${one.length} and ${other.length}`);
      return one.equals(other);
    },
  });
  done = [];
});

describe('clients', () => {
  it('are found by all three credentials, or by their secret', () => {
    expect(clients.byCredentials(omsCaller)).toMatchObject({ id: 100, destination: { kind: 'oms' } });
    expect(clients.byCredentials(deskCaller)).toMatchObject({ id: 200, destinationName: 'desk' });
    expect(clients.byCredentials({ ...deskCaller, email: 'DESK@example.com' })?.id).toBe(200);
    expect(clients.bySecret(deskSecret)?.id).toBe(200);
    expect(clients.byId(300)).toMatchObject({ blocked: true });
  });

  it('are not found by what belongs to different ones, nor by what one of them has not', () => {
    expect(clients.byCredentials({ ...omsCaller, token: deskCaller.token })).toBeUndefined();
    expect(clients.byCredentials({ ...omsCaller, email: deskCaller.email })).toBeUndefined();
    expect(clients.byCredentials({ apikey: '', token: '', email: '' })).toBeUndefined();
    expect(clients.bySecret('')).toBeUndefined();
    expect(clients.bySecret(deskCaller.token)).toBeUndefined();
    expect(clients.byId(1)).toBeUndefined();
  });

  function workFor(look: () => unknown): string[] {
    done = [];
    look();
    return done;
  }

  it('take the same work to look up, whatever is wrong or right', () => {
    const right = workFor(() => clients.byCredentials(deskCaller));
    // Three digests of what was given, and one comparison with each of the four clients.
    expect(right).toEqual([...Array(3).fill('digest'), ...Array(4).fill('compare 96 and 96')]);
    for (const wrong of [
      { ...deskCaller, apikey: 'unknown' },
      { ...deskCaller, token: 'wrong' },
      { ...deskCaller, email: 'other@example.com' },
      { apikey: 'x'.repeat(10_000), token: '', email: '' },
      blockedCaller,
    ]) {
      expect(workFor(() => clients.byCredentials(wrong))).toEqual(right);
    }
    const bySecret = workFor(() => clients.bySecret(deskSecret));
    expect(bySecret).toEqual(['digest', ...Array(4).fill('compare 32 and 32')]);
    expect(workFor(() => clients.bySecret('unknown'))).toEqual(bySecret);
  });
});
