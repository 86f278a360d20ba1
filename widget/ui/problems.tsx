import { Icon } from './icons.tsx';
import { useLanguage } from './language.ts';

/** A setting that could not be used, in the administrator's words. */
export interface Problem {
  readonly parameter: string;
  readonly message: string;
}

/** What is wrong with the settings. */
export function Problems({ problems }: { problems: readonly Problem[] }) {
  const { t } = useLanguage();
  return problems.map(({ parameter, message }) => (
    <p class="problem" key={parameter}>
      <Icon name="info" size={16} />
      <span>{t('notice.configuration', { problem: `${parameter}: ${message}` })}</span>
    </p>
  ));
}
