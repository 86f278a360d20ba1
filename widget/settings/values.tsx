import type { I18n } from '../ui/i18n.ts';
import { useLanguage } from '../ui/language.ts';
import type { Configured } from './run-checks.ts';

interface ValuesProps {
  readonly configured: Configured;
  /** What the package and the page say of themselves. */
  readonly place: { readonly link: string; readonly origin: string; readonly dataCentre: string };
}

/** Every setting that Desk tells, and what holds where one is empty. */
export function Values({ configured: { parameters, settings, problems }, place }: ValuesProps) {
  const i18n = useLanguage();
  const { t } = i18n;
  const usual = usualOf(settings, i18n);
  return (
    <section aria-labelledby="values">
      <h2 id="values">{t('settings.values')}</h2>
      <dl class="values">
        {[...parameters].map(([name, value]) => (
          <div key={name} data-parameter={name}>
            <dt>
              {isKnown(name) ? t(`settings.parameter.${name}`) : name} {isKnown(name) && <code>{name}</code>}
            </dt>
            <dd>
              <bdi>{value.trim() || (isKnown(name) ? usual[name] : t('settings.value.unset'))}</bdi>
              {problems
                .filter(({ parameter }) => parameter === name)
                .map(({ message }) => (
                  <p class="fault" key={message} dir="auto">
                    {message}
                  </p>
                ))}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('settings.connection')}</dt>
          <dd>{place.link || t('settings.value.unset')}</dd>
        </div>
        <div>
          <dt>{t('settings.page')}</dt>
          <dd>{place.origin}</dd>
        </div>
        <div>
          <dt>{t('settings.dataCentre')}</dt>
          <dd>{place.dataCentre}</dd>
        </div>
      </dl>
      <p class="hint">{t('settings.secrets')}</p>
    </section>
  );
}

/** Those with a name of their own; others are shown as they are called in the manifest. */
export const known = [
  'gatewayurl',
  'gatewaykind',
  'maxfilemb',
  'blockedendings',
  'connectortimeout',
  'connectoratonce',
  'gatewayatonce',
] as const;
type Known = (typeof known)[number];

function isKnown(name: string): name is Known {
  return known.some((one) => one === name);
}

/** What holds in place of an empty value. */
function usualOf(
  { connectorMs, atOnce }: Configured['settings'],
  { t, size, wait }: I18n,
): Readonly<Record<Known, string>> {
  const usual = (value: string | number) => t('settings.value.usual', { value });
  return {
    gatewayurl: t('settings.value.none'),
    gatewaykind: usual('anexo'),
    maxfilemb: usual(size(20 * 1024 ** 2)),
    blockedendings: usual(t('settings.value.programs')),
    connectortimeout: usual(wait(connectorMs)),
    connectoratonce: usual(atOnce.connector),
    gatewayatonce: usual(atOnce.gateway),
  };
}
