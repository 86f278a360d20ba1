import type { FastifyInstance } from 'fastify';
import * as z from 'zod';
import { recordsPageProducts } from './browser/page-contract.ts';
import { EmbeddedCall } from './embedded-call.ts';
import { readParts } from './page-requests.ts';
import type { RecordsPages } from './records-pages.ts';

const Place = z.object({ product: z.enum(recordsPageProducts) });

/**
 * `GET /sandbox/records/{product}`: what a CRM or Bigin page shows. `POST /sandbox/embedded/{product}`: a call of the SDK
 * that the page passes on, multipart: the field `options` (JSON), then its file. Answers 200 with a `Verdict`.
 */
export function addRecordsPages(app: FastifyInstance, pages: RecordsPages): void {
  app.get('/sandbox/records/:product', async (request, reply) => {
    const place = Place.safeParse(request.params);
    return place.success ? pages[place.data.product].data : reply.callNotFound();
  });
  app.post('/sandbox/embedded/:product', async (request, reply) => {
    const place = Place.safeParse(request.params);
    if (!place.success) return reply.callNotFound();
    const { text, files } = await readParts(request);
    const call = readCall(text);
    if (!call.success) return reply.code(400).send({ error: z.prettifyError(call.error) });
    return pages[place.data.product].servers.request({ call: call.data, file: files[0] });
  });
}

function readCall(text: string): z.ZodSafeParseResult<EmbeddedCall> {
  try {
    return EmbeddedCall.safeParse(JSON.parse(text));
  } catch {
    return EmbeddedCall.safeParse(undefined);
  }
}
