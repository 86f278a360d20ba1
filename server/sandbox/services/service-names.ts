/** The stand-ins, by the path prefix under which each is mounted. */
export const serviceNames = ['desk', 'oms', 'accounts', 'crm', 'bigin', 'kayako', 'toptickets'] as const;
export type ServiceName = (typeof serviceNames)[number];
