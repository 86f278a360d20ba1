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
  z.object({ kind: z.literal('delivered'), id: z.string(), route: z.enum(['connector', 'gateway']) }),
]);
export type Word = z.infer<typeof Word>;

export interface TabTalk {
  say(word: Word): void;
  onWord(listener: (word: Word) => void): void;
}

/** Talks over the browser's own channel; what is no word of ours is passed over. */
export function createTabTalk(channel: Pick<BroadcastChannel, 'postMessage' | 'addEventListener'>): TabTalk {
  return {
    say: (word) => channel.postMessage(word),
    onWord(listener) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const word = Word.safeParse(data).data;
        if (word) listener(word);
      });
    },
  };
}
