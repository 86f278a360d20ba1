import { useEffect, useRef } from 'preact/hooks';
import { timeForName } from './dated-name.ts';
import { useLanguage } from './language.ts';
import { filesOfPaste, watchPaste } from './pasted.ts';

/** Takes what is pasted anywhere in the panel; has no looks. */
export function Paste({ onFiles }: { onFiles(files: readonly File[]): void }) {
  const { t } = useLanguage();
  const latest = useRef({ onFiles, t });
  latest.current = { onFiles, t };
  useEffect(
    () =>
      watchPaste(document, (given) => {
        const { onFiles: take, t: words } = latest.current;
        const nameAt = (time: Date) => words('paste.name', { time: timeForName(time) });
        take(filesOfPaste(given, nameAt, new Date()));
      }),
    [],
  );
  return null;
}
