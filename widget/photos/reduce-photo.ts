import { noteOriginal } from './originals.ts';
import { address, type Job, type JobEnd, reduceImage } from './reduce-image.ts';

/** Where no worker runs, decoding more pixels than these would keep the panel from answering. */
const mostPixelsHere = 2_000_000;

/**
 * Makes photos smaller in a worker, or in place where the page may have none.
 * @returns the very same file where it is better left as it is
 */
export type ReducePhoto = (file: File) => Promise<File>;

/** As much of a worker as is used. */
type PhotoWorker = Pick<Worker, 'postMessage' | 'addEventListener'>;

const startOwnWorker = (): PhotoWorker => new Worker(address, { type: 'module' });

/** @param startWorker throws, or its worker tells an error, where the page may have none */
export function createReducePhoto(startWorker: () => PhotoWorker = startOwnWorker): ReducePhoto {
  const jobs = new Map<number, (reduced: Blob | undefined | 'not-done') => void>();
  let worker: PhotoWorker | undefined;
  let started = false;
  let count = 0;

  function start(): void {
    started = true;
    try {
      worker = startWorker();
    } catch {
      return;
    }
    worker.addEventListener('message', ({ data: { id, reduced } }: MessageEvent<JobEnd>) => finish(id, reduced));
    worker.addEventListener('error', () => {
      worker = undefined;
      for (const id of jobs.keys()) finish(id, 'not-done');
    });
  }

  function finish(id: number, reduced: Blob | undefined | 'not-done'): void {
    jobs.get(id)?.(reduced);
    jobs.delete(id);
  }

  async function reduce(file: File): Promise<Blob | undefined> {
    if (!started) start();
    if (worker) {
      count += 1;
      const job: Job = { id: count, file };
      worker.postMessage(job);
      const end = await new Promise<Blob | undefined | 'not-done'>((resolve) => jobs.set(job.id, resolve));
      if (end !== 'not-done') return end;
    }
    return reduceImage(file, mostPixelsHere);
  }

  return async (file) => {
    const reduced = await reduce(file).catch(() => undefined);
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
