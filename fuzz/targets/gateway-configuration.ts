import fc from 'fast-check';
import { readConfiguration } from '../../server/gateway/configuration.ts';
import { must, target } from '../target.ts';
import { jsonJunk, spoiledValue } from '../values.ts';

const secret = 'a-secret-of-which-nobody-may-hear-0123456789';

const zoho = { dataCentre: 'com', clientId: '1000.A', clientSecret: secret, refreshToken: secret };

const good = {
  listen: { host: '127.0.0.1', port: 5081 },
  publicUrl: 'https://anexo.example.com',
  allowedOrigins: ['https://*.zappsusercontent.com'],
  signingKey: `$\{KEY}`,
  redisUrl: 'redis://127.0.0.1:6379',
  clients: [
    {
      id: 100,
      apikey: secret,
      token: secret,
      email: 'a@example.com',
      destination: 'desk',
      scopes: ['attachments:read'],
    },
    { id: 200, secret, destination: 'old' },
  ],
  destinations: {
    oms: { kind: 'oms', baseUrl: 'https://oms.example.com', apikey: secret, token: secret, email: 'a@example.com' },
    desk: { kind: 'zoho-desk', ...zoho, orgId: '1', chamadoField: 'cf_chamado_id' },
    crm: { kind: 'zoho-crm', ...zoho, module: 'Cases' },
    bigin: { kind: 'bigin', ...zoho, module: 'Pipelines' },
    old: { kind: 'kayako', baseUrl: 'https://a.example.com', apikey: secret, secretKey: secret, staffId: '1' },
    top: { kind: 'toptickets', apiKey: secret },
  },
};

/** The gateway's configuration, as whoever runs it has written it. */
export const gatewayConfiguration = target({
  name: 'gateway-configuration',
  perSecond: 1500,
  inputs: spoiledValue(fc.constant(good), jsonJunk),
  open: () => ({
    check(value) {
      const reading = readConfiguration(value, { KEY: secret });
      if (reading.kind === 'read') return;
      must(reading.problems.length > 0, 'nobody says what is wrong');
      for (const { path, problem } of reading.problems) {
        must(path !== '' && problem !== '', 'a problem has no words');
        must(!problem.includes(secret), 'a secret is told');
      }
    },
  }),
});
