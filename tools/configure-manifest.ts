import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { checkConnection } from './connection-block.ts';
import type { Fault } from './fault.ts';
import { formatJson, orderLike } from './format-json.ts';
import { Manifest, withGateway, withoutMark } from './manifest.ts';
import { readPaste } from './paste.ts';
import { layOutForValidation } from './validation-stage.ts';
import { runZet } from './zet.ts';

export interface ConfigureOptions {
  /** The folder with `plugin-manifest.json`. */
  readonly project: string;
  /** What was copied from Sigma. */
  readonly pasted: string;
  /** The gateway's exact origin, where the package shall be made for one. */
  readonly gateway?: string | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

export type Configuring =
  | { readonly kind: 'written' | 'unchanged'; readonly notes: readonly string[] }
  /** Nothing was written. */
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly output: string };

const manifestName = 'plugin-manifest.json';

/**
 * Writes a connection, and a gateway's address, into plugin-manifest.json, once all is right: the fields, what this
 * project wants of a manifest, and what Zoho's own packer says of the result. The same again changes nothing.
 */
export async function configureManifest(options: ConfigureOptions): Promise<Configuring> {
  const { project, pasted, gateway, environment } = options;
  const paste = readPaste(pasted);
  if (paste.kind === 'faulty') return faulty([paste.fault]);
  const reading = checkConnection(paste.fields);
  if (reading.kind === 'faulty') return faulty(reading.faults);

  const path = join(project, manifestName);
  const before = await readFile(path, 'utf8').catch(() => undefined);
  const json = before === undefined ? undefined : parseObject(withoutMark(before));
  if (!before || !json) {
    return faulty([fault(manifestName, before ? 'is not JSON' : 'is missing', 'take it from the repository again')]);
  }
  const manifest = Manifest.safeParse({ ...json, zohoAuthorisation: reading.connection });
  if (!manifest.success) return faulty(manifest.error.issues.map(describeIssue));
  const wanted = gateway === undefined ? manifest.data : withGateway(manifest.data, gateway);
  const checked = Manifest.safeParse(wanted);
  if (!checked.success) return faulty(checked.error.issues.map(describeIssue));
  const after = formatJson(orderLike(wanted, json));
  const complaint = await validate(project, after, environment);
  if (complaint) return complaint;
  if (after === before) return { kind: 'unchanged', notes: reading.notes };
  await replaceFile(path, after);
  return { kind: 'written', notes: reading.notes };
}

/** What Zoho's packer says against a manifest; `undefined` where it says nothing. */
async function validate(
  project: string,
  manifest: string,
  environment: NodeJS.ProcessEnv | undefined,
): Promise<Configuring | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'anexo-configure-'));
  try {
    await layOutForValidation(project, folder, manifest);
    const { status, output } = await runZet('validate', folder, environment);
    if (status === 0) return undefined;
    return { ...faulty([fault(manifestName, 'would be refused by zet', 'mend what it printed')]), output };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In one step, so that nobody ever finds half a manifest. */
async function replaceFile(path: string, text: string): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${process.pid}`);
  try {
    await writeFile(draft, text);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

const JsonObject = z.record(z.string(), z.unknown());

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return JsonObject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function describeIssue({ path, message }: z.core.$ZodIssue): Fault {
  return fault(`${manifestName}: ${path.join('.')}`, message, 'see docs/install.md');
}

function fault(where: string, wrong: string, right: string): Fault {
  return { where, wrong, right };
}

function faulty(faults: readonly Fault[]): Extract<Configuring, { kind: 'faulty' }> {
  return { kind: 'faulty', faults, output: '' };
}
