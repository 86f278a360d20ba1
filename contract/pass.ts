import * as z from 'zod/mini';
import { Limits } from './limits.ts';

/** The header in which Zoho's servers put the administrator's secret (the browser sends `{{gatewaysecret}}`). */
export const passSecretHeader = 'x-anexo-secret';

/** The placeholder that Zoho's servers replace with the configuration parameter of that name. */
export const passSecretPlaceholder = '{{gatewaysecret}}';

/** How long a pass lives, in seconds. */
export const passSeconds = 15 * 60;

/**
 * A pass: lets a widget send files for one ticket to the gateway for a while, and says what the destination behind it
 * takes. It is also a complete answer of the OMS contract's `get/auth`.
 */
export const Pass = z.object({
  /** The token, sent as `Authorization: Bearer`. */
  auth: z.string().check(z.minLength(1)),
  /** The client of the gateway. */
  id: z.number(),
  /** In seconds from the answer. */
  expires_in: z.number().check(z.positive()),
  /** What kind of service the files go to, such as `zoho-desk` or `oms`. */
  destination: z.string(),
  limits: Limits,
});
export type Pass = z.infer<typeof Pass>;
