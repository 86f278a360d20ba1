/**
 * The same answer, unless it takes too long. A process that was busy for so long itself may have it already, unread: it
 * looks once more before it gives up.
 * @param isLate asked when the time is over: where it says no, the time begins anew
 * @throws what `lateError` makes
 */
export async function within<Answer>(
  ms: number,
  answer: Promise<Answer>,
  lateError: () => Error,
  isLate: () => boolean = () => true,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  let over = false;
  const late = new Promise<never>((_, reject) => {
    function look(): void {
      if (over) return;
      if (timer && isLate()) reject(lateError());
      else timer = setTimeout(() => setImmediate(look), ms);
    }
    look();
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}
