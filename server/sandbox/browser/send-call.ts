import type { Verdict } from './page-contract.ts';
import { isProperties } from './wire.ts';

/** How many calls may be open by the page's own address, which its other requests use as well. */
const byOwnAddress = 3;

let open = 0;
let sent = 0;

/**
 * Sends a call of an SDK to the server that stands for Zoho's, and waits for its end, however long that takes. Zoho's
 * page has as many calls under way as it likes (HTTP/2), but to one address over HTTP/1.1 a browser makes no more than
 * six: what goes beyond goes to the same server by other names, which browsers look up on this machine.
 * @throws TypeError where the server cannot be reached
 */
export async function sendCall(path: string, form: FormData): Promise<Verdict> {
  sent += 1;
  const elsewhere = `http://call-${sent}.localhost:${window.location.port}`;
  const origin = open < byOwnAddress ? window.location.origin : elsewhere;
  open += 1;
  try {
    const response = await fetch(origin + path, { method: 'POST', body: form });
    return readVerdict(await response.json());
  } finally {
    open -= 1;
  }
}

/** Reads what Zoho's servers made of a call. */
function readVerdict(answer: unknown): Verdict {
  const kind = isProperties(answer) ? answer['kind'] : undefined;
  const value = isProperties(answer) ? answer['value'] : undefined;
  if (kind === 'silent') return { kind };
  if (kind === 'resolved' || kind === 'rejected') return { kind, value };
  return { kind: 'rejected', value: { errMsg: JSON.stringify(answer) } };
}
