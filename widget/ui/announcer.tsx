import { useEffect, useState } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import { type KeepingLinesProps, useWarnings } from './keeping-lines.tsx';
import { useLanguage } from './language.ts';
import { describeNews, gatherNews } from './news.ts';

interface AnnouncerProps extends KeepingLinesProps {
  readonly clock: Clock;
}

/** The one live region: says once how each upload ended, and what the agent must know of their keeping. */
export function Announcer({ clock, ...keeping }: AnnouncerProps) {
  const { queue } = keeping;
  const i18n = useLanguage();
  const [news, setNews] = useState({ number: 0, text: '' });
  const say = (text: string) => setNews(({ number }) => ({ number: number + 1, text }));
  useEffect(() => gatherNews(queue, clock, (uploads) => say(describeNews(uploads, i18n))), [queue, clock, i18n]);
  const warnings = useWarnings(keeping).join(' ');
  useEffect(() => {
    if (warnings) say(warnings);
  }, [warnings]);
  return (
    <div class="hidden" role="status">
      {/* A new element each time: the same words twice are two pieces of news. */}
      <p key={news.number}>{news.text}</p>
    </div>
  );
}
