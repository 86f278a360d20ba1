import type { Switches } from '../../server/sandbox/browser/page-contract.ts';
import type { SandboxOptions } from '../../server/sandbox/sandbox.ts';
import type { Stage } from './stage.ts';

/** Between whom something breaks. */
export const hops = [
  'widget–host',
  'host–Desk',
  'widget–gateway',
  'gateway–destination',
  'gateway–Redis',
  'machine',
] as const;
export type Hop = (typeof hops)[number];

/** By which way files go, as long as nothing breaks. */
export const ways = ['connector', 'connector-alone', 'gateway-desk', 'gateway-oms'] as const;
export type Way = (typeof ways)[number];

/** One way in which something breaks, on one hop; for several ways of the files. */
export interface Fault {
  readonly hop: Hop;
  /** What is to be read in the matrix. */
  readonly name: string;
  readonly ways: readonly Way[];
  /** What the stage is set up with. */
  readonly setup?: StageSetup;
  /** Size of each file, in bytes; 20 kB where it is absent. */
  readonly fileBytes?: number;
  /**
   * Whether files are to end as delivered without anybody's help: what breaks once and is mended again, or on a way
   * that can be gone around. Not said where it is left open.
   */
  readonly expect?: 'delivered';
  /** By which ways that cannot be expected all the same. */
  readonly exceptBy?: readonly Way[];
  /** Whether the ticket can be asked throughout, so that nothing may stay unconfirmed. */
  readonly canAsk?: (way: Way) => boolean;
  /** Whether calls stay without an answer for good: then nobody waits for them to end before the clock leaps. */
  readonly hangs?: boolean;
  /** Whether files wait while it lasts, and are to end as delivered by themselves once it ends. */
  readonly goesOnAtEnd?: boolean;
  /** Whether a file may be gone for good, so that nobody can send it any more. */
  readonly mayStayBehind?: boolean;
  /** Before files are picked. */
  begin?(stage: Stage, files: number): Promise<void> | void;
  /** Once they are picked. */
  after?(stage: Stage): Promise<void>;
  /** Again and again while files are under way. @param passedMs since they were picked, by the stage's clock */
  during?(stage: Stage, passedMs: number): Promise<void> | void;
  /** Ends it. */
  end?(stage: Stage): Promise<void> | void;
}

export interface StageSetup {
  readonly switches?: Partial<Switches>;
  readonly configuration?: SandboxOptions['configuration'];
  /** Where the gateway runs. */
  readonly gateway?: 'here' | 'process';
  readonly redis?: boolean;
  /** By how much the agent's clock is ahead, in milliseconds. */
  readonly skewMs?: number;
  /** By how much the gateway's is, likewise. */
  readonly gatewaySkewMs?: number;
  /** How long a destination may be silent, in whole seconds. */
  readonly silenceSeconds?: number;
  /** Room for what the widget keeps, in bytes. */
  readonly quota?: number;
}

/** One trial. */
export interface FaultCase {
  readonly fault: Fault;
  readonly way: Way;
  readonly files: number;
}

/** Such as `host–Desk, reset before the body, connector, 20 files`. */
export function nameOf({ fault, way, files }: FaultCase): string {
  return `${fault.hop}, ${fault.name}, ${way}, ${files === 1 ? '1 file' : `${files} files`}`;
}
