import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A file to pick, as Playwright takes it. */
export interface SampleFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/**
 * Real files, since Chromium takes the MIME type of those from their names as it does for an agent; bytes that Playwright
 * hands over take half a second for each megabyte.
 * @returns their paths
 */
export async function onDisk(folder: string, files: readonly SampleFile[]): Promise<string[]> {
  const paths = files.map(({ name }) => join(folder, name));
  await Promise.all(files.map(({ buffer }, at) => writeFile(paths[at] ?? '', buffer)));
  return paths;
}

/** Content that begins as a type does and goes on at random, so that no two files are alike. */
function sample(name: string, mimeType: string, start: Buffer, size: number): SampleFile {
  return { name, mimeType, buffer: Buffer.concat([start, randomBytes(Math.max(0, size - start.length))]) };
}

const kilobyte = 1024;
const programStart = Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]);

export const pdf = (name = 'Relatório de entrega nº 7.pdf', size = 300 * kilobyte): SampleFile =>
  sample(name, 'application/pdf', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'), size);

export const png = (name = 'screenshot.png', size = 80 * kilobyte): SampleFile =>
  sample(name, 'image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), size);

/** Without a MIME type, as Windows gives it. */
export const csv = (name = 'orders.csv', rows = 2000): SampleFile => ({
  name,
  mimeType: '',
  buffer: Buffer.from(Array.from({ length: rows }, (_, row) => `${row};${randomBytes(6).toString('hex')}\n`).join('')),
});

export const zip = (name = 'logs.zip', size = 100 * kilobyte): SampleFile =>
  sample(name, 'application/x-zip-compressed', Buffer.from([0x50, 0x4b, 3, 4]), size);

export const program = (name = 'setup.exe'): SampleFile =>
  sample(name, 'application/x-msdownload', programStart, 40 * kilobyte);

/** A program that pretends to be something else. */
export const disguised = (name = 'invoice.pdf'): SampleFile => ({ ...program(name), mimeType: 'application/pdf' });

export const empty = (name = 'nothing.txt'): SampleFile => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(0) });

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
