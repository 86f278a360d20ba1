import type { World } from '../world.ts';
import type { KayakoPost } from './book.ts';
import type { KayakoAnswer, KayakoCall } from './call.ts';
import { refusals } from './failure.ts';
import { attachmentsTag, filesOfPost, storeFile } from './files.ts';
import { decodeBase64, type Fields, fieldOf } from './form.ts';
import { type KayakoAuthor, kayakoAuthors } from './tickets.ts';
import type { Tag } from './xml.ts';

/** GET /Tickets/TicketPost/ListAll/{ticketid}: the posts, with all that is on them. */
export async function listPosts({ world, ids: [ticketId = ''] }: KayakoCall): Promise<KayakoAnswer> {
  const posts = world.kayakoBook.posts(ticketId);
  if (!posts) return refusals.ticketNotFound;
  const value = await Promise.all(posts.map((post) => postTag(world, post)));
  return { kind: 'xml', root: { name: 'posts', value }, noisy: true };
}

/** GET /Tickets/TicketPost/ListAll/{ticketid}/{ticketpostid}: the attachments of one post. */
export async function listAttachmentsOfPost({
  world,
  ids: [ticketId = '', postId],
}: KayakoCall): Promise<KayakoAnswer> {
  const posts = world.kayakoBook.posts(ticketId);
  if (!posts) return refusals.ticketNotFound;
  const post = posts.find(({ id }) => id === postId);
  if (!post) return refusals.postNotFound;
  return { kind: 'xml', root: await attachmentsTag(world, filesOfPost(world, post), 'with-contents'), noisy: false };
}

/** POST /Tickets/TicketPost: a new post with up to ten files; the answer brings all of them back. */
export async function addPost({ world, fields, nameFiles }: KayakoCall): Promise<KayakoAnswer> {
  const files = filesOf(fields);
  nameFiles(files.map(({ name }) => name));
  const ticketId = fieldOf(fields, 'ticketid');
  if (ticketId === undefined) return refusals.noTicketId;
  const contents = fieldOf(fields, 'contents');
  if (contents === undefined) return refusals.noContents;
  const author = authorOf(fields);
  if (!author) return refusals.noAuthor;
  if (!world.kayakoBook.posts(ticketId)) return refusals.ticketNotFound;
  if (files.some(({ bytes }) => bytes.length === 0)) return refusals.creationFailed;
  const post = world.kayakoBook.addPost({ ticketId, author, contents });
  for (const { name, bytes } of files) await storeFile(world, post, name, bytes);
  return { kind: 'xml', root: { name: 'posts', value: [await postTag(world, post)] }, noisy: true };
}

/** `filename0` with `filecontent0`, to 9; a name without content, or the reverse, is passed over. */
function filesOf(fields: Fields): readonly { readonly name: string; readonly bytes: Buffer }[] {
  return Array.from({ length: 10 }, (_, index) => index).flatMap((index) => {
    const name = fieldOf(fields, `filename${index}`);
    const content = fieldOf(fields, `filecontent${index}`);
    return name === undefined || content === undefined ? [] : [{ name, bytes: decodeBase64(content) }];
  });
}

function authorOf(fields: Fields): KayakoAuthor | undefined {
  const userId = fieldOf(fields, 'userid');
  const [kind, id] = userId === undefined ? ['staff', fieldOf(fields, 'staffid')] : ['user', userId];
  return kayakoAuthors.find((author) => author.kind === kind && author.id === id);
}

async function postTag(world: World, post: KayakoPost): Promise<Tag> {
  const files = filesOfPost(world, post);
  const { author } = post;
  const value: Tag[] = [
    { name: 'id', value: post.id },
    { name: 'ticketpostid', value: post.id },
    { name: 'ticketid', value: post.ticketId },
    { name: 'dateline', value: String(post.dateline) },
    { name: 'userid', value: author.kind === 'user' ? author.id : '0' },
    { name: 'fullname', value: author.fullName },
    { name: 'email', value: author.email },
    { name: 'hasattachments', value: files.length > 0 ? '1' : '0' },
    { name: 'staffid', value: author.kind === 'staff' ? author.id : '0' },
    { name: 'contents', value: post.contents, long: true },
    await attachmentsTag(world, files, 'with-contents'),
  ];
  return { name: 'post', value };
}
