import { useEffect, useState } from 'preact/hooks';

/** Rows that are made in one go: more than any panel shows at once, few enough to be quick. */
const rowsInOneGo = 15;

/**
 * Makes a long list in several goes, so that the panel answers in between.
 * @returns how many of the rows to make now
 */
export function useGradually(count: number): number {
  const [shown, setShown] = useState(rowsInOneGo);
  useEffect(() => {
    // More than there are: a row that comes in front must not push the last one out.
    if (count <= shown) return setShown(count + rowsInOneGo);
    const timer = setTimeout(() => setShown(shown + rowsInOneGo));
    return () => clearTimeout(timer);
  }, [count, shown]);
  return shown;
}
