/** The stand-ins, by the path prefix under which each is mounted. */
export const serviceNames = ['desk', 'oms', 'accounts', 'crm', 'bigin', 'kayako', 'toptickets'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Where a fault can be put: at a service, at Zoho's servers between the page and all services, or before the gateway. */
export const faultPlaces = [...serviceNames, 'zoho', 'gateway'] as const;
export type FaultPlace = (typeof faultPlaces)[number];
