import { isIP } from 'node:net';

/** Whether the text is an IP address, or a block of them such as `10.0.0.0/8`. Not all there are: Fastify refuses `/0`. */
export function isAddressBlock(text: string): boolean {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const family = isIP(address);
  return family !== 0 && (bits === undefined || (Number(bits) >= 1 && Number(bits) <= (family === 4 ? 32 : 128)));
}
