import Fastify from 'fastify';
import { accounts } from './accounts/accounts.ts';
import { controlRoutes } from './control.ts';
import { bigin, crm } from './crm/crm.ts';
import { desk } from './desk/desk.ts';
import type { FaultBook } from './faults.ts';
import { kayako } from './kayako/kayako.ts';
import type { Ledger } from './ledger.ts';
import { oms } from './oms/oms.ts';
import type { RequestLog } from './request-log.ts';
import { mountStandIn, type StandIn } from './stand-in.ts';
import type { SandboxTicket } from './tickets.ts';
import { topTickets } from './toptickets/toptickets.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

const standIns: readonly StandIn[] = [desk, accounts, oms, crm, bigin, kayako, topTickets];

export interface ServicesOptions extends WorldOptions {
  /** On 127.0.0.1; 0 takes any that is free. */
  readonly port: number;
}

/** The running stand-ins of the outside services. */
export interface Services {
  /** Such as `http://127.0.0.1:40123`; each service is below it: `/desk`, `/accounts`, `/oms` … */
  readonly url: string;
  readonly deskUrl: string;
  readonly accountsUrl: string;
  readonly omsUrl: string;
  /** The host of CRM's interface, whose paths begin with `/crm/v2`. */
  readonly crmUrl: string;
  /** The host of Bigin's interface, whose paths begin with `/bigin/v2`. */
  readonly biginUrl: string;
  /** Where Kayako is installed: its interface is at `/api/index.php`. */
  readonly kayakoUrl: string;
  /** The host of TopTickets' interface, whose paths begin with `/v1`. */
  readonly topticketsUrl: string;
  /** The access token that the connector's relay adds to its calls of Desk. */
  readonly connectorToken: string;
  readonly tickets: readonly SandboxTicket[];
  readonly ledger: Ledger;
  readonly requests: RequestLog;
  readonly faults: FaultBook;
  /** All of the above and more; for `controlRoutes` on another server. */
  readonly world: World;
  reset(): Promise<void>;
  /** Ends also what hangs. */
  close(): Promise<void>;
}

/**
 * Starts the stand-ins on one server of their own, with the control interface at `/sandbox`.
 * @throws where the port is taken
 */
export async function startServices({ port, ...options }: ServicesOptions): Promise<Services> {
  const world = createWorld(options);
  const app = Fastify({ logger: false, forceCloseConnections: true });
  for (const standIn of standIns) mountStandIn(app, world, standIn);
  app.register(controlRoutes(world), { prefix: '/sandbox' });
  const url = await app.listen({ host: '127.0.0.1', port });
  return {
    url,
    deskUrl: `${url}/desk`,
    accountsUrl: `${url}/accounts`,
    omsUrl: `${url}/oms`,
    crmUrl: `${url}/crm`,
    biginUrl: `${url}/bigin`,
    kayakoUrl: `${url}/kayako`,
    topticketsUrl: `${url}/toptickets`,
    connectorToken: world.connectorToken,
    tickets: world.tickets,
    ledger: world.ledger,
    requests: world.requests,
    faults: world.faults,
    world,
    reset: () => world.reset(),
    close: () => app.close(),
  };
}
