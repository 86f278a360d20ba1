import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { type SdkFile, SdkOptions } from './sdk-call.ts';
import type { ZohoServers } from './zoho-servers.ts';

/**
 * `POST /sandbox/request`: a `ZOHODESK.request` that the page passes on, multipart: the field `options` (JSON), then
 * a file part for each entry of `fileObj`, under its key. Answers 200 with a `Verdict`.
 */
export function addSdkRequests(app: FastifyInstance, zohoServers: ZohoServers): void {
  app.post('/sandbox/request', async (request, reply) => {
    const { text, files } = await readParts(request);
    const options = parseOptions(text);
    if (!options.success) return reply.code(400).send({ error: z.prettifyError(options.error) });
    return zohoServers.request({ options: options.data, files });
  });
}

/** The field `options` and the files of a multipart request. */
export async function readParts(request: FastifyRequest): Promise<{ text: string; files: readonly SdkFile[] }> {
  const files: SdkFile[] = [];
  let text = '';
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      if (part.fieldname === 'options' && typeof part.value === 'string') text = part.value;
      continue;
    }
    const content = new Uint8Array(await part.toBuffer());
    files.push({ key: part.fieldname, name: part.filename, mimeType: part.mimetype, content });
  }
  return { text, files };
}

function parseOptions(text: string): z.ZodSafeParseResult<SdkOptions> {
  try {
    return SdkOptions.safeParse(JSON.parse(text));
  } catch {
    return SdkOptions.safeParse(undefined);
  }
}
