import { endingOf } from '../../contract/file-types.ts';

/** Characters of the name that stay visible before the ending. */
const keptBefore = 5;
/** A longer "ending" is no ending. */
const longestEnding = 8;
/** Hebrew, Arabic and other letters that run from right to left. */
const fromRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Splits a name so that the space missing is taken from its middle: people tell files apart by how they begin and end.
 * @returns the part that may be shortened and the part that stays
 */
export function splitName(name: string): readonly [string, string] {
  const characters = [...name];
  const ending = [...endingOf(name)].length;
  // Where a name runs from right to left, a cut inside it could make its parts change places.
  const before = fromRight.test(name) ? 0 : keptBefore;
  const kept = before + (ending > 0 && ending <= longestEnding ? ending + 1 : 0);
  const at = Math.max(0, characters.length - kept);
  return [characters.slice(0, at).join(''), characters.slice(at).join('')];
}

/** A file's name, shortened in the middle where the space is short, whole for screen readers and in the tooltip. */
export function FileName({ name }: { name: string }) {
  const [start, end] = splitName(name);
  return (
    <span class="file-name" title={name} dir="auto">
      <span class="hidden">{name}</span>
      <span class="file-name-start" aria-hidden="true">
        {start}
      </span>
      <span class="file-name-end" aria-hidden="true">
        {end}
      </span>
    </span>
  );
}
