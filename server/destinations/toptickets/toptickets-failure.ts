import * as z from 'zod';
import type { Failure, RefusalReason } from '../../../contract/outcome.ts';
import { cut } from '../http-client.ts';
import { failureOfStatus, type ServiceAnswer } from '../service-failure.ts';

/** An error as FastAPI has it: a message, or one for each value that is wrong. */
const Fault = z.object({
  detail: z.union([
    z.string(),
    z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])).catch([]), msg: z.string() })),
  ]),
});

/** What a failed call of TopTickets means. */
export function failureOfTopTickets(answer: ServiceAnswer): Failure {
  const fault = Fault.safeParse(answer.body);
  if (!fault.success) return failureOfStatus(answer, { message: `TopTickets answered with status ${answer.status}` });
  const { detail } = fault.data;
  const words =
    typeof detail === 'string'
      ? detail
      : detail.map(({ loc, msg }) => (loc.length > 0 ? `${loc.join('.')}: ${msg}` : msg)).join(' – ');
  return failureOfStatus(answer, { message: cut(words), reason: answer.status === 400 ? reasonOf(words) : undefined });
}

/** A file that is too large and one of a wrong type are both answered with 400 (seed 004): the words tell which. */
function reasonOf(words: string): RefusalReason | undefined {
  if (/too large|\bsize\b|exceed/i.test(words)) return 'too-large';
  return /\btype\b|not allowed/i.test(words) ? 'type' : undefined;
}
