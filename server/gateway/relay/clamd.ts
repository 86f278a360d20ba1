import { type NetConnectOpts, Socket } from 'node:net';

/** Where a clamd listens, and how long it may be silent. */
export interface ClamdSettings {
  readonly address: { readonly host: string; readonly port: number } | { readonly path: string };
  /** In milliseconds. */
  readonly silenceMs: number;
}

/** One file at the scanner. */
export interface ScanSession {
  /** Hands bytes on (one at least: none would end the file), no faster than the scanner takes them. @throws ScannerError */
  write(bytes: Buffer): Promise<void>;
  /** Ends the file and asks for the verdict. @throws ScannerError */
  verdict(): Promise<Verdict>;
  /** Gives the scan up. */
  abandon(): void;
}

export type Verdict = { readonly kind: 'clean' } | { readonly kind: 'infected'; readonly signature: string };

/**
 * Why there is no verdict: `unreachable` where the scanner cannot be reached, went silent or closed without a word,
 * `too-large` where it takes no file of that length, `unclear` where it answered anything else.
 */
export type ScannerFault = 'unreachable' | 'too-large' | 'unclear';

/** There is no verdict. */
export class ScannerError extends Error {
  override readonly name = 'ScannerError';
  readonly kind: ScannerFault;

  constructor(kind: ScannerFault, problem: string) {
    super(problem);
    this.kind = kind;
  }
}

/**
 * Opens a scan by clamd's INSTREAM command (clamd's manual): pieces with their length in four bytes, an empty one at
 * the end, then one line of verdict.
 * @throws ScannerError where no clamd answers at the address
 */
export async function openScan({ address, silenceMs }: ClamdSettings): Promise<ScanSession> {
  const socket = await connected(address, silenceMs);
  const reply = readReply(socket);
  // Whoever waits for it is told; nobody may be waiting yet.
  reply.catch(() => undefined);
  await written(socket, Buffer.from('zINSTREAM\0'), reply);
  return {
    async write(bytes) {
      await written(socket, lengthOf(bytes), reply);
      await written(socket, bytes, reply);
    },
    async verdict() {
      await written(socket, Buffer.alloc(4), reply);
      try {
        return readVerdict(await reply);
      } finally {
        socket.destroy();
      }
    },
    abandon: () => socket.destroy(),
  };
}

function connected(address: NetConnectOpts, silenceMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = new ScannerSocket();
    socket.setTimeout(silenceMs, () => socket.destroy(new ScannerError('unreachable', 'the scanner is silent')));
    socket.once('error', () => reject(new ScannerError('unreachable', 'the scanner cannot be reached')));
    socket.once('connect', () => resolve(socket));
    socket.connect(address);
  });
}

type Written = (error?: Error | null) => void;

/**
 * Tells that a write broke only when nothing more can be read: past its own size limit clamd answers and closes while
 * bytes are still on their way to it, and a socket whose write broke would throw that answer away.
 */
class ScannerSocket extends Socket {
  override _write(chunk: unknown, encoding: BufferEncoding, callback: Written): void {
    super._write(chunk, encoding, this.#onceRead(callback));
  }

  override _writev(chunks: { chunk: unknown; encoding: BufferEncoding }[], callback: Written): void {
    super._writev?.(chunks, this.#onceRead(callback));
  }

  #onceRead(callback: Written): Written {
    return (error) => {
      if (error && !this.readableEnded) this.once('end', () => callback(error));
      else callback(error);
    };
  }
}

function readReply(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      if (!text.includes('\0') && text.length <= longestReply) return;
      answered.add(socket);
      resolve(text);
    });
    const fail = (error: ScannerError): void => {
      reject(text === '' ? error : new ScannerError('unclear', 'the scanner broke off in its answer'));
    };
    socket.on('error', (error) => fail(asScannerError(error)));
    socket.on('close', () => fail(new ScannerError('unreachable', 'the scanner closed the connection')));
  });
}

/** Scanners that have said all they will say. */
const answered = new WeakSet<Socket>();

/** Writes, unless the scanner has ended the scan by itself, as it does past its own size limit. */
async function written(socket: Socket, bytes: Buffer, reply: Promise<string>): Promise<void> {
  if (socket.destroyed || answered.has(socket)) {
    const { kind } = readVerdict(await reply);
    if (kind === 'infected') return;
    throw new ScannerError('unclear', 'the scanner answered before it had the whole file');
  }
  if (!socket.write(bytes)) await Promise.race([drained(socket), reply]);
}

/** Also resolves where the connection has ended: then nothing drains any more. */
function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      socket.off('drain', go).off('close', go);
      resolve();
    };
    socket.on('drain', go).on('close', go);
  });
}

function readVerdict(reply: string): Verdict {
  const text = reply.replace(/\0[\s\S]*$/, '').trim();
  if (text === 'stream: OK') return { kind: 'clean' };
  const found = /^stream: (.+) FOUND$/.exec(text)?.[1];
  if (found !== undefined) return { kind: 'infected', signature: found };
  if (text === 'INSTREAM size limit exceeded. ERROR') {
    throw new ScannerError('too-large', 'its StreamMaxLength is smaller');
  }
  throw new ScannerError('unclear', `the scanner answered ${JSON.stringify(text.slice(0, 100))}`);
}

function asScannerError(error: unknown): ScannerError {
  return error instanceof ScannerError ? error : new ScannerError('unreachable', 'the connection to the scanner broke');
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return length;
}

const longestReply = 1024;
