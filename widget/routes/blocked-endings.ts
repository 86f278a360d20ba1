import { namesOfMime, typeOfEnding, typeOfMime } from '../../contract/file-types.ts';
import type { Limits } from '../../contract/limits.ts';

/** The same limits without the endings that an administrator blocks (lower case, without the dot). */
export function blockEndings(limits: Limits, endings: readonly string[]): Limits {
  if (endings.length === 0) return limits;
  const { types } = limits;
  if (types.kind === 'except') {
    return { ...limits, types: { kind: 'except', endings: [...new Set([...types.endings, ...endings])] } };
  }
  const blocked = new Set(endings.flatMap(mimeTypesOf));
  return { ...limits, types: { kind: 'only', mimeTypes: types.mimeTypes.filter((one) => !blocked.has(one)) } };
}

/** Only a type's main ending stands for its MIME types: blocking .log must not block every plain text. */
function mimeTypesOf(ending: string): readonly string[] {
  const mimeType = typeOfEnding(ending)?.mimeType;
  return mimeType !== undefined && typeOfMime(mimeType)?.ending === ending ? namesOfMime(mimeType) : [];
}
