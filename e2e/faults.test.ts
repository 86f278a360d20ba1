import { describe, expect, it } from 'vitest';
import { nameOf } from './faults/case.ts';
import { allCases } from './faults/cases.ts';
import { runCase } from './faults/run-case.ts';
import { testBrowser } from './test-browser.ts';

const browser = await testBrowser();

/** A part of the matrix that stands for the whole: `npm run faults` plays all of it. */
const chosen = [
  'widget–host, hang after the body, file stored (passing), connector, 1 file',
  'widget–host, 200 with garbage (lasting, for all calls), connector-alone, 1 file',
  'widget–host, stored after the widget has given up (lasting), connector-alone, 1 file',
  'host–Desk, reset after the body, file stored (lasting), connector, 20 files',
  'host–Desk, refused connection (lasting), connector-alone, 1 file',
  'widget–gateway, reset in the middle of the body (passing), gateway-desk, 1 file',
  'widget–gateway, answer breaks off, file stored (passing), gateway-oms, 1 file',
  'widget–gateway, gateway killed after the file is stored, started again, gateway-desk, 1 file',
  'gateway–destination, 401 (passing), gateway-desk, 20 files',
  'gateway–destination, 502 with a page, file stored (passing), gateway-desk, 1 file',
  'gateway–Redis, connections stand, nothing passes, and answers of the gateway lost, gateway-oms, 1 file',
  "machine, the agent's clock a day ahead, answers lost, connector, 1 file",
  "machine, the gateway's clock a day ahead, answers lost, gateway-desk, 1 file",
  'machine, tab killed after the file is stored, and opened again, connector, 20 files',
  'machine, two tabs, the one that sends is closed, gateway-desk, 1 file',
  'machine, file deleted on disk after picking, connector, 1 file',
  'machine, offline in mid-upload, the file stored, and back, connector, 1 file',
] as const;

describe('under a fault no file is lost, none is there twice, and the panel tells the truth', {
  timeout: 300_000,
}, () => {
  it.each(chosen)('%s', async (name) => {
    const one = allCases.find((candidate) => nameOf(candidate) === name);
    if (!one) throw new Error('the matrix has no such trial');
    expect(await runCase(browser, one)).toMatchObject({ kind: 'sound' });
  });
});

it('names every trial of the matrix differently', () => {
  const names = allCases.map(nameOf);
  expect(new Set(names).size).toBe(names.length);
});
