import { once } from 'node:events';
import { createServer, Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type ClamdSettings, openScan, ScannerError, type ScannerFault, type ScanSession } from './clamd.ts';

/** A scanner of the test's own, that does what it is told when somebody connects. */
async function scannerThat(act: (socket: Socket) => void): Promise<ClamdSettings> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    act(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { address: { host: '127.0.0.1', port: address.port }, silenceMs: 60_000 };
}

/** What INSTREAM says of a file that came in these pieces. */
function spoken(...pieces: string[]): Buffer {
  const framed = pieces.map((piece) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    return Buffer.concat([length, Buffer.from(piece)]);
  });
  return Buffer.concat([Buffer.from('zINSTREAM\0'), ...framed, Buffer.alloc(4)]);
}

/** Answers, with a pause between the pieces, when all of a file that came in the pieces `abc` and `de` is there. */
function answering(...replies: string[]): (socket: Socket) => void {
  const { length } = spoken('abc', 'de');
  return (socket) => {
    let seen = 0;
    socket.on('data', async (chunk: Buffer) => {
      seen += chunk.length;
      if (seen < length) return;
      for (const reply of replies) {
        socket.write(reply, 'latin1');
        await settled();
      }
    });
  };
}

/** Lets both ends do all that they can do now. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}

async function opened(settings: ClamdSettings): Promise<ScanSession> {
  const session = await openScan(settings);
  onTestFinished(() => session.abandon());
  return session;
}

async function scan(settings: ClamdSettings): ReturnType<ScanSession['verdict']> {
  const session = await opened(settings);
  await session.write(Buffer.from('abc'));
  await session.write(Buffer.from('de'));
  return await session.verdict();
}

/** Hands on one piece after the other for as long as that goes well. */
async function writeOn(session: ScanSession): Promise<unknown> {
  for (let piece = 0; piece < 1000; piece += 1) {
    await session.write(Buffer.from('x'));
    await new Promise(setImmediate);
  }
  return 'all was written';
}

const failing = (message: string, kind: ScannerFault = 'unreachable'): unknown =>
  expect.objectContaining({ name: 'ScannerError', kind, message });

describe('a scan', () => {
  it('tells the scanner each piece with its length, and the end', async () => {
    let said = Buffer.alloc(0);
    const settings = await scannerThat((socket) => {
      answering('stream: OK\0')(socket);
      socket.on('data', (chunk: Buffer) => {
        said = Buffer.concat([said, chunk]);
      });
    });
    expect(await scan(settings)).toEqual({ kind: 'clean' });
    expect(said).toEqual(spoken('abc', 'de'));
  });

  const found = (signature: string) => ({ kind: 'infected', signature });

  it.each<[string, string[], unknown]>([
    ['clean', ['stream: OK\0'], { kind: 'clean' }],
    ['clean, with a line end', ['stream: OK\n\0'], { kind: 'clean' }],
    ['clean, in pieces', ['s', 'tream:', ' OK', '\0'], { kind: 'clean' }],
    ['clean, though something follows', ['stream: OK\0stream: Some.Virus FOUND\n more\0'], { kind: 'clean' }],
    ['infected', ['stream: Some.Virus FOUND\0'], found('Some.Virus')],
    ['infected, in pieces', ['stream: Some', '.Virus FOU', 'ND\0'], found('Some.Virus')],
    ['infected, though something follows', ['stream: Some.Virus FOUND\0\n'], found('Some.Virus')],
    ['infected by what has a long name', [`stream: ${'x'.repeat(1016)}`, ' FOUND\0'], found('x'.repeat(1016))],
  ])('reads that a file is %s', async (_, replies, verdict) => {
    expect(await scan(await scannerThat(answering(...replies)))).toEqual(verdict);
  });

  it.each<[string, string[], string]>([
    ['something else', ['UNKNOWN COMMAND\0'], '"UNKNOWN COMMAND"'],
    ['nothing', ['\0'], '""'],
    ['with more before the verdict', ['a stream: Some.Virus FOUND\0'], '"a stream: Some.Virus FOUND"'],
    ['with more after the verdict', ['stream: Some.Virus FOUND or so\0'], '"stream: Some.Virus FOUND or so"'],
    ['with no name of a virus', ['stream:  FOUND\0'], '"stream:  FOUND"'],
    ['that it is not quite clean', ['stream: OK?\0'], '"stream: OK?"'],
    ['at length', [`${'x'.repeat(100)}y\0`], `"${'x'.repeat(100)}"`],
    ['without end', [`${'x'.repeat(1024)}`, 'y'], `"${'x'.repeat(100)}"`],
  ])('fails where the scanner answers %s', async (_, replies, quoted) => {
    await expect(scan(await scannerThat(answering(...replies)))).rejects.toEqual(
      failing(`the scanner answered ${quoted}`, 'unclear'),
    );
  });

  it('ends the connection with the verdict', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const settings = await scannerThat((socket) => {
      closed = once(socket, 'close');
      answering('stream: OK\0')(socket);
    });
    await scan(settings);
    await closed;
  });

  it('ends the connection when it is given up', async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const settings = await scannerThat((socket) => {
      closed = once(socket.resume(), 'close');
    });
    const session = await opened(settings);
    await session.write(Buffer.from('abc'));
    session.abandon();
    await closed;
    await expect(session.write(Buffer.from('de'))).rejects.toEqual(failing('the scanner closed the connection'));
  });

  it('hands bytes on no faster than the scanner takes them', async () => {
    const sockets: Socket[] = [];
    const settings = await scannerThat((socket) => void sockets.push(socket.pause()));
    const session = await opened(settings);
    let taken = false;
    const writing = session.write(Buffer.alloc(32 * 1024 * 1024)).then(() => {
      taken = true;
    });
    await settled();
    expect(taken).toBe(false);
    for (const socket of sockets) socket.resume();
    await writing;
  });
});

