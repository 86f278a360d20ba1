import { type ArrivingFile, RequestError, type RequestPart } from '../relay/request-part.ts';

/**
 * Sends the one file of a request; fields are skipped.
 * @returns `undefined` where there is none
 */
export async function sendOnly<Sent>(
  parts: AsyncGenerator<RequestPart, void>,
  send: (file: ArrivingFile) => Promise<Sent>,
): Promise<Sent | undefined> {
  for await (const part of parts) {
    // A file that is refused is not read to its end: the loop then lets go of the request, so that the rest can be drained.
    if (part.kind === 'file') return await send({ ...part, bytes: unlessMore(part.bytes, parts) });
  }
  return undefined;
}

/** A file that another one follows has no end: a destination that has not got the end of a file keeps none of it. */
async function* unlessMore(
  bytes: AsyncIterable<Buffer>,
  parts: AsyncGenerator<RequestPart, void>,
): AsyncGenerator<Buffer, void> {
  yield* bytes;
  for await (const { kind } of parts) {
    if (kind !== 'field') throw new RequestError(422, 'A request takes one file: send each in its own');
  }
}
