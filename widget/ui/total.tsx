import type { Timing } from '../queue/timing.ts';
import { useLanguage } from './language.ts';
import { PaceWords } from './pace-words.tsx';
import { Progress } from './progress.tsx';

/** How much goes altogether, and how far it is; nothing for a single file, whose row says it all. */
export function Total({ timing }: { timing: Timing }) {
  const { t, size } = useLanguage();
  const { total } = timing.reading.value;
  if (!total || total.files < 2) return null;
  const { bytes, sentBytes, pace } = total;
  return (
    <div class="total">
      <p class="status">
        <span class="status-parts">
          <span>
            {sentBytes > 0
              ? t('upload.bytes', { sent: size(sentBytes), size: size(bytes) })
              : t('total.size', { size: size(bytes) })}
          </span>
          {pace && <PaceWords pace={pace} />}
        </span>
      </p>
      <Progress label={t('total.progress')} sent={sentBytes} size={bytes} />
    </div>
  );
}
