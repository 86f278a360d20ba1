import type { FastifyRequest } from 'fastify';
import type { Client } from './clients.ts';
import { httpCodeOf } from './results.ts';
import type { SentFile } from './sent-file.ts';

/** Writes what became of a file of a request to the log, without its name. */
export function logFile(
  request: FastifyRequest,
  client: Client | undefined,
  index: number,
  { bytes, end, unscanned }: Pick<SentFile, 'bytes' | 'end' | 'unscanned'>,
): void {
  const detail = 'message' in end ? { reason: end.message } : {};
  const file = { index, bytes, outcome: end.kind, status: httpCodeOf(end), ...detail, ...(unscanned && { unscanned }) };
  const about = { client: client?.id, destination: client?.destination.kind, file };
  if (unscanned) request.log.warn(about, 'file passed unscanned: the virus scanner cannot be reached');
  else request.log.info(about, 'file');
}
