import type { Readable } from 'node:stream';
import type { Call, Content, Destination, IncomingFile } from '../destinations/destination.ts';
import type { CallEnd, CallPurpose, Metrics } from './metrics.ts';

/** The same destination, its calls counted and timed. @param name as the configuration calls it */
export function meter(name: string, destination: Destination, metrics: Metrics): Destination {
  async function timed<End extends AnyEnd>(purpose: CallPurpose, run: () => Promise<End>): Promise<End> {
    const ended = metrics.callBegins(name, purpose);
    const end = await run();
    ended(endOf(end));
    return end;
  }

  /** A download is under way for as long as its bytes are. */
  async function timedContent(run: () => Promise<Content>, call: Call): Promise<Content> {
    const ended = metrics.callBegins(name, 'content');
    const end = await run();
    if (end.kind !== 'content') ended(endOf(end));
    else if (end.stream.closed) ended(endOfContent(end.stream, call));
    else end.stream.once('close', () => ended(endOfContent(end.stream, call)));
    return end;
  }

  function counted({ again, ...file }: IncomingFile): IncomingFile {
    if (!again) return file;
    const open = () => {
      metrics.retried(name);
      return again();
    };
    return { ...file, again: open };
  }

  const { list, read, content, remove, setVisibility, uploadLink } = destination;
  return {
    ...destination,
    findTicket: (...given) => timed('findTicket', () => destination.findTicket(...given)),
    upload: (ticketId, file, call) => timed('upload', () => destination.upload(ticketId, counted(file), call)),
    ...(list && { list: (...given) => timed('list', () => list(...given)) }),
    ...(read && { read: (...given) => timed('read', () => read(...given)) }),
    ...(content && { content: (...given) => timedContent(() => content(...given), given[2]) }),
    ...(remove && { remove: (...given) => timed('remove', () => remove(...given)) }),
    ...(setVisibility && { setVisibility: (...given) => timed('setVisibility', () => setVisibility(...given)) }),
    ...(uploadLink && { uploadLink: (...given) => timed('uploadLink', () => uploadLink(...given)) }),
  };
}

type AnyEnd = Awaited<ReturnType<Required<Destination>[CallPurpose]>>;

/** Who no longer wants the bytes destroys the stream, or aborts the call. */
function endOfContent({ readableEnded, errored }: Readable, { signal }: Call): CallEnd {
  if (readableEnded) return 'ok';
  return signal.aborted || !errored ? 'cancelled' : 'unavailable';
}

function endOf(end: AnyEnd): CallEnd {
  switch (end.kind) {
    case 'failed':
      return end.outcome.kind;
    case 'found':
    case 'listed':
    case 'content':
    case 'removed':
    case 'changed':
      return 'ok';
    default:
      return end.kind;
  }
}
