import { basename, dirname, extname } from 'node:path/posix';
import type { Fault } from './fault.ts';

/**
 * What `zet` packs and Sigma takes, as zoho-extension-toolkit 1.0.24 has it (lib/commands/constants.js,
 * lib/rules/FileCheckRule.js, lib/utils/file-tree-parser.js). It counts a megabyte as 1,000,000 bytes.
 */
export const packerLimits = { files: 250, fileBytes: 5_000_000, zipBytes: 20_000_000, nameLength: 50 } as const;

/** `zet` leaves out files with any other ending: it prints their names, but the exit status stays 0. */
const packedEndings: readonly string[] = [
  '.jpg',
  '.jpeg',
  '.png',
  '.gif',
  '.svg',
  '.css',
  '.woff',
  '.woff2',
  '.ttf',
  '.eot',
  '.webm',
  '.js',
  '.mp3',
  '.mp4',
  '.json',
  '.txt',
  '.md',
  '.xml',
  '.html',
];

/**
 * Checks one file against the packer's rules.
 * @param path inside the package, with forward slashes, such as `app/assets/main.js`
 * @param size in bytes
 */
export function checkPackerRules(path: string, size: number): readonly Fault[] {
  const faults: Fault[] = [];
  const fail = (wrong: string, right: string) => faults.push({ where: path, wrong, right });
  const name = basename(path);
  const folders = dirname(path).split('/');
  if (!folders.every((folder) => /^[A-Za-z0-9_$-]+$/.test(folder))) {
    fail('lies in a folder whose name zet refuses', 'folder names have only letters, digits, _, - and $');
  }
  if (!/^[A-Za-z0-9_$-][A-Za-z0-9_.$-]*$/.test(name)) {
    fail('has a name that zet refuses', 'names have only letters, digits, _, ., $ and -, and do not begin with a dot');
  }
  if (name.length > packerLimits.nameLength) {
    fail(`has a name of ${name.length} characters`, `${packerLimits.nameLength} is the most`);
  }
  if (!packedEndings.includes(extname(name))) {
    fail('has an ending that zet leaves out of the zip', `remove it, or use one of ${packedEndings.join(' ')}`);
  }
  if (size > packerLimits.fileBytes) fail(`has ${size} bytes`, `${packerLimits.fileBytes} is the most for a file`);
  return faults;
}
