import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFault } from './fault.ts';
import { verifyZip } from './verify-zip.ts';

const staged = new Map([
  ['app/widget.html', Buffer.from('<h1>Anexo</h1>')],
  ['app/assets/main.js', Buffer.from('document.title = "Anexo";')],
  ['plugin-manifest.json', Buffer.from('{"service":"DESK","storage":false}')],
  ['resources.json', Buffer.from('{}')],
]);

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'anexo-verify-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function verify(bytes: Buffer, expected = staged): Promise<readonly string[]> {
  const path = join(folder, 'anexo-desk.zip');
  await writeFile(path, bytes);
  return (await verifyZip(path, expected)).map(describeFault);
}

function without(path: string): [string, Buffer][] {
  return [...staged].filter(([name]) => name !== path);
}

function altered(path: string, content: string): [string, Buffer][] {
  return [...staged].map(([name, bytes]) => [name, name === path ? Buffer.from(content) : bytes]);
}

describe('verifyZip', () => {
  it('finds nothing in a zip of exactly the staged files', async () => {
    expect(await verify(zip([...staged]))).toEqual([]);
  });

  it('says that a zip was not made', async () => {
    const faults = await verifyZip(join(folder, 'none.zip'), staged);
    expect(faults.map(describeFault)).toEqual(['none.zip: was not made; see what zet printed.']);
  });

  it('says that a zip is empty, as zet leaves it when its hook fails', async () => {
    expect(await verify(Buffer.alloc(0))).toEqual([expect.stringMatching(/^anexo-desk\.zip: is empty; /)]);
  });

  it('refuses a zip that was cut off anywhere', async () => {
    const whole = zip([...staged]);
    for (const length of [1, 30, whole.length >> 1, whole.length - 30, whole.length - 1]) {
      expect(await verify(whole.subarray(0, length)), `${length} bytes`).toEqual([
        expect.stringMatching(/^anexo-desk\.zip: cannot be read \(.+\); pack again: a whole zip opens\.$/),
      ]);
    }
  });

  it('names every file that is missing, in a zip without entries too', async () => {
    expect(await verify(zip(without('app/assets/main.js')))).toEqual([
      'app/assets/main.js: is missing from the zip; it was staged with 25 bytes.',
    ]);
    expect(await verify(zip([]))).toHaveLength(staged.size);
  });

  it('names an entry that nobody staged, and one that comes twice', async () => {
    expect(await verify(zip([...staged, ['app/extra.js', Buffer.from('1')]]))).toEqual([
      'app/extra.js: was not staged; the zip has only what was staged.',
    ]);
    expect(await verify(zip([...staged, ['resources.json', Buffer.from('{}')]]))).toEqual([
      'resources.json: is in the zip twice; each entry comes once.',
    ]);
  });

  it('refuses entries whose names leave the package', async () => {
    const faults = await verify(zip([...staged, ['../escape.js', Buffer.from('1')]]));
    expect(faults).toEqual([expect.stringMatching(/cannot be read \(.*\.\.\/escape\.js/)]);
  });

  it('names an entry whose bytes or size differ', async () => {
    expect(await verify(zip(altered('app/widget.html', '<h1>Anexa</h1>')))).toEqual([
      'app/widget.html: has other content of the same size; it was staged with 14 bytes.',
    ]);
    expect(await verify(zip(altered('app/widget.html', '')))).toEqual([
      'app/widget.html: has 0 bytes in the zip; it was staged with 14 bytes.',
    ]);
  });

  it('names the keys in which the manifest differs', async () => {
    expect(await verify(zip(altered('plugin-manifest.json', '{"service":"CRM","type":"org"}')))).toEqual([
      'plugin-manifest.json: differs in service, type, storage; it must be the staged manifest.',
    ]);
  });

  it('refuses what must not be published, though it was staged so', async () => {
    const bytes = Buffer.from('call("http://127.0.0.1:5080/api")\n//# sourceMappingURL=main.js.map');
    const faults = await verify(zip([['app/main.js', bytes]]), new Map([['app/main.js', bytes]]));
    expect(faults).toEqual([
      'app/main.js: points to a source map at character 36 (# sourceMappingURL=); build without source maps.',
      'app/main.js: names an address of one machine or network at character 6 (http://127.0.0.1:5080); ' +
        'a package works on every machine.',
    ]);
  });

  it('holds the packer’s limits for files and the whole', async () => {
    const bytes = Buffer.alloc(5_000_001, 1);
    const large = new Map(['a', 'b', 'c', 'd'].map((name) => [`app/${name}.png`, bytes]));
    expect(await verify(zip([...large].slice(0, 1)), new Map([...large].slice(0, 1)))).toEqual([
      'app/a.png: has 5000001 bytes; 5000000 is the most for a file.',
    ]);
    expect(await verify(zip([...large]), large)).toEqual([
      expect.stringMatching(/^anexo-desk\.zip: has 20000\d+ bytes; 20000000 is the most for a package\.$/),
    ]);
  });
});

/** Writes a zip of stored entries (PKWARE's APPNOTE 4.3), whatever their names. */
function zip(entries: readonly (readonly [string, Buffer])[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, bytes] of entries) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, bytes]);
    locals.push(local);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, tail, name);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}
