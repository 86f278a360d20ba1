import { typeOfMime } from '../../../contract/file-types.ts';
import { executableEndings } from '../../../contract/limits.ts';

/**
 * The type under which content is given to a browser: its own where it is well known and harmless. What a browser
 * would run, such as HTML and SVG, what a system would, and what nobody knows, is bytes.
 */
export function downloadType(mimeType: string | undefined): string {
  const known = typeOfMime(mimeType ?? '');
  const harmless = known && known.family !== 'markup' && known.family !== 'executable';
  return harmless && !executableEndings.includes(known.ending) ? known.mimeType : 'application/octet-stream';
}
