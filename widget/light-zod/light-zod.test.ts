import { describe, expect, it } from 'vitest';
import * as zod from 'zod/v4/mini';
import * as light from './light-zod.ts';

const sources = import.meta.glob<string>(
  ['../**/*.{ts,tsx}', '../../contract/*.ts', '!../../contract/v1-messages.ts', '!../**/*.test.{ts,tsx}'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

type Library = typeof zod;

/** The kinds of schema that the sources build, made by one library or the other. */
const schemas: Readonly<Record<string, (z: Library) => zod.ZodMiniType>> = {
  string: (z) => z.string(),
  'string of some length': (z) => z.string().check(z.minLength(1)),
  'string of a pattern': (z) => z.string().check(z.regex(/^[a-z]+$/)),
  'string of a kind': (z) => z.string().check(z.refine((text) => text.startsWith('a'))),
  number: (z) => z.number(),
  'positive number': (z) => z.number().check(z.positive(), z.maximum(10)),
  int: (z) => z.int(),
  'positive int': (z) => z.int().check(z.positive()),
  boolean: (z) => z.boolean(),
  unknown: (z) => z.unknown(),
  'whole number of a range': (z) => z.coerce.number().check(z.refine(Number.isInteger), z.minimum(1), z.maximum(10)),
  'coerced number': (z) => z.coerce.number(),
  'coerced number in an object': (z) => z.object({ size: z.coerce.number() }),
  'coerced number of a range': (z) => z.coerce.number().check(z.positive(), z.maximum(10)),
  literal: (z) => z.literal('a'),
  enum: (z) => z.enum(['a', 'b']),
  optional: (z) => z.optional(z.string()),
  nullish: (z) => z.nullish(z.string()),
  'property that may miss': (z) => z.object({ a: z.exactOptional(z.string()) }),
  'list of some length': (z) => z.array(z.unknown()).check(z.minLength(1)),
  readonly: (z) => z.readonly(z.array(z.string())),
  'caught string': (z) => z.catch(z.optional(z.string()), undefined),
  'text or number': (z) => z.pipe(z.union([z.string(), z.int()]), z.transform(String)).check(z.minLength(1)),
  'text changed, then read': (z) =>
    z.pipe(
      z.string(),
      z.pipe(
        z.transform((text: string) => text.toLowerCase()),
        z.enum(['a', 'b']),
      ),
    ),
  array: (z) => z.array(z.object({ a: z.string() })),
  object: (z) =>
    z.object({
      a: z.string(),
      b: z.optional(z.number()),
      c: z.nullish(z.boolean()),
      d: z.unknown(),
      e: z.catch(z.optional(z.enum(['x', 'y'])), undefined),
    }),
  'kinds told apart': (z) =>
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('one'), a: z.string() }),
      z.object({ kind: z.literal('two'), b: z.array(z.string()) }),
    ]),
};

const values: readonly unknown[] = [
  ...[undefined, null, true, false, '', 'a', 'A', 'b', 'abc', '12', ' ', '5e400', 0, -1, 1, 1.5, 10, 11],
  ...[2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, [], ['a'], ['a', 1], [undefined], {}],
  ...[{ a: 'x' }, [{ a: 'x', more: 1 }], [{ a: 1 }], [{}], { a: 'x', b: 'no' }, { a: 'x', b: undefined, c: null }],
  ...[{ a: 'x', b: 2, c: true, d: { deep: [1] }, e: 'x', more: 'dropped' }, { a: 'x', e: 'z' }, { a: undefined }],
  ...[{ kind: 'one', a: 'x' }, { kind: 'two', a: 'x' }, { kind: 'two', b: [] }, { kind: 'three' }, new Map(), () => 1],
  ...[{ valueOf: 1, toString: 1 }, { size: { valueOf: 1, toString: 1 } }, Object.create(null), Symbol('x'), 10n],
  ...[JSON.parse('{"__proto__":{"a":"x"},"b":2}'), Object.create({ a: 'inherited' }), new Date(0), new (class A {})()],
];

describe.each(Object.entries(schemas))('%s', (_, make) => {
  it('reads every value as zod does', () => {
    const own = make(Object.assign(Object.create(zod), light));
    const others = make(zod);
    for (const value of values) {
      const expected = others.safeParse(value);
      const read = own.safeParse(value);
      expect([value, read.success, read.data]).toEqual([value, expected.success, expected.data]);
    }
  });
});

it('has all that the sources ask of zod', () => {
  const used = Object.values(sources)
    .filter((code) => code.includes("from 'zod/mini'"))
    .flatMap((code) => [...code.matchAll(/\bz\.([a-z]\w*)/g)].map(([, name]) => name ?? ''))
    .filter((name) => name !== 'infer');
  expect(used.length).toBeGreaterThan(50);
  expect([...new Set(used)].filter((name) => !(name in light))).toEqual([]);
});
