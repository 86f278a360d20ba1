import type { TicketReference } from '../../contract/oms.ts';
import { base64Length, base64Of } from './base64.ts';
import { exactSize } from './exact-size.ts';
import type { HttpBody } from './http-client.ts';

/**
 * The body of `put/ticket_attachments` (seed 000) with one file, encoded in base64 as it flows through. Its length is
 * known where the file's is.
 */
export function omsBody(
  auth: string,
  reference: TicketReference,
  file: { readonly name: string; readonly mimeType: string; readonly size: number | undefined },
  stream: AsyncIterable<Uint8Array>,
): HttpBody {
  const attachment = { nome_arquivo: file.name, tipo_arquivo: file.mimeType };
  const fields = JSON.stringify({ auth, ...reference }).slice(0, -1);
  const head = Buffer.from(`${fields},"attachments":[${JSON.stringify(attachment).slice(0, -1)},"arquivo_base64":"`);
  const tail = Buffer.from('"}]}');
  const length = base64Length(file.size);
  return {
    contentType: 'application/json',
    head,
    middle: base64Of(exactSize(stream, file.size)),
    tail,
    length: length === undefined ? undefined : head.length + length + tail.length,
  };
}
