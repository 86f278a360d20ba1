import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import type { Queue } from '../queue/queue.ts';
import { useLanguage } from './language.ts';
import { describeNews, gatherNews } from './news.ts';

interface AnnouncerProps {
  readonly queue: Queue;
  readonly clock: Clock;
  /** Other news, each a string of its own. */
  readonly also?: ReadonlySignal<string> | undefined;
}

/** The one live region: says once how each upload ended, and what else there is to say. */
export function Announcer({ queue, clock, also }: AnnouncerProps) {
  const i18n = useLanguage();
  const [news, setNews] = useState({ number: 0, text: '' });
  useEffect(
    () =>
      gatherNews(queue, clock, (uploads) => {
        setNews(({ number }) => ({ number: number + 1, text: describeNews(uploads, i18n) }));
      }),
    [queue, clock, i18n],
  );
  useEffect(
    () =>
      also?.subscribe((text) => {
        if (text) setNews(({ number }) => ({ number: number + 1, text }));
      }),
    [also],
  );
  return (
    <div class="hidden" role="status">
      {/* A new element each time: the same words twice are two pieces of news. */}
      <p key={news.number}>{news.text}</p>
    </div>
  );
}
