import fc from 'fast-check';

/** What comes out of a message between windows, or of a browser's database, beside what JSON can say. */
const cloned: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown[]>(
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    10n,
    new Date(Number.NaN),
    new Map([['a', 1]]),
    new Error('status 500'),
    new Blob(['x']),
    JSON.parse('{"__proto__":{"id":"1"}}'),
  ),
  fc.constant(circular).map((make) => make()),
);

/** Stand for objects that throw, until `revived` makes them: such cannot be handed around. */
const traps: ReadonlyMap<unknown, () => unknown> = new Map([
  [Symbol('trapped'), trapped],
  [Symbol('throwing'), throwing],
]);

/** What only another script can make. */
const hostile = fc.constantFrom<unknown[]>(...traps.keys(), Symbol('s'), () => 1, Object.create(null));

/** A value with its traps set. */
export function revived(value: unknown): unknown {
  const trap = traps.get(value);
  if (trap) return trap();
  if (Array.isArray(value)) return value.map(revived);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, revived(one)]));
}

/** An object that throws at whatever is asked of it. */
function throwing(): unknown {
  return Object.defineProperty({}, 'id', {
    enumerable: true,
    get() {
      throw new Error('throwing');
    },
  });
}

function circular(): unknown {
  const one: Record<string, unknown> = { id: '1' };
  one['data'] = one;
  one['response'] = one;
  return one;
}

function trapped(): unknown {
  const fail = () => {
    throw new Error('trapped');
  };
  return new Proxy({}, { get: fail, has: fail, ownKeys: fail, getOwnPropertyDescriptor: fail });
}

const oddTexts = fc.constantFrom(
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'true',
  'null',
  '{}',
  '[]',
  '"',
  '{"id":1}',
  '\ud800',
  '😀',
);

/** Any value that JSON has. */
export const jsonJunk: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 2 },
  { arbitrary: oddTexts, weight: 2 },
  { arbitrary: fc.constantFrom(0, -1, 1.5, 1e308, 2 ** 53, 200, 404, 429, 503), weight: 2 },
  {
    arbitrary: fc.constantFrom<unknown[]>(null, true, false, [], {}, { toString: 1, valueOf: 1 }, { length: -1 }),
    weight: 2,
  },
  { arbitrary: fc.integer({ min: 100, max: 5000 }).map((length) => 'x'.repeat(length)), weight: 1 },
);

/** Any value that a message between windows can hold. */
export const clonedJunk: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: jsonJunk, weight: 4 },
  { arbitrary: cloned, weight: 1 },
);

/** Any value at all. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: clonedJunk, weight: 5 },
  { arbitrary: hostile, weight: 1 },
);

export type Edit =
  | { readonly do: 'replace'; readonly at: number; readonly by: unknown }
  | { readonly do: 'drop' | 'as text' | 'in a list' | 'double'; readonly at: number };

/** @param by what values are replaced by */
export function editsOf(by: fc.Arbitrary<unknown>): fc.Arbitrary<Edit> {
  return fc.oneof(
    fc.record({ do: fc.constant('replace' as const), at: fc.nat(), by }),
    fc.record({ do: fc.constantFrom('drop', 'as text', 'in a list', 'double'), at: fc.nat() }),
  );
}

/** Good values, at times as they are, mostly with some of what they hold changed; and junk. */
export function spoiledValue(good: fc.Arbitrary<unknown>, by: fc.Arbitrary<unknown> = junk): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: good, weight: 2 },
    {
      arbitrary: fc
        .tuple(good, fc.array(editsOf(by), { minLength: 1, maxLength: 3 }))
        .map(([value, edits]) => edits.reduce<unknown>(edited, value)),
      weight: 7,
    },
    { arbitrary: by, weight: 1 },
  );
}

/** @returns the value after an edit; `at` counts what it holds, itself first */
export function edited(value: unknown, edit: Edit): unknown {
  const at = edit.at % countOf(value);
  return at === 0 ? applied(value, edit) : within(value, { ...edit, at: at - 1 });
}

function applied(value: unknown, edit: Edit): unknown {
  switch (edit.do) {
    case 'replace':
      return edit.by;
    case 'drop':
      return undefined;
    case 'as text':
      return textOf(value);
    case 'in a list':
      return [value];
    case 'double':
      return Array.isArray(value) ? [...value, ...value] : [value, value];
  }
}

function textOf(value: unknown): unknown {
  try {
    return JSON.stringify(value);
  } catch {
    return String(typeof value);
  }
}

function within(value: unknown, edit: Edit): unknown {
  let { at } = edit;
  const change = (one: unknown): unknown => {
    const count = countOf(one);
    const isHere = at >= 0 && at < count;
    const result = isHere ? edited(one, { ...edit, at }) : one;
    at -= count;
    return result;
  };
  if (Array.isArray(value)) return value.map(change);
  return Object.fromEntries(
    Object.entries(isPlain(value) ? value : {}).flatMap(([key, one]) => {
      const next = change(one);
      return next === undefined && one !== undefined ? [] : [[key, next]];
    }),
  );
}

function countOf(value: unknown): number {
  const held = Array.isArray(value) ? value : isPlain(value) ? Object.values(value) : [];
  return held.reduce((sum: number, one: unknown) => sum + countOf(one), 1);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  try {
    // What refers to itself, or throws, is a leaf.
    JSON.stringify(value);
    return Object.getPrototypeOf(value) === Object.prototype;
  } catch {
    return false;
  }
}

/** A good value's JSON with some of it changed, or what is no JSON. */
export function spoiledJson(good: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: spoiledValue(good, jsonJunk).map((value) => JSON.stringify(value) ?? ''), weight: 7 },
    { arbitrary: fc.tuple(good, fc.nat()).map(([value, at]) => cutText(JSON.stringify(value) ?? '', at)), weight: 1 },
    { arbitrary: fc.constantFrom('', 'null', '<html><body>502 Bad Gateway</body></html>', '{', '"', '[1,'), weight: 1 },
    { arbitrary: fc.string({ maxLength: 60 }), weight: 1 },
  );
}

function cutText(text: string, at: number): string {
  return text.slice(0, at % (text.length + 1));
}
