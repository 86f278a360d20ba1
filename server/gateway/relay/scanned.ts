import { type ClamdSettings, openScan, ScannerError, type ScanSession } from './clamd.ts';
import { FileError } from './request-part.ts';

export interface ScanSettings extends ClamdSettings {
  /** What happens to files while the scanner cannot be reached; whatever it answers is heeded all the same. */
  readonly unreachable: 'refuse' | 'pass';
}

/**
 * The same bytes, shown to the virus scanner as they pass. The last chunk is held back until the verdict: a destination
 * that has not got the end of a file keeps none of it.
 * @param onPass called where a file passes unscanned because the scanner cannot be reached
 * @throws FileError where the file is infected (422) or larger than the scanner takes (413), where the scanner answers
 * anything else, and where it cannot be reached and files are to be refused (503)
 */
export async function* scanned(
  bytes: AsyncIterable<Buffer>,
  settings: ScanSettings,
  onPass: () => void,
): AsyncGenerator<Buffer, void> {
  let session = await attempt(() => openScan(settings), settings);
  if (!session) onPass();
  let held: Buffer | undefined;
  try {
    for await (const chunk of bytes) {
      // Were an empty chunk held back, the whole file would have gone before the verdict.
      if (chunk.length === 0) continue;
      // It may be valid only until the next one is asked for, and the scanner may take it later than that.
      const own = Buffer.from(chunk);
      if (session && !(await attempt(() => show(session, own), settings))) {
        session.abandon();
        session = undefined;
        onPass();
      }
      if (held) yield held;
      held = own;
    }
    const verdict = session && (await attempt(() => session?.verdict(), settings));
    if (session && !verdict) onPass();
    if (verdict?.kind === 'infected') throw new FileError(422, `the virus scanner found ${verdict.signature}`);
    if (held) yield held;
  } finally {
    session?.abandon();
  }
}

async function show(session: ScanSession | undefined, chunk: Buffer): Promise<true> {
  await session?.write(chunk);
  return true;
}

/** @returns `undefined` where the scanner cannot be reached and files are to pass */
async function attempt<T>(step: () => Promise<T> | undefined, settings: ScanSettings): Promise<T | undefined> {
  try {
    return await step();
  } catch (error) {
    if (!(error instanceof ScannerError)) throw error;
    const { kind, message } = error;
    if (kind === 'unreachable' && settings.unreachable === 'pass') return undefined;
    if (kind === 'too-large')
      throw new FileError(413, `the virus scanner takes no files as large as this one: ${message}`);
    throw new FileError(503, `the virus scanner could not check the file: ${message}`);
  }
}
