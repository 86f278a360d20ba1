import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { isDeepStrictEqual } from 'node:util';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import * as z from 'zod';
import { checkContent } from './content-rules.ts';
import type { Fault } from './fault.ts';
import { checkPackerRules, packerLimits } from './packer-rules.ts';
import type { PackageFiles } from './stage.ts';

/**
 * Proves that a zip is the package that was staged: it opens, has every file and no other, byte for byte, keeps the
 * packer's limits, and holds nothing that must not be published.
 * @param path where the zip is
 * @param expected the staged files
 * @returns every fault found; an empty list for a sound package
 */
export async function verifyZip(path: string, expected: PackageFiles): Promise<readonly Fault[]> {
  const zip = basename(path);
  const fail = (wrong: string, right: string): readonly Fault[] => [{ where: zip, wrong, right }];
  const bytes = await readFile(path).catch(() => undefined);
  if (!bytes) return fail('was not made', 'see what zet printed');
  if (bytes.length === 0) return fail('is empty', 'see what zet printed: it stops so when its npm hook warns');
  if (bytes.length > packerLimits.zipBytes) {
    return fail(`has ${bytes.length} bytes`, `${packerLimits.zipBytes} is the most for a package`);
  }
  try {
    return await verifyEntries(await fromBufferPromise(bytes, { lazyEntries: true, strictFileNames: true }), expected);
  } catch (error) {
    return fail(`cannot be read (${messageOf(error)})`, 'pack again: a whole zip opens');
  }
}

async function verifyEntries(zip: ZipFile, expected: PackageFiles): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for await (const entry of zip.eachEntry()) {
    const where = entry.fileName;
    const wanted = expected.get(where);
    if (seen.has(where)) faults.push({ where, wrong: 'is in the zip twice', right: 'each entry comes once' });
    else if (!wanted) faults.push({ where, wrong: 'was not staged', right: 'the zip has only what was staged' });
    else faults.push(...(await verifyEntry(zip, entry, wanted)));
    seen.add(where);
  }
  for (const [where, bytes] of expected) {
    if (seen.has(where)) continue;
    faults.push({ where, wrong: 'is missing from the zip', right: `it was staged with ${bytes.length} bytes` });
  }
  return faults;
}

async function verifyEntry(zip: ZipFile, entry: Entry, wanted: Buffer): Promise<readonly Fault[]> {
  const where = entry.fileName;
  let bytes: Buffer;
  try {
    bytes = await buffer(await zip.openReadStreamPromise(entry));
  } catch (error) {
    return [{ where, wrong: `cannot be unpacked (${messageOf(error)})`, right: `it was staged whole` }];
  }
  const rules = where.startsWith('app/') ? checkPackerRules(where, bytes.length) : [];
  return [...compare(where, bytes, wanted), ...rules, ...checkContent(where, bytes)];
}

function compare(where: string, bytes: Buffer, wanted: Buffer): readonly Fault[] {
  if (bytes.equals(wanted)) return [];
  const keys = where === 'plugin-manifest.json' ? differingKeys(bytes, wanted) : [];
  if (keys.length > 0) {
    return [{ where, wrong: `differs in ${keys.join(', ')}`, right: 'it must be the staged manifest' }];
  }
  const wrong =
    bytes.length === wanted.length ? 'has other content of the same size' : `has ${bytes.length} bytes in the zip`;
  return [{ where, wrong, right: `it was staged with ${wanted.length} bytes` }];
}

const JsonObject = z.record(z.string(), z.unknown());

function differingKeys(bytes: Buffer, wanted: Buffer): readonly string[] {
  try {
    const [one, other] = [bytes, wanted].map((text) => JsonObject.parse(JSON.parse(text.toString('utf8'))));
    const keys = new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})]);
    return [...keys].filter((key) => !isDeepStrictEqual(one?.[key], other?.[key]));
  } catch {
    return [];
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
