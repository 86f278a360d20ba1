import { useLanguage } from '../language.ts';

/**
 * A time as people say it: the hour today, the day this year, else the date.
 * @param iso RFC 3339
 * @returns an empty string for what is no time
 */
export function describeMoment(iso: string, locale: string, now: Date): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '';
  if (time.toDateString() === now.toDateString()) {
    return new Intl.DateTimeFormat(locale, { timeStyle: 'short' }).format(time);
  }
  const thisYear = time.getFullYear() === now.getFullYear();
  return new Intl.DateTimeFormat(
    locale,
    thisYear ? { day: 'numeric', month: 'short' } : { dateStyle: 'medium' },
  ).format(time);
}

/** A time, short, with the whole of it in its tooltip. */
export function Moment({ iso }: { iso: string }) {
  const { locale } = useLanguage();
  const short = describeMoment(iso, locale, new Date());
  if (!short) return null;
  const whole = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(new Date(iso));
  return (
    <time dateTime={iso} title={whole}>
      {short}
    </time>
  );
}
