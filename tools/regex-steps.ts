/**
 * A plain backtracking matcher that counts its steps, as the engines of Node and browsers work without telling. For tests
 * that hold expressions against long hostile texts: steps are the same on every machine, unlike time. It knows what this
 * repository's expressions use; a back reference is none of it.
 */

type Next = (at: number) => boolean;
type Node = (at: number, next: Next) => boolean;

interface Run {
  readonly text: string;
  steps: number;
}

/** How many steps it takes to find all matches in a text, one after the other for `g`, else the first. */
export function countSteps({ source, flags }: RegExp, text: string): number {
  const run: Run = { text, steps: 0 };
  const match = parse(source, flags, run);
  for (let start = 0; start <= text.length; start += 1) {
    let end: number | undefined;
    const found = match(start, (at) => {
      end = at;
      return true;
    });
    if (!found) continue;
    if (!flags.includes('g')) break;
    if (end !== undefined && end > start) start = end - 1;
  }
  return run.steps;
}

function parse(source: string, flags: string, run: Run): Node {
  let position = 0;
  const wholeCharacters = flags.includes('u') || flags.includes('v');
  const charFlags = flags.replace(/[gy]/g, '');

  function fail(what: string): never {
    throw new Error(`${what} at ${position} of /${source}/`);
  }

  function alternatives(backwards: boolean): Node {
    const all = [sequence(backwards)];
    while (source[position] === '|') {
      position += 1;
      all.push(sequence(backwards));
    }
    return all.length === 1 && all[0] ? all[0] : (at, next) => all.some((one) => one(at, next));
  }

  function sequence(backwards: boolean): Node {
    const parts: Node[] = [];
    while (position < source.length && source[position] !== '|' && source[position] !== ')') {
      parts.push(quantified(term(backwards)));
    }
    if (backwards) parts.reverse();
    return parts.reduceRight<Node>(
      (rest, part) => (at, next) => part(at, (then) => rest(then, next)),
      (at, next) => next(at),
    );
  }

  function term(backwards: boolean): Node {
    const rest = source.slice(position);
    const open = /^\((?:\?(?:<?[=!]|:|<\w+>))?/.exec(rest)?.[0];
    if (open) {
      position += open.length;
      const looks = /[=!]$/.test(open);
      const inner = alternatives(looks ? open.includes('<') : backwards);
      position += 1;
      if (!looks) return inner;
      const wanted = open.endsWith('=');
      return (at, next) => inner(at, () => true) === wanted && next(at);
    }
    const anchor = /^(?:\^|\$|\\[bB])/.exec(rest)?.[0];
    if (anchor) {
      position += anchor.length;
      const here = new RegExp(anchor, `${charFlags}y`);
      return (at, next) => {
        run.steps += 1;
        here.lastIndex = at;
        return here.test(run.text) && next(at);
      };
    }
    if (/^\\[1-9k]/.test(rest)) fail('a back reference');
    const atom =
      /^(?:\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|[pP]\{[^}]+\}|c[a-z]|[\s\S])|\[(?:\\[\s\S]|[^\]\\])*\]|[^()[\]\\|?*+])/i.exec(
        rest,
      )?.[0];
    if (atom === undefined) return fail('something unknown');
    position += atom.length;
    return character(new RegExp(`^(?:${atom})$`, charFlags), backwards);
  }

  function character(is: RegExp, backwards: boolean): Node {
    return (at, next) => {
      run.steps += 1;
      const one = charAt(backwards ? at - 1 : at);
      return one !== '' && is.test(one) && next(at + (backwards ? -one.length : one.length));
    };
  }

  function charAt(at: number): string {
    if (at < 0 || at >= run.text.length) return '';
    return wholeCharacters ? String.fromCodePoint(run.text.codePointAt(at) ?? 0) : (run.text[at] ?? '');
  }

  function quantified(one: Node): Node {
    const found = /^(?:[*+?]|\{(\d+)(,)?(\d*)\})(\?)?/.exec(source.slice(position));
    if (!found) return one;
    position += found[0].length;
    const [sign, low, comma, high, lazy] = found;
    const least = low === undefined ? Number(sign.startsWith('+')) : Number(low);
    const most = low === undefined ? (sign.startsWith('?') ? 1 : Infinity) : comma ? Number(high || Infinity) : least;
    const repeat = (count: number, at: number, next: Next): boolean => {
      const again = () =>
        count < most && one(at, (then) => (then !== at || count < least) && repeat(count + 1, then, next));
      const enough = () => count >= least && next(at);
      return lazy ? enough() || again() : again() || enough();
    };
    return (at, next) => repeat(0, at, next);
  }

  const whole = alternatives(false);
  if (position < source.length) fail('something left over');
  return whole;
}
