import type { Fault } from './fault.ts';

export type GatewayOption =
  /** Scheme, host and port, as the manifest's lists of addresses want it. */
  { readonly kind: 'origin'; readonly origin: string } | { readonly kind: 'refused'; readonly fault: Fault };

/**
 * Reads the address given with `--gateway`. Zoho's servers ask it for passes and agents' browsers send files to it, so
 * it must be one exact https origin that both can reach.
 */
export function readGatewayOption(text: string): GatewayOption {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return refuse(text, 'is not an address', 'give one such as https://anexo.example.com');
  if (url.protocol !== 'https:') {
    return refuse(text, `uses ${url.protocol.slice(0, -1)}`, 'Desk calls a gateway by https only');
  }
  if (url.username || url.password) {
    // The text itself is left out of the message: it holds a password.
    return refuse('', 'holds a user name or password', 'give the address alone; the secret belongs in gatewaysecret');
  }
  if (url.pathname !== '/' || url.search || url.hash) {
    return refuse(text, 'has more than an origin', `give ${url.origin}`);
  }
  if (url.hostname.includes('*')) return refuse(text, 'has a wildcard', 'give the exact host');
  if (!isPublicHost(url.hostname)) {
    return refuse(text, 'is an address inside a machine or network', 'give a host that Zoho’s servers can reach');
  }
  return { kind: 'origin', origin: url.origin };
}

function refuse(text: string, wrong: string, right: string): GatewayOption {
  return { kind: 'refused', fault: { where: `--gateway ${text}`.trim(), wrong, right } };
}

const privateHosts = [
  /^localhost$|\.localhost$|\.local$|\.internal$/,
  /^(?:0|10|127)\.|^169\.254\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\./,
  /^\[(?:::1?|::ffff:.*|f[cd].*|fe[89ab].*)\]$/,
];

function isPublicHost(host: string): boolean {
  const named = host.includes('.') || host.startsWith('[');
  return named && !privateHosts.some((pattern) => pattern.test(host));
}
