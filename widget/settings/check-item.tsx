import { Icon, type IconName } from '../ui/icons.tsx';
import { useLanguage } from '../ui/language.ts';
import type { CheckName, CheckState } from './check.ts';
import { describeCheck, type Named } from './words.ts';

const icons: { readonly [Kind in CheckState['kind']]: IconName } = {
  running: 'clock',
  passed: 'check',
  failed: 'warning',
  skipped: 'info',
};

interface CheckItemProps {
  readonly name: CheckName;
  readonly state: CheckState;
  readonly named: Named;
}

/** One check: how it stands, and what to do where it failed. */
export function CheckItem({ name, state, named }: CheckItemProps) {
  const i18n = useLanguage();
  const { t } = i18n;
  const { text, todo } = describeCheck(name, state, named, i18n);
  const detail = 'detail' in state ? state.detail : undefined;
  return (
    <li class="check" data-check={name} data-state={state.kind}>
      <span class="check-icon">
        <Icon name={icons[state.kind]} />
      </span>
      <div class="check-words">
        <h3>
          {t(`settings.check.${name}`)} <span class="hidden">{t(`settings.state.${state.kind}`)}</span>
        </h3>
        <p>{text}</p>
        {todo !== undefined && (
          <p class="todo">
            <strong>{t('settings.todo')}</strong> {todo}
          </p>
        )}
        {detail !== undefined && (
          <details>
            <summary>{t('settings.detail')}</summary>
            <pre dir="auto">{detail}</pre>
          </details>
        )}
      </div>
    </li>
  );
}
