import { namesOfMime } from '../../contract/file-types.ts';
import type { Limits } from '../../contract/limits.ts';

/** The name of a type that the service knows: where it lists `application/zip`, `application/x-zip-compressed` goes as that. */
export function acceptedType(mimeType: string, { types }: Limits): string {
  const accepted = types.kind === 'only' ? types.mimeTypes : [];
  return namesOfMime(mimeType).find((name) => accepted.includes(name)) ?? mimeType;
}
