import { type Clock, tooLate, within } from '../clock.ts';
import { readRejected, readResolved } from './connector-answer.ts';
import type { HostAnswer, HostRequest, SettledAnswer } from './host.ts';
import type { SdkRequestOptions, ZohoDeskSdk } from './zohodesk.ts';

export interface DeskRequestOptions {
  readonly sdk: ZohoDeskSdk;
  readonly connectionLinkName: string | undefined;
  readonly clock: Clock;
}

/** Makes `Host.request` for Desk, over `ZOHODESK.request`. */
export function createDeskRequest({ sdk, connectionLinkName, clock }: DeskRequestOptions) {
  return async (request: HostRequest): Promise<HostAnswer> => {
    if (request.connection && !connectionLinkName) {
      return { kind: 'failure', message: 'The extension was built without a connection: not authorised' };
    }
    // Never rejects, and may never settle: the SDK waits for ever on a file that it cannot read.
    const settled = call(sdk, request, connectionLinkName);
    const answer = await within(clock, request.timeoutMs, settled);
    return answer === tooLate ? { kind: 'timeout', later: settled } : answer;
  };
}

async function call(
  sdk: ZohoDeskSdk,
  request: HostRequest,
  connectionLinkName: string | undefined,
): Promise<SettledAnswer> {
  try {
    return readResolved(await sdk.request(sdkOptions(request, connectionLinkName)));
  } catch (error) {
    return readRejected(error);
  }
}

/**
 * Fresh options for one call, since the SDK changes them. `headers`, `data` and `postBody` are always there: a handler
 * that finds one missing hangs. `fileObj` is there only with a file: as an undefined key it is a TypeError.
 */
function sdkOptions(request: HostRequest, connectionLinkName: string | undefined): SdkRequestOptions {
  const options: SdkRequestOptions = {
    url: request.url,
    type: request.method,
    headers: { ...request.headers },
    data: { ...request.query },
    postBody: structuredClone({ ...request.body }),
  };
  if (request.connection && connectionLinkName) options.connectionLinkName = connectionLinkName;
  if (request.file) {
    options.fileObj = [{ key: request.file.part, file: asOwnFile(request.file.file) }];
    // Zoho's servers must set it, with the boundary of the multipart body that they write.
    for (const name of Object.keys(options.headers)) {
      if (name.toLowerCase() === 'content-type') delete options.headers[name];
    }
  }
  return options;
}

/** The SDK drops in silence what is no `File` of this page's own realm. */
function asOwnFile(blob: Blob): File {
  if (blob instanceof File) return blob;
  const name = 'name' in blob && typeof blob.name === 'string' ? blob.name : 'file';
  return new File([blob], name, { type: blob.type });
}
