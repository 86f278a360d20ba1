import { useLanguage } from './language.ts';
import { Notice } from './notice.tsx';

interface UnloadedProps {
  readonly failed: boolean;
  /** Files that were given already. */
  readonly held: number;
  again(): void;
  /** Takes the focus to a place that stays, before the button goes away. */
  keepFocus(): void;
}

/** In the place of the uploads, until what shows and sends them is loaded. */
export function Unloaded({ failed, held, again, keepFocus }: UnloadedProps) {
  const { t } = useLanguage();
  if (!failed) return held > 0 ? <p class="hint">{t('panel.preparing')}</p> : null;
  return (
    <Notice
      icon="warning"
      title={t('notice.unloaded.title')}
      text={held > 0 ? t('notice.unloaded.held', { count: held }) : t('notice.unloaded.text')}
    >
      <button
        type="button"
        class="button"
        onClick={() => {
          keepFocus();
          again();
        }}
      >
        {t('action.retry')}
      </button>
    </Notice>
  );
}
