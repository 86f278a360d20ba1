import { noteOriginal } from './originals.ts';
import type { Job, JobEnd, reduceImage } from './reduce-image.ts';

/** Makes photos smaller in a worker, or in place where the page may have none. Both reject where it does not load. */
export interface Reducer {
  /** Loads what is needed, so that photos can be made smaller without a connection too. */
  prepare(): Promise<unknown>;
  /** @returns the very same file where it is better left as it is */
  reduce(file: File): Promise<File>;
}

/** What does the work: a script that is also that of the worker. */
export interface Workshop {
  readonly address: string;
  readonly reduceImage: typeof reduceImage;
}

/** As much of a worker as is used. */
type PhotoWorker = Pick<Worker, 'postMessage' | 'addEventListener'>;

export interface ReducerOptions {
  readonly load: () => Promise<Workshop>;
  /** May throw, or make a worker that tells an error, where the page may have none. */
  readonly startWorker?: (address: string) => PhotoWorker;
}

/** Where no worker runs, decoding more pixels than these would keep the panel from answering. */
const mostPixelsHere = 2_000_000;

const startModule = (address: string): PhotoWorker => new Worker(address, { type: 'module' });

type Reduced = Blob | undefined;

export function createReducer({ load, startWorker = startModule }: ReducerOptions): Reducer {
  const jobs = new Map<number, { answer(reduced: Reduced): void; giveUp(): void }>();
  let worker: PhotoWorker | undefined;
  let workshop: Workshop | undefined;
  let count = 0;

  function start(address: string): void {
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

  async function prepare(): Promise<Workshop> {
    const loaded = await load();
    if (!workshop) start(loaded.address);
    workshop = loaded;
    return loaded;
  }

  async function reduced(file: File): Promise<Reduced> {
    const { reduceImage: reduceHere } = workshop ?? (await prepare());
    const inPlace = () => reduceHere(file, mostPixelsHere).catch(() => undefined);
    if (!worker) return inPlace();
    count += 1;
    const job: Job = { id: count, file };
    worker.postMessage(job);
    return new Promise((answer) => jobs.set(job.id, { answer, giveUp: () => answer(inPlace()) }));
  }

  return {
    prepare,
    async reduce(file) {
      const blob = await reduced(file);
      if (!blob) return file;
      const { type } = blob;
      const name = type === 'image/jpeg' && !/\.(?:jpe?g|jfif)$/i.test(file.name) ? renamed(file.name) : file.name;
      const photo = new File([blob], name, { type, lastModified: file.lastModified });
      noteOriginal(photo, file);
      return photo;
    },
  };
}

/** What has become a JPEG must be called one: the check before upload holds name and content against each other. */
function renamed(name: string): string {
  return `${name.replace(/\.[^.]*$/, '')}.jpg`;
}
