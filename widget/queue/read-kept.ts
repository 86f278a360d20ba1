import type { Clock } from '../clock.ts';
import { compareAge, type KeeperBounds, type Kept, type RawKept } from './keeper.ts';
import { KeptUpload } from './kept-upload.ts';

/** Reads what is held under an id. @returns `undefined` where it is broken, or not ours */
export function readKept({ id, record, file }: RawKept): Kept | undefined {
  const upload = KeptUpload.safeParse(record).data;
  if (!upload || !(file instanceof Blob) || upload.id !== id || upload.size !== file.size) return undefined;
  return { upload, file };
}

/** Sorts what a database holds into what is good, the oldest first, too old, and broken. */
export function sortKept(held: readonly RawKept[], clock: Clock, bounds: KeeperBounds) {
  const kept: Kept[] = [];
  const expired: Kept[] = [];
  const broken: string[] = [];
  for (const raw of held) {
    const read = readKept(raw);
    if (!read) broken.push(raw.id);
    else if (isExpired(read.upload, clock, bounds)) expired.push(read);
    else kept.push(read);
  }
  kept.sort((one, other) => compareAge(one.upload, other.upload));
  return { kept, expired, broken };
}

function isExpired({ keptMs }: KeptUpload, clock: Clock, { ageMs }: KeeperBounds): boolean {
  return clock.now() - keptMs > ageMs;
}
