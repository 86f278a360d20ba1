import { createFakeZohoDesk, type FakeCall } from '../hosts/fake-zohodesk.ts';
import { createManualClock } from '../manual-clock.ts';
import { readConfiguration } from '../routes/configuration.ts';
import type { HttpRequest } from '../routes/http-sender.ts';
import { createFakeSender, type LineEnd, startHost } from '../routes/stage.ts';
import type { CheckName, CheckState, Checks, GatewayWord } from './check.ts';
import { type CheckWatch, runChecks, running } from './run-checks.ts';

export const gatewayUrl = 'https://anexo.example.com';

export const pass = {
  auth: 'pass',
  id: 100,
  expires_in: 900,
  destination: 'zoho-desk',
  limits: {
    fileBytes: 20_971_520,
    nameLength: 100,
    files: 500,
    totalBytes: 1_073_741_824,
    types: { kind: 'except', endings: ['exe', 'dmg'] },
  },
} as const;

/** Around the widget, as it is where nothing is wrong; a test replaces what goes wrong in it. */
export interface Surroundings {
  readonly parameters?: Readonly<Record<string, string>>;
  /** Desk, through the connection. */
  readonly desk?: (call: FakeCall) => Promise<unknown>;
  /** The gateway, as Zoho's servers see it. */
  readonly auth?: (call: FakeCall) => Promise<unknown>;
  /** The gateway, as the browser sees it. */
  readonly door?: (request: HttpRequest) => LineEnd;
  readonly obstacle?: 'browser.unlisted' | 'browser.origin' | 'browser.unreachable';
}

/** What Zoho's servers hand over of an answer. */
export function handedOver(body: unknown, statusCode = 200): string {
  return JSON.stringify({ response: typeof body === 'string' ? body : JSON.stringify(body), statusCode });
}

const openDoor = ({ method }: HttpRequest): LineEnd =>
  method === 'POST' ? { status: 401, body: {} } : { status: 404, body: { detail: 'No such ticket' } };

/** Runs all checks in such surroundings. Time passes by itself where something waits. */
export async function runIn(surroundings: Surroundings = {}) {
  const {
    parameters = { gatewayurl: gatewayUrl, maxfilemb: '' },
    desk = async () => handedOver({ status: 'true', statusMessage: { data: [] } }),
    auth = async () => handedOver(pass),
    door = openDoor,
    obstacle = 'browser.unreachable',
  } = surroundings;
  const clock = createManualClock();
  const fake = createFakeZohoDesk();
  const asked: HttpRequest[] = [];
  fake.data.set(
    'extension.config',
    Object.entries(parameters).map(([name, value]) => ({ name, value })),
  );
  fake.serve = (call: FakeCall) => (call.connectionLinkName ? desk(call) : auth(call));
  const host = await startHost(fake, clock);
  const read = await host.readConfiguration();
  let checks: Checks = running;
  let word: GatewayWord | undefined;
  const watch: CheckWatch = {
    onConfigured() {},
    onState<Name extends CheckName>(name: Name, state: CheckState<Name>) {
      checks = { ...checks, [name]: state };
    },
    onGateway(given) {
      word = given;
    },
  };
  const sender = createFakeSender(clock, async (request) => {
    asked.push(request);
    return door(request);
  });
  const configured = { parameters: read, ...readConfiguration(read) };
  await clock.run(runChecks(host, configured, watch, { clock, sender, findObstacle: async () => obstacle }));
  return { checks, word, asked, calls: fake.calls };
}
