import fc from 'fast-check';

/** Something that reads what others have written, and must bear whatever that is. */
export interface Target {
  readonly name: string;
  /** Inputs that a second is worth about: a target with servers behind it takes far fewer. */
  readonly perSecond: number;
  /** Gets all that it needs ready. */
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  run(bounds: RunBounds): Promise<RunEnd>;
  close(): Promise<void>;
}

export interface RunBounds {
  readonly inputs: number;
  /** Chosen anew where it is absent. */
  readonly seed?: number | undefined;
  /** Of a finding: runs that input alone. */
  readonly path?: string | undefined;
  /** An input that takes longer than so many milliseconds is a finding. */
  readonly slowMs?: number;
  /** Called before each input. */
  onInput?(): void;
  /** Called after each input, with the milliseconds that it took. */
  onDone?(ms: number): void;
}

export type RunEnd =
  | { readonly kind: 'passed' }
  /** `report` has the input, made as small as can be, and the seed and path by which it comes again. */
  | { readonly kind: 'found'; readonly report: string };

/** What takes longer, in milliseconds, is timed again. */
const doubtfulMs = 30;

/** What a target is made of: what it may be given, and what must hold for each of it. */
export interface TargetParts<Input> {
  readonly name: string;
  readonly perSecond: number;
  readonly inputs: fc.Arbitrary<Input>;
  /** @returns what throws where an input shows a fault */
  open(): Promise<Check<Input>> | Check<Input>;
}

export interface Check<Input> {
  check(input: Input): Promise<void> | void;
  close?(): Promise<void>;
}

/** A target whose inputs nobody else needs to know of. */
export function target<Input>({ name, perSecond, inputs, open }: TargetParts<Input>): Target {
  return {
    name,
    perSecond,
    async open() {
      const { check, close } = await open();
      return {
        close: async () => close?.(),
        async run({ inputs: numRuns, seed, path, slowMs, onInput, onDone }) {
          const property = fc.asyncProperty(inputs, async (input) => {
            onInput?.();
            let ms = await timed(() => check(input));
            // What the machine did meanwhile is no fault of the input: it has other chances.
            for (let more = 0; more < 3 && ms > doubtfulMs; more += 1) {
              ms = Math.min(ms, await timed(() => check(input)));
            }
            must(slowMs === undefined || ms <= slowMs, `it takes ${Math.round(ms)} ms`);
            onDone?.(ms);
          });
          const details = await fc.check(property, {
            numRuns,
            ...(seed !== undefined && { seed }),
            ...(path !== undefined && { path }),
          });
          return details.failed ? { kind: 'found', report: await reportOf(details) } : { kind: 'passed' };
        },
      };
    },
  };
}

async function timed(work: () => Promise<void> | void): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function reportOf<Input>(details: fc.RunDetails<Input>): Promise<string> {
  const { errorInstance } = details;
  const told = errorInstance instanceof Error ? errorInstance.stack : String(errorInstance);
  return `${(await fc.asyncDefaultReportMessage(details)) ?? ''}\n${told}`;
}

/** @throws with these words where something is not as it must be */
export function must(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
