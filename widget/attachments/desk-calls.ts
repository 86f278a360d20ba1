import { deskOrigin } from '../../contract/desk.ts';
import type { Host, HostAnswer, HostRequest, Ticket } from '../hosts/host.ts';

export type DeskCaller = Pick<Host, 'dataCentre' | 'readOrganisation' | 'request'>;

type Asked = Pick<HostRequest, 'method' | 'timeoutMs'> & Partial<HostRequest>;

/**
 * Calls Desk's interface about a ticket's attachments, through the SDK's connector. Never rejects.
 * @param path below `…/attachments`, its parts encoded
 */
export async function callDesk(host: DeskCaller, ticket: Ticket, path: string, asked: Asked): Promise<HostAnswer> {
  const organisation = await host.readOrganisation();
  return host.request({
    ...asked,
    url: `${deskOrigin(host.dataCentre)}/api/v1/tickets/${encodeURIComponent(ticket.id)}/attachments${path}`,
    headers: organisation === undefined ? {} : { orgId: organisation },
    connection: true,
  });
}
