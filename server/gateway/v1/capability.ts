import type { Capability, Capable, Destination } from '../../destinations/destination.ts';
import { type Problem, problem } from './answer.ts';

/** Whether a destination can do all of these. */
export function canDo<Needed extends Capability>(
  destination: Destination,
  needs: readonly Needed[],
): destination is Capable<Needed> {
  return needs.every((one) => destination.can.has(one));
}

/** What a caller is told of a call that the destination cannot do. */
export function incapable({ kind, can }: Pick<Destination, 'kind' | 'can'>, needs: readonly Capability[]): Problem {
  const missing = needs.find((one) => !can.has(one));
  return problem(501, `The destination ${kind} cannot ${missing ? words[missing] : 'do this'}`);
}

const words: { readonly [one in Capability]: string } = {
  list: 'list the attachments of a ticket',
  read: 'tell what is known of an attachment',
  content: 'give the content of an attachment',
  remove: 'delete an attachment',
  setVisibility: 'show an attachment to the customer or hide it',
  uploadLink: 'attach a link',
};
