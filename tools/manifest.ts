import { readFile } from 'node:fs/promises';
import * as z from 'zod';

/** The most addresses that `zet` allows in `cspDomains["connect-src"]`. */
const connectSourceLimit = 10;

/** One value that the administrator enters when the extension is installed. */
const Parameter = z.looseObject({
  name: z.string().regex(/^[a-z][a-z0-9]*$/, 'lower case letters and digits only'),
  displayName: z.string().max(255),
  description: z.string().max(255),
  type: z.enum(['text', 'number', 'radio', 'switch', 'picklist', 'multiselect', 'checkbox']),
  userdefined: z.boolean(),
  mandatory: z.boolean(),
  secure: z.boolean(),
  default: z.string().optional(),
});

const packedFile = z.string().regex(/^\/app\//, 'begins with /app/');

/**
 * What these tools must know of `plugin-manifest.json`; whatever else Desk reads passes unchanged. `zet validate`
 * checks the rest (its DESK.PluginManifestRule).
 */
export const Manifest = z
  .looseObject({
    locale: z.array(z.string()),
    service: z.literal('DESK'),
    /** With module support `zet` builds by itself, and breaks the zip at the first warning. */
    moduleSupport: z.literal(false),
    whiteListedDomains: z.array(z.url()),
    modules: z.looseObject({
      widgets: z.array(z.looseObject({ url: packedFile, logo: packedFile, icon: packedFile })),
    }),
    cspDomains: z.looseObject({ 'connect-src': z.array(z.url()).max(connectSourceLimit) }),
    zohoAuthorisation: z.looseObject({ connectionLinkName: z.string(), sharedBy: z.string() }),
    config: z.array(Parameter).max(20),
  })
  .refine((manifest) => manifest.config.every((one) => !(one.secure && one.default)), {
    path: ['config'],
    error: 'a parameter marked secure has a default, which everybody could read in the package',
  });
export type Manifest = z.infer<typeof Manifest>;

/** Stands in `sharedBy` until the publisher has copied the connection of their own from Sigma. */
export const sharedByPlaceholder = 'your-publisher-id';

export type ManifestReading =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'unreadable'; readonly wrong: string };

/** Reads and checks a manifest. @param path where it is */
export async function readManifest(path: string): Promise<ManifestReading> {
  let json: unknown;
  try {
    json = JSON.parse(withoutMark(await readFile(path, 'utf8')));
  } catch (error) {
    return { kind: 'unreadable', wrong: error instanceof Error ? error.message : String(error) };
  }
  const parsed = Manifest.safeParse(json);
  if (parsed.success) return { kind: 'manifest', manifest: parsed.data };
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`);
  return { kind: 'unreadable', wrong: issues.join(', ') };
}

/** Without the byte order mark that some editors put before a text. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}

/** The origin of the gateway that a manifest is made for: the default of the administrator's parameter. */
export function gatewayOf({ config }: Manifest): string | undefined {
  return config.find(({ name }) => name === 'gatewayurl')?.default || undefined;
}

/**
 * The manifest for one gateway: Desk lets the widget's requests through to it, and no more to the one that it was made
 * for before; the administrator finds its address already filled in.
 * @param origin exact, as `readGatewayOption` gives it
 */
export function withGateway(manifest: Manifest, origin: string): Manifest {
  const earlier = gatewayOf(manifest);
  const among = (addresses: readonly string[]) => [...new Set([...addresses.filter((one) => one !== earlier), origin])];
  return {
    ...manifest,
    whiteListedDomains: among(manifest.whiteListedDomains),
    cspDomains: { ...manifest.cspDomains, 'connect-src': among(manifest.cspDomains['connect-src']) },
    config: manifest.config.map((one) => (one.name === 'gatewayurl' ? { ...one, default: origin } : one)),
  };
}
