import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

const Parameter = z.object({
  name: z.string(),
  secure: z.boolean().default(false),
  default: z.string().optional(),
});

/** What the sandbox must know of plugin-manifest.json (facts of Zoho's extension packer). */
export const Manifest = z.object({
  locale: z.array(z.string()).min(1),
  storage: z.boolean().default(false),
  whiteListedDomains: z.array(z.string()).default([]),
  cspDomains: z.object({ 'connect-src': z.array(z.string()).default([]) }).prefault({}),
  modules: z.object({
    widgets: z.array(z.object({ location: z.string(), url: z.string().startsWith('/'), name: z.string() })).min(1),
  }),
  zohoAuthorisation: z.object({ connectionLinkName: z.string() }),
  config: z.array(Parameter).default([]),
});
export type Manifest = z.infer<typeof Manifest>;

/** The widget that the ticket page frames. */
export type ManifestWidget = Manifest['modules']['widgets'][number];

/**
 * Reads plugin-manifest.json.
 * @param root the project's root folder
 * @throws Error naming the file and what is wrong in it
 */
export function readManifest(root: string): Manifest {
  const file = join(root, 'plugin-manifest.json');
  const read = Manifest.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  return read.data;
}

/**
 * The widget for the right panel of a ticket.
 * @throws Error where the manifest places none there
 */
export function rightPanelWidget(manifest: Manifest): ManifestWidget {
  const widget = widgetAt(manifest, 'desk.ticket.detail.rightpanel');
  if (!widget) throw new Error('plugin-manifest.json has no widget at desk.ticket.detail.rightpanel');
  return widget;
}

/** The widget on the extension's own page, where the manifest places one there. */
export function settingsWidget(manifest: Manifest): ManifestWidget | undefined {
  return widgetAt(manifest, 'desk.extension.preference');
}

function widgetAt(manifest: Manifest, location: string): ManifestWidget | undefined {
  return manifest.modules.widgets.find((one) => one.location === location);
}
