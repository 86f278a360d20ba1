import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

export interface StaticFile {
  readonly body: Buffer;
  readonly contentType: string;
}

const contentTypes: { readonly [ending: string]: string | undefined } = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/**
 * Reads a file for a browser.
 * @param path as in an address, percent-encoded
 * @returns `undefined` where the folder has no such file, or the path leads out of the folder
 */
export async function readStaticFile(folder: string, path: string): Promise<StaticFile | undefined> {
  const file = resolveInside(folder, path);
  if (file === undefined) return undefined;
  try {
    const contentType = contentTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { body: await readFile(file), contentType };
  } catch {
    return undefined;
  }
}

function resolveInside(folder: string, path: string): string | undefined {
  try {
    const decoded = decodeURIComponent(path);
    if (decoded.includes('\0')) return undefined;
    const file = normalize(join(folder, decoded));
    return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : undefined;
  } catch {
    return undefined;
  }
}
