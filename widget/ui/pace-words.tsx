import type { Pace } from '../queue/pace.ts';
import { useLanguage } from './language.ts';

/** From so many milliseconds on, seconds are told by fives: single ones would promise more than anybody knows. */
const roughlyMs = 15_000;

/** How fast it goes and how long it will still take, each as a part of a status line. */
export function PaceWords({ pace: { bytesPerSecond, leftMs } }: { pace: Pace }) {
  const { t, speed, wait } = useLanguage();
  const step = leftMs > roughlyMs ? 5000 : 1000;
  return (
    <>
      <span>{speed(bytesPerSecond)}</span>
      <span>{t('upload.left', { time: wait(Math.max(1, Math.ceil(leftMs / step)) * step) })}</span>
    </>
  );
}
