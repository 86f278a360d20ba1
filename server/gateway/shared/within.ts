/**
 * The same answer, unless it takes too long. A process that was busy for so long itself may have it already, unread: it
 * looks once more before it gives up.
 * @throws what `lateError` makes
 */
export async function within<Answer>(ms: number, answer: Promise<Answer>, lateError: () => Error): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(lateError())), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
