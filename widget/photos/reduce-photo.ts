import { noteOriginal } from './originals.ts';
import type { Job, JobEnd, reduceImage } from './reduce-image.ts';

/**
 * Makes photos smaller in a worker, or in place where the page may have none.
 * @returns the very same file where it is better left as it is; rejects where what is needed does not load
 */
export type ReducePhoto = (file: File) => Promise<File>;

/** What does the work: a script that is also that of the worker. */
export interface Workshop {
  readonly address: string;
  readonly reduceImage: typeof reduceImage;
}

/** As much of a worker as is used. */
type PhotoWorker = Pick<Worker, 'postMessage' | 'addEventListener'>;

export interface ReducePhotoOptions {
  readonly load: () => Promise<Workshop>;
  /** May throw, or make a worker that tells an error, where the page may have none. */
  readonly startWorker?: (address: string) => PhotoWorker;
}

/** Where no worker runs, decoding more pixels than these would keep the panel from answering. */
const mostPixelsHere = 2_000_000;

const startModule = (address: string): PhotoWorker => new Worker(address, { type: 'module' });

type Reduced = Blob | undefined;

export function createReducePhoto({ load, startWorker = startModule }: ReducePhotoOptions): ReducePhoto {
  const jobs = new Map<number, { answer(reduced: Reduced): void; giveUp(): void }>();
  let worker: PhotoWorker | undefined;
  let started = false;
  let count = 0;

  function start(address: string): void {
    started = true;
    try {
      worker = startWorker(address);
    } catch {
      return;
    }
    worker.addEventListener('message', ({ data: { id, reduced } }: MessageEvent<JobEnd>) => {
      jobs.get(id)?.answer(reduced);
      jobs.delete(id);
    });
    worker.addEventListener('error', () => {
      worker = undefined;
      for (const { giveUp } of jobs.values()) giveUp();
      jobs.clear();
    });
  }

  async function reduce(file: File): Promise<Reduced> {
    const { address, reduceImage: reduceHere } = await load();
    if (!started) start(address);
    const inPlace = () => reduceHere(file, mostPixelsHere).catch(() => undefined);
    if (!worker) return inPlace();
    count += 1;
    const job: Job = { id: count, file };
    worker.postMessage(job);
    return new Promise((answer) => jobs.set(job.id, { answer, giveUp: () => answer(inPlace()) }));
  }

  return async (file) => {
    const reduced = await reduce(file);
    if (!reduced) return file;
    const { type } = reduced;
    const name = type === 'image/jpeg' && !/\.(?:jpe?g|jfif)$/i.test(file.name) ? renamed(file.name) : file.name;
    const photo = new File([reduced], name, { type, lastModified: file.lastModified });
    noteOriginal(photo, file);
    return photo;
  };
}

/** What has become a JPEG must be called one: the check before upload holds name and content against each other. */
function renamed(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')}.jpg`;
}
