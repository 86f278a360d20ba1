import type { ReadonlySignal } from '@preact/signals';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import type { Ticket } from '../hosts/host.ts';
import { type KeepingLinesProps, useWarnings } from './keeping-lines.tsx';
import { useLanguage } from './language.ts';
import { describeNews, gatherNews } from './news.ts';

interface AnnouncerProps extends KeepingLinesProps {
  readonly clock: Clock;
  /** The ticket on screen when something is said, where it is known: what is gathered meanwhile must not be lost. */
  readonly onScreen: { readonly current: Ticket | undefined };
  /** Other news, each a string of its own. */
  readonly also?: ReadonlySignal<string> | undefined;
}

/** The one live region: says once how each upload ended, what the agent must know of their keeping, and what else there is to say. */
export function Announcer({ clock, onScreen, also, ...keeping }: AnnouncerProps) {
  const { queue } = keeping;
  const i18n = useLanguage();
  const [news, setNews] = useState({ number: 0, text: '' });
  const say = useCallback((text: string) => {
    if (text) setNews(({ number }) => ({ number: number + 1, text }));
  }, []);
  useEffect(
    () => gatherNews(queue, clock, (uploads) => say(describeNews(uploads, i18n, onScreen.current))),
    [queue, clock, i18n, onScreen, say],
  );
  const warnings = useWarnings(keeping);
  const warned = useRef<readonly string[]>([]);
  useEffect(() => {
    const fresh = warnings.filter((text) => !warned.current.includes(text));
    const gone = warned.current.filter((text) => !warnings.includes(text));
    warned.current = warnings;
    say(fresh.join(' '));
    // Else a screen reader would still find it there.
    setNews((now) => (gone.some((text) => now.text.includes(text)) ? { ...now, text: '' } : now));
  }, [warnings.join(), say]);
  useEffect(() => also?.subscribe(say), [also, say]);
  return (
    <div class="hidden" role="status">
      {/* A new element each time: the same words twice are two pieces of news. */}
      <p key={news.number}>{news.text}</p>
    </div>
  );
}
