import type { Failure, RefusalReason } from '../../../contract/outcome.ts';
import { cut } from '../http-client.ts';
import { failureOfStatus, type ServiceAnswer } from '../service-failure.ts';

interface Known {
  readonly words: string;
  /** What the words amount to in terms of HTTP. */
  readonly as: number;
  readonly reason?: RefusalReason;
  /** What to do about it. */
  readonly resolution?: string;
}

/** Kayako's errors are plain text (facts of the interface). */
const knownWords: readonly Known[] = [
  { words: 'FAILED TO AUTHENTICATE', as: 401, resolution: 'check apikey and secretKey' },
  { words: 'NO SALT PROVIDED!', as: 401, resolution: 'something on the way takes the parameters of the call away' },
  { words: 'Ticket not Found', as: 404 },
  { words: 'Ticket Post not found', as: 404 },
  { words: 'Attachment not Found', as: 404 },
  { words: 'Attachment does not belong to the specified ticket', as: 404 },
  { words: 'No Ticket ID Specified', as: 400 },
  { words: 'No Ticket Post ID Specified', as: 400 },
  { words: 'No file name specified', as: 400, reason: 'name' },
  { words: 'No contents specified', as: 400, reason: 'empty' },
  // It could not write the file: nothing is wrong with the file itself.
  { words: 'Attachment Creation Failed', as: 503, resolution: 'Kayako could not store the file' },
];

/**
 * What a failed call of Kayako means.
 * @param answer its `body` is the text
 * @param form whether the parameters were sent in a form
 */
export function failureOfKayako(answer: ServiceAnswer & { readonly body: string }, form: boolean): Failure {
  const known = knownWords.find(({ words }) => answer.body.includes(words));
  if (form && known?.words === 'NO SALT PROVIDED!') {
    const message = `${known.words} – PHP reads nothing of a form above its post_max_size: the file is too large for it`;
    return failureOfStatus(answer, { message, as: 413 });
  }
  if (known) {
    const message = known.resolution === undefined ? known.words : `${known.words} – ${known.resolution}`;
    return failureOfStatus(answer, { message, as: known.as, reason: known.reason });
  }
  if (answer.status === 403 && answer.body.trim() === '') {
    return failureOfStatus(answer, {
      message: "Kayako's REST interface is switched off: its administrator can enable it",
    });
  }
  const plain = answer.body.trim();
  const words = plain === '' || plain.includes('<') ? `Kayako answered with status ${answer.status}` : cut(plain);
  return failureOfStatus(answer, { message: words });
}
