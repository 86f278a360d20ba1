import fc from 'fast-check';
import { checkFile, checkSelection, mimeTypeOf } from '../../contract/check.ts';
import { cleanName } from '../../contract/file-name.ts';
import { endingOf, findType, headBytes, looksLikeText } from '../../contract/file-types.ts';
import { biginLimits, crmLimits, deskLimits, kayakoLimits, omsLimits } from '../../contract/limits.ts';
import { readImageFacts } from '../../widget/photos/image-facts.ts';
import { names, spoiled } from '../inputs.ts';
import { must, target } from '../target.ts';

const starts = fc
  .constantFrom(
    ...[
      '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082',
      'ffd8ffe000104a46494600',
    ],
    ...[
      '4749463839610100',
      '52494646240000005745425056503820',
      '25504446 2d312e37',
      '4d5a9000',
      '504b0304',
      'd0cf11e0a1b11ae1',
    ],
    ...[
      '3c3f786d6c2076657273696f6e3d2231223f3e3c737667',
      '3c21444f43545950452068746d6c3e',
      'efbbbf232120',
      '1f8b08',
      '7b5c727466',
    ],
  )
  .map((hex) => Buffer.from(hex.replaceAll(' ', ''), 'hex'));

const limits = [deskLimits, crmLimits, biginLimits, omsLimits, kayakoLimits];

/** The check of a file before upload, by name, type and first bytes. */
export const fileTypes = target({
  name: 'file-types',
  perSecond: 8000,
  inputs: fc.record({
    head: fc.option(spoiled(starts), { nil: undefined, freq: 20 }),
    name: names,
    mimeType: fc.oneof(fc.constantFrom('', 'application/pdf', 'image/png', 'text/plain; charset=x', '/'), names),
    size: fc.oneof(fc.nat(100), fc.nat()),
  }),
  open: () => ({
    check(file) {
      const head = file.head?.subarray(0, headBytes);
      const facts = { ...file, head };
      if (head) {
        must(['undefined', 'object'].includes(typeof findType(head)), 'a type is no type');
        must(typeof looksLikeText(head) === 'boolean', 'nobody knows whether it is text');
      }
      must(/^[\w.+-]+\/[\w.+-]+$/.test(mimeTypeOf(facts)), `${mimeTypeOf(facts)} is no MIME type`);
      must(endingOf(file.name) === endingOf(file.name).toLowerCase(), 'the ending is not plain');
      for (const limit of limits) {
        const findings = checkFile(facts, limit);
        const [first, second] = checkSelection([facts, facts], limit);
        must(JSON.stringify(first) === JSON.stringify(findings), 'a selection of one is judged in another way');
        must(second !== undefined, 'a file is not judged');
      }
    },
  }),
});

/** The name under which a file goes on. */
export const fileNames = target({
  name: 'file-names',
  perSecond: 8000,
  inputs: fc.record({ name: names, longest: fc.constantFrom(1, 2, 5, 20, 100, 255) }),
  open: () => ({
    check({ name, longest }) {
      const clean = cleanName(name, longest, 'application/pdf');
      must(clean !== '' && [...clean].length <= longest, `${JSON.stringify(clean)} is too long`);
      const again = cleanName(clean, longest, 'application/pdf');
      must(again === clean, `${JSON.stringify(clean)} becomes ${JSON.stringify(again)}`);
      const facts = { name: clean, size: 1, mimeType: '', head: new Uint8Array([1]) };
      const types = { kind: 'except', endings: [] } as const;
      const faults = checkFile(facts, { ...deskLimits, nameLength: longest, types });
      must(faults.length === 0, `${JSON.stringify(clean)} has ${JSON.stringify(faults)}`);
    },
  }),
});

function chunk(name: string, length: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(length);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, Buffer.alloc(length + 4)]);
}

const pngStart = Buffer.from('89504e470d0a1a0a', 'hex');
const images = fc.oneof(
  fc
    .array(fc.tuple(fc.constantFrom('tRNS', 'acTL', 'iCCP', 'IDAT'), fc.nat(20)), { maxLength: 5 })
    .map((some) => Buffer.concat([pngStart, chunk('IHDR', 13), ...some.map(([name, length]) => chunk(name, length))])),
  fc
    .array(fc.tuple(fc.integer({ min: 0xc0, max: 0xff }), fc.integer({ min: 2, max: 40 })), { maxLength: 6 })
    .map((some) =>
      Buffer.concat([
        Buffer.from([0xff, 0xd8]),
        ...some.map(([marker, length]) =>
          Buffer.concat([Buffer.from([0xff, marker, 0, length]), Buffer.alloc(length)]),
        ),
        Buffer.alloc(34),
      ]),
    ),
  fc
    .constantFrom('VP8 ', 'VP8L', 'VP8X')
    .map((kind) => Buffer.concat([Buffer.from(`RIFF\u0020\0\0\0WEBP${kind}`, 'latin1'), Buffer.alloc(30, 7)])),
);

/** What an image's first bytes tell. */
export const imageFacts = target({
  name: 'image-facts',
  perSecond: 4000,
  inputs: spoiled(images),
  open: () => ({
    async check(bytes) {
      const facts = await readImageFacts(new Blob([Uint8Array.from(bytes)]));
      if (!facts) return;
      must(
        [facts.width, facts.height].every((one) => Number.isInteger(one) && one >= 0),
        'the image has no size',
      );
    },
  }),
});