describe('a scanner that answers before it has the whole file', () => {
  const early = (reply: string) => (socket: Socket) => void socket.resume().write(reply);

  it.each<[string, string, string, ScannerFault]>([
    ['cannot say that it is clean', 'stream: OK\0', 'the scanner answered before it had the whole file', 'unclear'],
    [
      'can say that it is too large',
      'INSTREAM size limit exceeded. ERROR\0',
      'its StreamMaxLength is smaller',
      'too-large',
    ],
  ])('%s', async (_, reply, message, kind) => {
    const session = await opened(await scannerThat(early(reply)));
    await expect(writeOn(session)).rejects.toEqual(failing(message, kind));
    await expect(session.write(Buffer.from('x'))).rejects.toEqual(failing(message, kind));
    await expect(session.verdict()).rejects.toEqual(failing(message, kind));
  });

  it.each<[string, (socket: Socket) => void]>([
    ['leaves the connection open', early('stream: Some.Virus FOUND\0')],
    ['closes the connection', (socket) => void socket.resume().end('stream: Some.Virus FOUND\0')],
  ])('can say that it is infected, and %s', async (_, act) => {
    const session = await opened(await scannerThat(act));
    expect(await writeOn(session)).toBe('all was written');
    expect(await session.verdict()).toEqual({ kind: 'infected', signature: 'Some.Virus' });
  });

  it('is not waited for by who hands bytes on', async () => {
    const settings = await scannerThat((socket) => void socket.pause().write('stream: Some.Virus FOUND\0'));
    const session = await opened(settings);
    // More than the connection holds.
    await session.write(Buffer.alloc(32 * 1024 * 1024));
    expect(await session.verdict()).toEqual({ kind: 'infected', signature: 'Some.Virus' });
  });
});

describe('a scanner that fails', () => {
  it('is told of as one that cannot be reached where nobody listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    server.close();
    await once(server, 'close');
    const nobody: ClamdSettings = { address: { host: '127.0.0.1', port: address.port }, silenceMs: 60_000 };
    await expect(openScan(nobody)).rejects.toEqual(failing('the scanner cannot be reached'));
    await expect(openScan(nobody)).rejects.toThrow(ScannerError);
    await expect(openScan({ ...nobody, address: { path: '/nowhere/clamd.sock' } })).rejects.toEqual(
      failing('the scanner cannot be reached'),
    );
  });

  it.each<[string, string, string, ScannerFault]>([
    ['closed the connection', '', 'the scanner closed the connection', 'unreachable'],
    ['broke off', 'stream: O', 'the scanner broke off in its answer', 'unclear'],
  ])('is told of as one that %s, when it has the file', async (_, words, message, kind) => {
    const settings = await scannerThat((socket) => {
      let seen = 0;
      socket.on('data', (chunk: Buffer) => {
        seen += chunk.length;
        if (seen === spoken('abc', 'de').length) socket.end(words);
      });
    });
    await expect(scan(settings)).rejects.toEqual(failing(message, kind));
  });

  it('is told of as a connection that broke', async () => {
    const settings = await scannerThat((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    const session = await opened(settings);
    const message = 'the connection to the scanner broke';
    await expect(writeOn(session)).rejects.toEqual(failing(message));
    await expect(session.verdict()).rejects.toEqual(failing(message));
  });

  it('is told of as one that is silent, after the time that it may be', async () => {
    const waiting = vi.spyOn(Socket.prototype, 'setTimeout');
    onTestFinished(() => waiting.mockRestore());
    const settings = await scannerThat((socket) => void socket.resume());
    const session = await opened({ ...settings, silenceMs: 54_321 });
    const verdict = session.verdict();
    const silent = waiting.mock.calls.find(([ms]) => ms === 54_321)?.[1];
    silent?.();
    await expect(verdict).rejects.toEqual(failing('the scanner is silent'));
    await expect(session.write(Buffer.from('x'))).rejects.toEqual(failing('the scanner is silent'));
  });
});
