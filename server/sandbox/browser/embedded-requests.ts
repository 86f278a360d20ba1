import type { RecordsPageProduct, Verdict } from './page-contract.ts';
import { sendCall } from './send-call.ts';
import { isProperties, type Properties } from './wire.ts';

/**
 * Passes a call of the SDK for embedded apps on to Zoho's servers.
 * @param data as the SDK posted it, the file of an upload as a File
 */
export async function passCall(product: RecordsPageProduct, data: Properties): Promise<Verdict> {
  const given = isProperties(data['APIData']) ? data['APIData'] : {};
  const { FileData: file, ...rest } = given;
  const form = new FormData();
  form.append('options', JSON.stringify('APIData' in data ? { ...data, APIData: rest } : data));
  if (file instanceof File) form.append('file', file);
  try {
    return await sendCall(`/sandbox/embedded/${product}`, form);
  } catch {
    return { kind: 'rejected', value: { message: 'Zoho did not answer' } };
  }
}
