import type { Verdict } from './page-contract.ts';
import { isProperties, type Properties } from './wire.ts';

/**
 * Passes a `ZOHODESK.request` on to Zoho's servers.
 * @param options as the SDK posted them, files as ArrayBuffers
 */
export async function passRequest(options: unknown): Promise<Verdict> {
  // Zoho's page throws on an absent part, and the promise stays open.
  if (!isProperties(options) || !['headers', 'data', 'postBody'].every((name) => isProperties(options[name]))) {
    return { kind: 'silent' };
  }
  const { fileObj, ...rest } = options;
  const form = new FormData();
  form.append('options', JSON.stringify(rest));
  for (const entry of Array.isArray(fileObj) ? fileObj : []) {
    if (isProperties(entry)) appendFile(form, entry);
  }
  try {
    const response = await fetch('/sandbox/request', { method: 'POST', body: form });
    return readVerdict(await response.json());
  } catch {
    return { kind: 'rejected', value: { errMsg: 'Zoho did not answer' } };
  }
}

function appendFile(form: FormData, { key, fileName, fileType, content }: Properties): void {
  if (!(content instanceof ArrayBuffer)) return;
  const type = typeof fileType === 'string' ? fileType : '';
  form.append(String(key), new File([content], String(fileName), { type }));
}

/** Reads what Zoho's servers made of a call. */
export function readVerdict(answer: unknown): Verdict {
  const kind = isProperties(answer) ? answer['kind'] : undefined;
  const value = isProperties(answer) ? answer['value'] : undefined;
  if (kind === 'silent') return { kind };
  if (kind === 'resolved' || kind === 'rejected') return { kind, value };
  return { kind: 'rejected', value: { errMsg: JSON.stringify(answer) } };
}
