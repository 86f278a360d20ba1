import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { countSteps } from './regex-steps.ts';
import { readSources, regexesOf } from './regexes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** All that reads what comes from outside. */
const folders = ['contract', 'widget', 'server/gateway', 'server/destinations'];

/** Most that the steps may grow by where a text is twice as long: a square would be 4. */
const mostGrowth = 2.6;

/** Pieces that an expression wants: its own words and signs, the runs of both, and what every text may hold. */
function piecesFor({ source }: RegExp): readonly string[] {
  const plain = source.replace(/\\[a-z]/gi, ' ').replace(/\\(.)/g, '$1');
  const words = plain.match(/[\w-]{2,}/g) ?? [];
  const runs = plain.replace(/[?*+()[\]]/g, '').match(/[\w:/.@=-]{3,}/g) ?? [];
  const signs = plain.match(/[^\w\s^$|()[\]{}?*+]/g) ?? [];
  return [...new Set([...runs.slice(0, 3), ...words.slice(0, 3), ...signs.slice(0, 6), 'a', '0', ' ', '/', '.', '\n'])];
}

/** Texts of a length in which one piece, or two in turns, come again and again, after a start and before what spoils it. */
function* hostileTo(regex: RegExp): Generator<(length: number) => string> {
  const pieces = piecesFor(regex);
  const pumps = [...pieces, ...pieces.flatMap((one) => pieces.map((other) => one + other))];
  for (const pump of pumps) {
    for (const start of ['', ...pieces.slice(0, 2)]) {
      for (const end of ['\u0000', '!']) {
        yield (length) => start + pump.repeat(Math.ceil(length / pump.length)) + end;
      }
    }
  }
}

/** The worst text found for an expression, where its steps grow by more than the text does. */
function weaknessOf(regex: RegExp): string | undefined {
  for (const make of hostileTo(regex)) {
    const [short, long] = [make(50), make(100)];
    const steps = countSteps(regex, short);
    // So few are linear, whatever they become.
    if (steps < 8 * short.length) continue;
    if (countSteps(regex, long) > mostGrowth * steps) return `${regex} on ${JSON.stringify(short)}`;
  }
  return undefined;
}

describe('the count of steps', () => {
  it.each<[RegExp, (length: number) => string, number, number]>([
    [/\s+/g, (length) => ' '.repeat(length), 1.5, 2.1],
    [/^[a-z]+:\d*$/, (length) => 'a'.repeat(length), 1.5, 2.1],
    [/\/+$/, (length) => `${'/'.repeat(length)}x`, 3.5, 4.1],
    [/(?<=\bBearer\s+)\w/, (length) => `x${' '.repeat(length)}!`, 3.5, 4.1],
    [/^(a+)+$/, (length) => `${'a'.repeat(length / 10)}!`, 4, 2 ** 12],
  ])('grows with %s as an engine’s does', (regex, make, least, most) => {
    const growth = countSteps(regex, make(200)) / countSteps(regex, make(100));
    expect(growth).toBeGreaterThan(least);
    expect(growth).toBeLessThan(most);
  });

  it('finds what the engine finds', () => {
    // As many steps as there are characters, and one for what ends the search: nothing is tried twice.
    expect(countSteps(/a/g, 'aaaa')).toBe(5);
    expect(countSteps(/^a|b$/, 'xb')).toBe(6);
    expect(() => countSteps(/(a)\1/, 'aa')).toThrow('a back reference');
  });
});

describe('expressions that read what comes from outside', () => {
  it('are all found', () => {
    const source = "const a = /x+/g; const b = <T,>(one: T) => 'no/x/' + [/y/u.source] + 1 / 2 / 3;";
    expect(regexesOf('a.tsx', source).map(({ regex }) => String(regex))).toEqual(['/x+/g', '/y/u']);
  });

  it('take no more steps for each character, however long and hostile the text', async () => {
    const regexes = (await readSources(root, folders)).flatMap(({ path, text }) => regexesOf(path, text));
    expect(regexes.length).toBeGreaterThan(100);
    const weak = regexes.flatMap(({ path, regex }) => {
      const weakness = weaknessOf(regex);
      return weakness === undefined ? [] : `${path}: ${weakness}`;
    });
    expect(weak).toEqual([]);
  });

  it.each([
    /[. ]+$/,
    /^[ -~]*%[89a-f][0-9a-f][ -~]*$/i,
    /(?<=\b(?:Zoho-oauthtoken|Bearer)\s+)[\w.~+/=-]+/gi,
    /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g,
    /\.zoho\.([a-z.]+)$/,
    /(https?:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]*/gi,
  ])('would not be %s, which were here once', (regex) => {
    expect(weaknessOf(regex)).toContain(String(regex));
  });

  it('are put together from parts in no place but these, of names that the source has', async () => {
    const sources = await readSources(root, folders);
    expect(sources.filter(({ text }) => text.includes('new RegExp(')).map(({ path }) => path)).toEqual([
      'widget/routes/http-sender.ts',
      'server/destinations/kayako/xml-reader.ts',
    ]);
  });
});
