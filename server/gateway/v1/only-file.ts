import { type ArrivingFile, RequestError, type RequestPart } from '../relay/request-part.ts';

/**
 * The one file of a request; fields are skipped.
 * @returns `undefined` where there is none
 */
export async function onlyFile(parts: AsyncGenerator<RequestPart, void>): Promise<ArrivingFile | undefined> {
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    const { value: part } = next;
    if (part.kind === 'file') return { ...part, bytes: unlessMore(part.bytes, parts) };
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
