import * as z from 'zod/mini';

/** What the tabs of one agent tell each other. From any script of this origin: hints, never orders. */
const Word = z.discriminatedUnion('kind', [
  /** A tab has opened, and wants to hear how the uploads of the others stand. */
  z.object({ kind: z.literal('hello') }),
  z.object({
    kind: z.literal('doing'),
    id: z.string(),
    doing: z.enum(['queued', 'sending', 'refused', 'failed', 'unconfirmed']),
  }),
  z.object({
    kind: z.literal('delivered'),
    id: z.string(),
    route: z.enum(['connector', 'gateway']),
    ticketId: z.string(),
    attachmentId: z.exactOptional(z.string()),
  }),
]);
export type Word = z.infer<typeof Word>;

export interface TabTalk {
  say(word: Word): void;
  onWord(listener: (word: Word) => void): void;
}

/** As much of the browser's channel as is used. */
export interface Channel {
  postMessage(data: unknown): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
}

/** Talks over the browser's own channel; what is no word of ours is passed over. */
export function createTabTalk(channel: Channel): TabTalk {
  return {
    say: (word) => channel.postMessage(word),
    onWord(listener) {
      channel.addEventListener('message', ({ data }) => {
        const word = Word.safeParse(data).data;
        if (word) listener(word);
      });
    },
  };
}
