import { readConfiguration } from '../../server/gateway/configuration.ts';
import { startGateway } from '../../server/gateway/gateway.ts';
import { callers } from './callers.ts';

/** Our gateway as in production, with the sink in place of Desk and OMS. Usage: SINK-URL */
const sink = process.argv[2];

// Larger than the largest file that is measured.
const limits = { fileBytes: 256 * 1024 * 1024 };
const zoho = {
  dataCentre: 'com',
  orgId: '1',
  clientId: 'bench',
  clientSecret: 'bench-secret',
  refreshToken: 'bench-token',
};

const reading = readConfiguration(
  {
    listen: { port: 0 },
    signingKey: 'a signing key for measurements only',
    rateLimits: { addressPerMinute: 0, clientPerMinute: 0 },
    clients: Object.entries(callers).map(([destination, caller], index) => ({ id: index + 1, destination, ...caller })),
    destinations: {
      desk: { kind: 'zoho-desk', ...zoho, baseUrl: sink, accountsUrl: sink, limits },
      oms: {
        kind: 'oms',
        baseUrl: sink,
        apikey: 'bench-key',
        token: 'bench-token',
        email: 'bench@example.com',
        limits,
      },
    },
  },
  {},
);
if (reading.kind === 'faulty') throw new Error(JSON.stringify(reading.problems));
const gateway = await startGateway(reading.configuration);
process.send?.({ port: gateway.port });
process.once('SIGTERM', () => void gateway.close().then(() => process.exit()));
