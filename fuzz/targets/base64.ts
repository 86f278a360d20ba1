import fc from 'fast-check';
import { Base64Decoder, Base64Error } from '../../server/gateway/relay/base64-decoder.ts';
import { type Cuts, chunksOf, cuts, spoiled } from '../inputs.ts';
import { must, target } from '../target.ts';

async function decode(text: Buffer, at: Cuts): Promise<string> {
  const decoder = new Base64Decoder();
  const out: Buffer[] = [];
  try {
    for await (const chunk of chunksOf(text, at)) out.push(Buffer.from(decoder.write(chunk)));
    out.push(decoder.end());
    return Buffer.concat(out).toString('hex');
  } catch (error) {
    if (error instanceof Base64Error) return error.message;
    throw error;
  }
}

const good = fc.tuple(fc.uint8Array({ maxLength: 300 }), fc.nat(5)).map(([bytes, form]) => {
  const text = Buffer.from(bytes).toString('base64');
  const forms = [
    text,
    text.replace(/=+$/, ''),
    text.replaceAll('+', '-').replaceAll('/', '_'),
    text.replace(/.{76}/g, '$&\r\n'),
    `data:image/png;base64,${text}`,
    ` ${text}\n`,
  ];
  return Buffer.from(forms[form] ?? text);
});

/** Base64 as it arrives: as the platform's own decoder reads it, however it is cut. */
export const base64 = target({
  name: 'base64',
  perSecond: 40_000,
  inputs: fc.record({ text: spoiled(good), at: cuts }),
  open: () => ({
    async check({ text, at }) {
      const whole = await decode(text, []);
      must((await decode(text, at)) === whole, 'the cuts change what is decoded');
      if (!/^[0-9a-f]*$/.test(whole)) return;
      const bare = text
        .toString('latin1')
        .replace(/^\s*data:[^,]*,/i, '')
        .replace(/\s+/g, '');
      must(/^[\w+/-]*={0,2}$/.test(bare), 'what is no base64 is decoded');
      must(Buffer.from(bare, 'base64').toString('hex') === whole, 'the bytes are others');
    },
  }),
});
