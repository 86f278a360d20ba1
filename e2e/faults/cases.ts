import type { Fault, FaultCase } from './case.ts';
import { deathFaults } from './death-faults.ts';
import { forgetfulFaults, lineFaults } from './line-faults.ts';
import { machineFaults } from './machine-faults.ts';
import { scriptedFaults } from './scripted-faults.ts';

const faults: readonly Fault[] = [
  ...scriptedFaults,
  ...lineFaults,
  ...forgetfulFaults,
  ...deathFaults,
  ...machineFaults,
];

/** Every trial of the matrix: each fault by each way that passes its hop, with one file and with twenty. */
export const allCases: readonly FaultCase[] = faults.flatMap((fault) =>
  fault.ways.flatMap((way) => [1, 20].map((files) => ({ fault, way, files }))),
);
