import type { Fault, Way } from './case.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** Without Redis a new gateway has no token of OMS, which gives one an hour: see docs/gateway.md. */
const waysWith = (redis: boolean): readonly Way[] => (redis ? ['gateway-desk', 'gateway-oms'] : ['gateway-desk']);

/** Resolves once the destination has got a file, or at least the request that brings one. */
async function uploadSeen({ sandbox, way }: Stage, withFile: boolean): Promise<void> {
  const service = way === 'gateway-desk' ? 'desk' : 'oms';
  const path = way === 'gateway-desk' ? /\/attachments$/ : /\/put\//;
  await until(() =>
    withFile
      ? sandbox.services.ledger.all().length > 0
      : sandbox.services.requests
          .all()
          .some((one) => one.service === service && one.method !== 'GET' && path.test(one.path)),
  );
}

const path = (way: Way): string => (way === 'gateway-desk' ? '/attachments$' : '/api/put/');

/** The gateway dies in mid-upload, and is started again: with what it knew gone, or kept in Redis. */
export const deathFaults: readonly Fault[] = [false, true].flatMap((redis) =>
  (['hang-before', 'hang-after'] as const).map((kind): Fault => {
    const when = kind === 'hang-before' ? 'before the file is stored' : 'after the file is stored';
    return {
      hop: 'widget–gateway',
      ways: waysWith(redis),
      name: `gateway killed ${when}, started again${redis ? ', with Redis' : ''}`,
      setup: { gateway: 'process', redis },
      fileBytes: 100_000,
      expect: 'delivered',
      canAsk: (way) => way !== 'gateway-oms',
      begin({ way, script }) {
        const service = way === 'gateway-desk' ? 'desk' : 'oms';
        script({ service, kind, path: path(way), ...(service === 'desk' && { method: 'POST' }) });
      },
      async after(stage) {
        await uploadSeen(stage, kind === 'hang-after');
        await stage.gateway.kill();
        stage.script();
        await stage.gateway.restart();
      },
    };
  }),
);
