import { useEffect } from 'preact/hooks';
import type { Clock } from '../clock.ts';
import type { Host } from '../hosts/host.ts';
import type { Queue } from '../queue/queue.ts';
import { isUnderWay, type Upload } from '../queue/upload.ts';
import type { I18n } from './i18n.ts';
import { watchInView } from './in-view.ts';
import { useLanguage } from './language.ts';
import { describeNews, gatherNews } from './news.ts';

export type Notify = Host['notify'];

interface OutsideNoticeProps {
  readonly queue: Queue;
  readonly clock: Clock;
  /** Shows a notice of the product's own, outside the panel. */
  readonly notify: Notify;
}

/** Tells the agent who is not looking at the panel how the uploads ended, once the last of them has. */
export function OutsideNotice({ queue, clock, notify }: OutsideNoticeProps) {
  const i18n = useLanguage();
  useEffect(() => {
    const view = watchInView(document.documentElement);
    let ended: readonly Upload[] = [];
    const stop = gatherNews(queue, clock, (uploads) => {
      ended = [...ended.filter(({ id }) => uploads.every((upload) => upload.id !== id)), ...uploads];
      if (queue.uploads.peek().some((entry) => isPending(entry.peek()))) return;
      const news = ended.filter(({ state }) => state.kind !== 'cancelled');
      ended = [];
      if (news.length > 0 && !view.isInView()) void notify(noticeOf(news, i18n));
    });
    return () => {
      stop();
      view.end();
    };
  }, [queue, clock, notify, i18n]);
  return null;
}

function isPending({ state }: Upload): boolean {
  return ['checking', 'queued', 'cancelling'].includes(state.kind) || isUnderWay(state);
}

function noticeOf(uploads: readonly Upload[], i18n: I18n): Parameters<Notify>[0] {
  const [first] = uploads;
  const ticket = uploads.every((one) => one.ticket.id === first?.ticket.id) ? first?.ticket : undefined;
  const number = ticket?.number;
  return {
    title: number === undefined ? i18n.t('outside.titleUnnumbered') : i18n.t('outside.title', { number }),
    content: describeNews(uploads, i18n, ticket),
    icon: uploads.every(({ state }) => state.kind === 'delivered') ? 'success' : 'failure',
  };
}
