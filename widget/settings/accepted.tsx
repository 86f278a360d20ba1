import type { Limits } from '../../contract/limits.ts';
import type { RouteSettings } from '../routes/configuration.ts';
import { useLanguage } from '../ui/language.ts';
import { describeLimits } from '../ui/words.ts';
import type { GatewayWord } from './check.ts';
import { nameOfService } from './words.ts';

interface AcceptedProps {
  readonly settings: RouteSettings;
  /** Once it has given a pass. */
  readonly gateway: GatewayWord | undefined;
}

/** Which files each way takes. */
export function Accepted({ settings, gateway }: AcceptedProps) {
  const i18n = useLanguage();
  const { t } = i18n;
  const words = (limits: Limits) =>
    `${describeLimits(limits, i18n)} ${t('settings.accepted.names', { limit: limits.nameLength })}`;
  return (
    <section aria-labelledby="accepted">
      <h2 id="accepted">{t('settings.accepted')}</h2>
      <dl class="values">
        <div>
          <dt>{t('settings.accepted.connector')}</dt>
          <dd>{words(settings.connectorLimits)}</dd>
        </div>
        {settings.gateway && (
          <div data-limits="gateway">
            <dt>
              {gateway
                ? t('settings.accepted.destination', { destination: nameOfService(gateway) })
                : t('settings.accepted.gateway')}
            </dt>
            <dd>{gateway ? words(gateway.limits) : t('settings.accepted.unknown')}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
