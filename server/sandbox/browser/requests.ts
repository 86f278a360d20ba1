import type { Verdict } from './page-contract.ts';
import { sendCall } from './send-call.ts';
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
    return await sendCall('/sandbox/request', form);
  } catch {
    return { kind: 'rejected', value: { errMsg: 'Zoho did not answer' } };
  }
}

function appendFile(form: FormData, { key, fileName, fileType, content }: Properties): void {
  if (!(content instanceof ArrayBuffer)) return;
  const type = typeof fileType === 'string' ? fileType : '';
  form.append(String(key), new File([content], String(fileName), { type }));
}
