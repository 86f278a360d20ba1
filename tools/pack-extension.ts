import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from './fault.ts';
import { Manifest, sharedByPlaceholder } from './manifest.ts';
import type { PackedProduct } from './product-page.ts';
import { stagePackage } from './stage.ts';
import { verifyZip } from './verify-zip.ts';
import { runZet, type ZetRun } from './zet.ts';

export interface PackOptions {
  /** The folder with `app/`, `plugin-manifest.json` and `resources.json`; `dist/` is written there. */
  readonly project: string;
  /** The gateway's exact origin, where the package is made for one. */
  readonly gateway?: string | undefined;
  /** Whose package; Desk's where it is absent. */
  readonly product?: PackedProduct;
  /** The address of Bigin's SDK, where it is another than CRM's. */
  readonly biginSdk?: string | undefined;
  /** Of which what npm and Node need is handed on to `zet`. */
  readonly environment?: NodeJS.ProcessEnv;
}

export type Packing =
  | {
      readonly kind: 'packed';
      /** Where the zip is. */
      readonly zip: string;
      readonly files: number;
      /** What the administrator still has to do before it is of use. */
      readonly notes: readonly string[];
    }
  | { readonly kind: 'faulty'; readonly faults: readonly Fault[]; readonly output: string };

/**
 * Makes the extension's zip with Zoho's own packer and verifies it, since the packer reports success with a broken zip
 * too. Only a verified zip is left at `dist/anexo-desk.zip`, or `-crm` or `-bigin`.
 */
export async function packExtension(options: PackOptions): Promise<Packing> {
  const { project, gateway, product = 'desk', biginSdk, environment } = options;
  // zet names the zip after the folder that it packs.
  const packageName = `anexo-${product}`;
  const zip = join(project, 'dist', `${packageName}.zip`);
  await rm(zip, { force: true });
  const stage = join(project, 'dist', 'stage', packageName);
  const staging = await stagePackage(project, stage, gateway, product, biginSdk);
  if (staging.kind === 'faulty') return { kind: 'faulty', faults: staging.faults, output: '' };

  const validation = await runZet('validate', stage, environment);
  if (validation.status !== 0) return failed('validate', validation);
  const packing = await runZet('pack', stage, environment);
  if (packing.status !== 0) return failed('pack', packing);
  const packed = join(stage, 'dist', `${packageName}.zip`);
  const faults = await verifyZip(packed, staging.files);
  if (faults.length > 0) return { kind: 'faulty', faults, output: packing.output };
  await copyFile(packed, zip);
  return {
    kind: 'packed',
    zip,
    files: staging.files.size,
    notes: [...(product === 'desk' ? notesOnDesk(staging.manifest) : []), ...notesOnGateway(product, staging.gateway)],
  };
}

function failed(command: string, run: ZetRun): Packing {
  const wrong = run.status === undefined ? 'was ended by a signal' : `ended with status ${run.status}`;
  return {
    kind: 'faulty',
    faults: [{ where: `zet ${command}`, wrong, right: 'mend what it printed' }],
    output: run.output,
  };
}

function notesOnDesk(staged: object): readonly string[] {
  if (Manifest.parse(staged).zohoAuthorisation.sharedBy !== sharedByPlaceholder) return [];
  return ['sharedBy in plugin-manifest.json is still the placeholder: run npm run configure first.'];
}

/** CRM's package holds no addresses: what its widgets may call is set in CRM itself. */
function notesOnGateway(product: PackedProduct, gateway: string | undefined): readonly string[] {
  if (product === 'crm' || gateway !== undefined) return [];
  const name = product === 'desk' ? 'Desk' : 'Bigin';
  return [`packed for no gateway: ${name} will not let the widget call one. Give --gateway https://… to allow it.`];
}
