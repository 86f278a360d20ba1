import * as z from 'zod';

/** What can go wrong with one upload, as the service plays it. */
export const faults = ['error', 'busy', 'reset-middle', 'lost-answer'] as const;
export type Fault = (typeof faults)[number];

/** How one organisation of the service works. */
export const Behaviour = z.object({
  /** Calls in flight that it allows: more are refused, as Desk does. */
  mostCalls: z.int(),
  /** How long it thinks before each answer, in milliseconds. */
  answerMs: z.number(),
  /** How fast it reads a body; as fast as it comes where absent. */
  bytesPerSecond: z.optional(z.number()),
  /** What strikes its uploads, one after the other, over and over. */
  faults: z.array(z.enum(['none', ...faults])),
  /** One list of a ticket in so many is answered with 500; none for 0. */
  listFaultEvery: z.int(),
});
export type Behaviour = z.infer<typeof Behaviour>;

/** By the organisation's name, which stands in the path of its calls. */
export const Behaviours = z.record(z.string(), Behaviour);
export type Behaviours = z.infer<typeof Behaviours>;
