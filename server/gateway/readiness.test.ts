import { expect, it } from 'vitest';
import { crmLimits } from '../../contract/limits.ts';
import type { Admission, Destination } from '../destinations/destination.ts';
import { createReadiness, readinessMs } from './readiness.ts';

const refused: Admission = { kind: 'failed', outcome: { kind: 'unauthorized', message: 'The key is wrong' } };
const admitted: Admission = { kind: 'admitted' };

function destination(checkAccess?: () => Promise<Admission>): Destination {
  return {
    kind: 'oms',
    limits: crmLimits,
    can: new Set(),
    findTicket: async () => ({ kind: 'not-found' }),
    upload: async () => ({ kind: 'cancelled' }),
    ...(checkAccess && { checkAccess }),
  };
}

const never = (): Promise<never> => new Promise(() => {});

it('asks each destination once in a while, however many probe', async () => {
  let asked = 0;
  let nowMs = 0;
  const one = destination(async () => {
    asked += 1;
    return admitted;
  });
  const readiness = createReadiness({ destinations: new Map([['one', one]]), now: () => nowMs, wait: never });
  await Promise.all([readiness.read(), readiness.read()]);
  nowMs += readinessMs - 1;
  expect(await readiness.read()).toEqual(new Map([['one', admitted]]));
  expect(asked).toBe(1);
  nowMs += 1;
  await readiness.read();
  expect(asked).toBe(2);
});

it('needs nothing of a destination without tokens, and waits for none that is silent', async () => {
  const destinations = new Map([
    ['plain', destination()],
    ['silent', destination(never)],
  ]);
  const readiness = createReadiness({ destinations, now: () => 0, wait: async () => undefined });
  const report = await readiness.read();
  expect(report.get('plain')).toEqual(admitted);
  expect(report.get('silent')).toMatchObject({ kind: 'failed', outcome: { kind: 'unavailable' } });
});

it('tells of each change, and of nothing else', async () => {
  const told: string[] = [];
  const states = [admitted, refused, refused, admitted];
  let nowMs = 0;
  const readiness = createReadiness({
    destinations: new Map([['one', destination(async () => states.shift() ?? admitted)]]),
    now: () => nowMs,
    wait: never,
    changed: (name, admission) => void told.push(`${name} ${admission.kind}`),
  });
  for (let count = 0; count < 5; count += 1) {
    await readiness.read();
    nowMs += readinessMs;
  }
  expect(told).toEqual(['one failed', 'one admitted']);
});
