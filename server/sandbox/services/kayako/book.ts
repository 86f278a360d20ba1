import { type KayakoAuthor, kayakoTickets } from './tickets.ts';

/** A message of a ticket; attachments hang on one. */
export interface KayakoPost {
  readonly id: string;
  readonly ticketId: string;
  readonly author: KayakoAuthor;
  readonly contents: string;
  /** Seconds since 1970. */
  readonly dateline: number;
}

/** Kayako's tickets with their posts, and which post each file is on. Ids are small numbers, counted by kind. */
export interface KayakoBook {
  /** The oldest first; `undefined` for an unknown ticket. */
  posts(ticketId: string): readonly KayakoPost[] | undefined;
  addPost(post: Pick<KayakoPost, 'ticketId' | 'author' | 'contents'>): KayakoPost;
  /** The id of a new file, which is on this post from now on. */
  numberFile(postId: string): string;
  postOf(fileId: string): string | undefined;
  /** Back to the start; ids are not given twice. */
  reset(): void;
}

/** @param now milliseconds since 1970 */
export function createKayakoBook(now: () => number): KayakoBook {
  const startSeconds = Math.floor(now() / 1000);
  let posts: readonly KayakoPost[] = [];
  const postOfFile = new Map<string, string>();
  let lastPost = 0;
  let lastFile = 0;

  function reset(): void {
    posts = kayakoTickets.flatMap((ticket) =>
      ticket.posts.map(({ minutesAgo, ...post }) => ({
        ...post,
        ticketId: ticket.id,
        dateline: startSeconds - minutesAgo * 60,
      })),
    );
    postOfFile.clear();
    lastPost = Math.max(lastPost, ...posts.map((post) => Number(post.id)));
  }
  reset();

  return {
    posts(ticketId) {
      if (!kayakoTickets.some((ticket) => ticket.id === ticketId)) return undefined;
      return posts.filter((post) => post.ticketId === ticketId);
    },
    addPost(post) {
      lastPost += 1;
      const added = { ...post, id: String(lastPost), dateline: Math.floor(now() / 1000) };
      posts = [...posts, added];
      return added;
    },
    numberFile(postId) {
      lastFile += 1;
      postOfFile.set(String(lastFile), postId);
      return String(lastFile);
    },
    postOf: (fileId) => postOfFile.get(fileId),
    reset,
  };
}
