import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { type FaultCase, nameOf } from './case.ts';
import type { MadeTrial } from './matrix.ts';
import type { Verdict } from './verdict.ts';
import { findingKinds } from './verdict.ts';

const whole = z.int().nonnegative();

const ReadVerdict = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('sound'),
    count: z.object({
      delivered: whole,
      refused: whole,
      failed: whole,
      gone: whole,
      unconfirmed: whole,
      foundOut: whole,
    }),
  }),
  z.object({
    kind: z.literal('unsound'),
    findings: z.array(z.object({ kind: z.enum(findingKinds), name: z.string(), detail: z.string() })),
  }),
  z.object({ kind: z.literal('broken'), message: z.string() }),
]) satisfies z.ZodType<Verdict>;

const Line = z.object({ name: z.string(), verdict: ReadVerdict });

/** The trials of a run that takes longer than a machine may be had for: what was played stays played. */
export interface KeptTrials {
  /** Of these, those that were played before and were sound. */
  soundOf(cases: readonly FaultCase[]): readonly MadeTrial[];
  keep(trial: MadeTrial): Promise<void>;
}

/**
 * Opens what is kept of earlier trials.
 * @param path of a file with one trial on each line; what it has of trials that the matrix has no more is passed over
 * @param anew whether to forget all that it has
 * @throws z.ZodError where a line is none of ours
 */
export async function openKeptTrials(path: string, anew: boolean): Promise<KeptTrials> {
  await mkdir(dirname(path), { recursive: true });
  if (anew) await rm(path, { force: true });
  const text = await readFile(path, 'utf8').catch(() => '');
  const verdicts = new Map<string, Verdict>();
  for (const line of text.split('\n').filter(Boolean)) {
    const { name, verdict } = Line.parse(JSON.parse(line));
    verdicts.set(name, verdict);
  }
  return {
    soundOf: (cases) =>
      cases.flatMap((one) => {
        const verdict = verdicts.get(nameOf(one));
        return verdict?.kind === 'sound' ? { one, verdict } : [];
      }),
    keep: ({ one, verdict }) => appendFile(path, `${JSON.stringify({ name: nameOf(one), verdict })}\n`),
  };
}
