import { omsAliases } from '../../contract/oms.ts';
import { type Fields, fieldsOf, pick, readJsonFields, readReference, readText } from './fields.ts';
import { Base64Decoder, Base64Error } from './relay/base64-decoder.ts';
import type { ArrivedFile, Content, Malformed, UploadRequest } from './upload-request.ts';

/** Reads the JSON of `put/ticket_attachments` (seed 000), each field under either of its names. */
export function readJsonRequest(body: Buffer): UploadRequest | Malformed {
  const fields = readJsonFields(body.toString('utf8'));
  if (!fields) return { kind: 'malformed', status: 400, message: 'The body is not valid JSON' };
  const attachments = pick(fields, omsAliases.attachments);
  return {
    kind: 'read',
    auth: readText(fields.get('auth')),
    reference: readReference(fields),
    files: Array.isArray(attachments) && attachments.length > 0 ? attachments.map(readAttachment) : undefined,
  };
}

function readAttachment(value: unknown): ArrivedFile {
  const fields = fieldsOf(value);
  return {
    name: readName(fields),
    contentType: readText(pick(fields, omsAliases.contentType)) ?? '',
    content: readContent(pick(fields, omsAliases.base64)),
  };
}

/** As it stands: what is wrong with a name is for the check to say. */
function readName(fields: Fields): string {
  const name = pick(fields, omsAliases.name);
  return typeof name === 'string' ? name : '';
}

function readContent(base64: unknown): Content {
  if (typeof base64 !== 'string') return { kind: 'faulty', message: 'arquivo_base64 is required' };
  try {
    const decoder = new Base64Decoder();
    const bytes = decoder.write(base64);
    const rest = decoder.end();
    return { kind: 'bytes', bytes: rest.length === 0 ? bytes : Buffer.concat([bytes, rest]) };
  } catch (error) {
    if (!(error instanceof Base64Error)) throw error;
    return { kind: 'faulty', message: `arquivo_base64 is not valid base64: ${error.message}` };
  }
}
