import type { ComponentChildren, Ref } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';

interface PickerProps {
  /** What is accepted. */
  readonly children: ComponentChildren;
  /** Takes less room, once the list is what the agent looks at. */
  readonly compact: boolean;
  readonly button: Ref<HTMLButtonElement>;
  onFiles(files: readonly File[]): void;
}

/** Where the agent picks files, and reads what is accepted. */
export function Picker({ children, compact, button, onFiles }: PickerProps) {
  const { t } = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const hint = useId();
  return (
    <div class="picker">
      <button
        ref={button}
        class="pick"
        type="button"
        data-compact={compact}
        aria-describedby={hint}
        onClick={() => input.current?.click()}
      >
        <Icon name="clip" size={compact ? 20 : 24} />
        <span>
          <span class="pick-choose">{t('pick.choose')}</span> <span class="pick-drop">{t('pick.drop')}</span>
        </span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // Else picking the same file again would change nothing and tell nobody.
          currentTarget.value = '';
          if (files.length > 0) onFiles(files);
        }}
      />
      <p class="hint" id={hint}>
        {children}
      </p>
    </div>
  );
}
