import { useEffect, useRef, useState } from 'preact/hooks';
import { useLanguage } from '../ui/language.ts';
import { Accepted } from './accepted.tsx';
import { type Checks, checkNames, type GatewayWord } from './check.ts';
import { CheckItem } from './check-item.tsx';
import { type CheckWatch, type Configured, running } from './run-checks.ts';
import { Values } from './values.tsx';
import { describeSum, nameOfService } from './words.ts';

export interface SettingsProps {
  /** Runs a test. Never rejects. */
  test(watch: CheckWatch): Promise<void>;
  /** The connection's link name; empty where the extension was built with none. */
  readonly link: string;
  /** This page's own. */
  readonly origin: string;
  readonly dataCentre: string;
}

/** The whole page. Its test starts by itself. */
export function Settings({ test, link, origin, dataCentre }: SettingsProps) {
  const { t, ...i18n } = useLanguage();
  const { checks, configured, gateway, busy, again } = useTest(test);
  const address = configured?.settings.gateway?.baseUrl ?? '';
  const named = { link, origin, gateway: address, destination: nameOfService(gateway) };
  return (
    <main class="settings">
      <header class="settings-head">
        <div>
          <h1>{t('settings.title')}</h1>
          <p class="settings-intro">{t('settings.intro')}</p>
        </div>
        <button type="button" class="button" aria-disabled={busy} onClick={again}>
          {t('settings.again')}
        </button>
      </header>
      <p class="settings-sum" role="status">
        {describeSum(checks, { t, ...i18n })}
      </p>
      <section aria-labelledby="checks">
        <h2 id="checks">{t('settings.checks')}</h2>
        <ul class="checks">
          {checkNames.map((name) => (
            <CheckItem key={name} name={name} state={checks[name]} named={named} />
          ))}
        </ul>
      </section>
      {configured && (
        <>
          <Accepted settings={configured.settings} gateway={gateway} />
          <Values configured={configured} place={{ link, origin, dataCentre }} />
        </>
      )}
    </main>
  );
}

/** The test: begun at once, and again on demand. What an earlier run still finds is not heard. */
function useTest(test: SettingsProps['test']) {
  const [checks, setChecks] = useState<Checks>(running);
  const [configured, setConfigured] = useState<Configured>();
  const [gateway, setGateway] = useState<GatewayWord>();
  const [busy, setBusy] = useState(true);
  const run = useRef(0);

  async function begin() {
    run.current += 1;
    const mine = run.current;
    const heard = () => run.current === mine;
    setBusy(true);
    setChecks(running);
    setGateway(undefined);
    await test({
      onConfigured: (found) => heard() && setConfigured(found),
      onState: (name, state) => heard() && setChecks((before) => ({ ...before, [name]: state })),
      onGateway: (word) => heard() && setGateway(word),
    });
    if (heard()) setBusy(false);
  }

  useEffect(() => {
    void begin();
  }, []);
  const again = () => {
    if (!busy) void begin();
  };
  return { checks, configured, gateway, busy, again };
}
