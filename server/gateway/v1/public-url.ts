import type { Socket } from 'node:net';
import type { Configuration } from '../configuration-schema.ts';

/**
 * The address under which callers reach the gateway, without a slash at its end: that of the configuration, else the
 * one at which this request's connection came in. What a request says of itself, as in its Host header, counts for
 * nothing: whoever forged it would have our URLs lead elsewhere.
 */
export function publicUrlOf(
  { publicUrl, listen }: Pick<Configuration, 'publicUrl' | 'listen'>,
  { raw: { socket } }: { readonly raw: { readonly socket: Pick<Socket, 'localAddress' | 'localPort'> } },
): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = (socket.localAddress ?? listen.host).replace(/^::ffff:(?=\d+\.)/i, '');
  return `http://${host.includes(':') ? `[${host}]` : host}:${socket.localPort ?? listen.port}`;
}
