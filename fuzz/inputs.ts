import fc from 'fast-check';

/** What the grammars of the readers turn on. */
const tokens: readonly string[] = [
  ...['"', '\\', '\\"', '\\u', '\\ud83d', '{', '}', '[', ']', ':', ',', 'null', 'true', '-', '1e999', '0.1', '""'],
  ...['\r\n', '\r', '\n', '\r\n\r\n', '--', '\r\n--B', '--B--', 'Content-Disposition: form-data; name="', 'filename='],
  ...['<', '>', '</', '/>', '<!--', '-->', '<![CDATA[', ']]>', '<?', '<!DOCTYPE', '&', '&amp;', '&#x41;', '&#0;', ';'],
  ...[
    '=',
    '==',
    'data:',
    ';base64,',
    '%',
    '%00',
    '%ff',
    '../',
    '\0',
    ' ',
    '\t',
    '\ufeff',
    '\u202e',
    '\u2028',
    '😀',
    'é',
  ],
  ...['__proto__', 'constructor', 'toString', 'NaN', 'Infinity', '-0', '9007199254740993', '1e400'],
];

/** One change of some bytes; `at` counts around. */
export interface Change {
  readonly at: number;
  readonly cut: number;
  readonly add: Buffer;
}

const additions = fc.oneof(
  { arbitrary: fc.constant(Buffer.alloc(0)), weight: 2 },
  { arbitrary: fc.constantFrom(...tokens).map((token) => Buffer.from(token)), weight: 6 },
  { arbitrary: fc.uint8Array({ maxLength: 6 }).map((some) => Buffer.from(some)), weight: 2 },
  {
    arbitrary: fc
      .tuple(fc.constantFrom(...tokens), fc.integer({ min: 2, max: 300 }))
      .map(([token, times]) => Buffer.from(token.repeat(times))),
    weight: 1,
  },
);

export const changes: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(),
  cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(4000)),
  add: additions,
});

/** @returns the bytes after a change */
export function changed(bytes: Buffer, { at, cut, add }: Change): Buffer {
  const from = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), add, bytes.subarray(from + cut)]);
}

export const noise: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some)),
  fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((some) => Buffer.from(some.join(''))),
);

/** Good bytes, at times as they are, mostly with some changes; and noise. */
export function spoiled(good: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.oneof(
    { arbitrary: good, weight: 2 },
    {
      arbitrary: fc
        .tuple(good, fc.array(changes, { minLength: 1, maxLength: 4 }))
        .map(([bytes, some]) => some.reduce(changed, bytes)),
      weight: 6,
    },
    { arbitrary: noise, weight: 2 },
  );
}

/** The same of text. */
export function spoiledText(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { arbitrary: spoiled(good.map((text) => Buffer.from(text))).map((bytes) => bytes.toString()), weight: 5 },
    { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 1 },
    { arbitrary: good.map((text) => text.repeat(400).slice(0, 16_000)), weight: 1 },
  );
}

/** Places at which bytes are cut into chunks; none for each byte by itself. */
export type Cuts = readonly number[] | 'each byte';

export const cuts: fc.Arbitrary<Cuts> = fc.oneof(
  { arbitrary: fc.array(fc.nat(), { maxLength: 8 }), weight: 5 },
  { arbitrary: fc.constant('each byte' as const), weight: 1 },
);

/** The chunks of some bytes; an empty one among them at times, as streams may give. */
export async function* chunksOf(bytes: Buffer, at: Cuts): AsyncGenerator<Buffer> {
  const places =
    at === 'each byte'
      ? [...bytes.keys()]
      : at.map((one) => one % (bytes.length + 1)).sort((one, other) => one - other);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    yield Buffer.from(bytes.subarray(from, place));
    from = place;
  }
}

/** Names as people, systems and attackers give them. */
export const names: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'a.pdf',
    'Orçamento nº 5.pdf',
    '見積.xlsx',
    'a"b\\c.txt',
    'x.tar.gz',
    'CON.txt',
    '..',
    '.htaccess',
    '',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.tuple(fc.constantFrom(...tokens), fc.nat(400)).map(([token, times]) => token.repeat(times)),
);
