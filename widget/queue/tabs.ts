import type { AttachmentClaims } from '../routes/attachment-claims.ts';
import type { Holdings } from './holdings.ts';
import type { Keeper, Kept, KeptList } from './keeper.ts';
import { uploadOf } from './kept-upload.ts';
import type { Queue } from './queue.ts';
import type { TabTalk, Word } from './tab-talk.ts';
import type { Tenure, Tenures } from './tenures.ts';
import { type Doing, isElsewhere, isUnderWay, type Upload, type UploadState } from './upload.ts';

export interface SharingOptions {
  readonly queue: Queue;
  readonly holdings: Holdings;
  readonly keeper: Keeper;
  readonly tenures: Tenures;
  readonly talk: TabTalk;
  readonly claims: AttachmentClaims;
}

/**
 * Takes in what was kept: goes on with what no other tab has, shows what another has, and takes that over should the
 * other tab be gone.
 * @returns what was kept, when it is in the queue
 */
export async function shareAmongTabs(options: SharingOptions): Promise<KeptList> {
  const { queue, holdings, keeper, tenures, talk, claims } = options;
  /** Those that another tab has, or had when this one was asked. */
  const others = new Set<string>();

  /** One that is kept, as this tab shows it; `undefined` where it is there already, or gone. */
  async function arrive({ upload, file }: Kept): Promise<Upload | undefined> {
    const { id } = upload;
    if (holdings.has(id) || others.has(id)) return undefined;
    others.add(id);
    const tenure = await tenures.take(id);
    if (tenure) return takeOver(id, tenure);
    return { ...uploadOf(upload, file), state: { kind: 'elsewhere', doing: upload.end?.kind ?? 'queued' } };
  }

  /** Whoever had it until now may have changed or delivered it: it counts as it is now. */
  async function takeOver(id: string, tenure: Tenure) {
    const kept = await keeper.find(id);
    others.delete(id);
    if (!kept) {
      tenure.end();
      return undefined;
    }
    holdings.adopt(kept.upload, tenure);
    return uploadOf(kept.upload, kept.file);
  }

  /** Puts them into the queue, and only then waits for those that another tab has: it may give them up at once. */
  async function show(uploads: readonly Upload[], place: 'first' | 'last'): Promise<void> {
    const shown = queue.restore(uploads, place);
    for (const { id, state } of uploads) if (isElsewhere(state)) void awaitTenure(id);
    await shown;
  }

  async function awaitTenure(id: string): Promise<void> {
    const tenure = await tenures.await(id);
    if (!tenure) return;
    // Dismissed here meanwhile, or delivered there: then it is no longer this tab's business.
    if (find(id)?.state.kind !== 'elsewhere') return tenure.end();
    const upload = await takeOver(id, tenure);
    if (upload) await queue.hear(id, { kind: 'taken', state: upload.state });
    else queue.remove(id);
  }

  async function hear(word: Word): Promise<void> {
    if (word.kind === 'hello') {
      for (const id of holdings.ids()) say(find(id));
    } else if (word.kind === 'delivered') {
      const { id, route, ticketId, attachmentId } = word;
      if (attachmentId !== undefined) claims.claim(ticketId, attachmentId, id);
      await queue.hear(id, { kind: 'told', state: { kind: 'delivered', route, elsewhere: true } });
    } else {
      const { id, doing } = word;
      // Picked in the other tab just now.
      const kept = find(id) ? undefined : await keeper.find(id);
      const upload = kept && (await arrive(kept));
      if (upload) await show([upload], 'last');
      await queue.hear(id, { kind: 'told', state: { kind: 'elsewhere', doing } });
    }
  }

  function find(id: string): Upload | undefined {
    const entry = queue.uploads.peek().find((one) => one.peek().id === id);
    return entry?.peek();
  }

  function say(upload: Upload | undefined): void {
    const word = upload && !isElsewhere(upload.state) && wordOf(upload);
    if (word) talk.say(word);
  }

  talk.onWord((word) => void hear(word));
  // Before it is kept, the others could not find it.
  queue.onChange(({ id }) => void holdings.whenKept(id).then(() => say(find(id))));
  const list = await keeper.list();
  const uploads = await Promise.all(list.kept.map(arrive));
  await show(
    uploads.flatMap((upload) => upload ?? []),
    'first',
  );
  talk.say({ kind: 'hello' });
  return list;
}

/** What to tell other tabs of a state; nothing of what is not kept. */
function wordOf({ id, ticket, state }: Upload): Word | undefined {
  if (state.kind === 'delivered') {
    const attachmentId = 'attachmentId' in state ? state.attachmentId : undefined;
    const word = { kind: 'delivered', id, route: state.route, ticketId: ticket.id } as const;
    return attachmentId === undefined ? word : { ...word, attachmentId };
  }
  const doing = doingOf(state);
  return doing && { kind: 'doing', id, doing };
}

function doingOf(state: UploadState): Doing | undefined {
  if (isUnderWay(state)) return 'sending';
  switch (state.kind) {
    case 'queued':
    case 'refused':
    case 'failed':
    case 'unconfirmed':
      return state.kind;
    default:
      return undefined;
  }
}
