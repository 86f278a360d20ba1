import { RateLimiterMemory } from 'rate-limiter-flexible';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Allowances, addressKey, createRateLimits } from './rate-limits.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const allowances: Allowances = {
  address: { count: 2, seconds: 60 },
  client: { count: 0, seconds: 60 },
  'failed-login': { count: 2, seconds: 300 },
};
const within = { kind: 'within' };

describe('createRateLimits', () => {
  it('counts by rule and key, and begins anew after its time', async () => {
    const limits = createRateLimits({ allowances });
    for (const _ of [1, 2]) expect(await limits.take('address', 'a')).toEqual(within);
    vi.advanceTimersByTime(20_000);
    expect(await limits.take('address', 'a')).toEqual({ kind: 'exceeded', waitMs: 40_000 });
    expect(await limits.take('address', 'b')).toEqual(within);
    expect(await limits.take('failed-login', 'a')).toEqual(within);
    vi.advanceTimersByTime(40_000);
    expect(await limits.take('address', 'a')).toEqual(within);
  });

  it('looks without counting', async () => {
    const limits = createRateLimits({ allowances });
    await limits.take('failed-login', 'a');
    for (const _ of [1, 2, 3]) expect(await limits.look('failed-login', 'a')).toEqual(within);
    await limits.take('failed-login', 'a');
    expect(await limits.look('failed-login', 'a')).toEqual({ kind: 'exceeded', waitMs: 300_000 });
    expect(await limits.look('failed-login', 'b')).toEqual(within);
    vi.advanceTimersByTime(300_000);
    expect(await limits.look('failed-login', 'a')).toEqual(within);
  });

  it('knows no limit where it is 0', async () => {
    const limits = createRateLimits({ allowances });
    for (let count = 0; count < 5; count += 1) expect(await limits.take('client', '1')).toEqual(within);
    expect(await limits.look('client', '1')).toEqual(within);
  });

  it('tells of each who asks for too much', async () => {
    const exceeded: string[] = [];
    const limits = createRateLimits({ allowances, onExceeded: (rule) => void exceeded.push(rule) });
    for (let count = 0; count < 4; count += 1) await limits.take('address', 'a');
    expect(exceeded).toEqual(['address', 'address']);
  });

  it('does not refuse anybody because its store fails', async () => {
    class Broken extends RateLimiterMemory {
      override consume = () => Promise.reject(new Error('the store is gone'));
      override get = () => Promise.reject(new Error('the store is gone'));
    }
    const limits = createRateLimits({ allowances, makeCounter: (options) => new Broken(options) });
    expect(await limits.take('address', 'a')).toEqual(within);
    expect(await limits.look('address', 'a')).toEqual(within);
  });
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:0db8:0001:0000:0:0:0:1', '2001:db8:1:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('counts %s as %s', (ip, key) => expect(addressKey(ip)).toBe(key));
