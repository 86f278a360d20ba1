/** Hosts of the signed download URLs, where the configuration names no others (seed 004). */
export const usualDownloadHosts: readonly string[] = ['*.supabase.co'];

/** A host, or `*.` and a domain of two labels at least. */
export function isHostPattern(text: string): boolean {
  return /^(?:\*\.(?=[^.]+\.[^.]))?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(text);
}

/**
 * Which addresses a download may be fetched from. That TopTickets names one is not enough: whoever can make it name
 * another could have the gateway call into the network that it stands in.
 * @param baseUrl the service's own address, on this machine also http
 * @param hosts each fit for `isHostPattern`; fetched by https on its usual port only
 */
export function createDownloadRule(baseUrl: string, hosts: readonly string[]): (url: URL) => boolean {
  const own = new URL(baseUrl).origin;
  return (url) => {
    if (url.username !== '' || url.password !== '') return false;
    if (url.origin === own) return true;
    return url.protocol === 'https:' && url.port === '' && hosts.some((host) => fits(url.hostname, host));
  };
}

function fits(hostname: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? hostname.endsWith(pattern.slice(1)) : hostname === pattern;
}
