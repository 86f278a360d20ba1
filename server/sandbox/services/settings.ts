import * as z from 'zod';
import { megabyte } from '../../../contract/limits.ts';

const count = z.int().positive();

const CrmSettings = z.strictObject({
  /** Largest file, in bytes. */
  limitBytes: count,
  /** Calls served at once; CRM's editions have 5, 10, 15, 20 or 25. */
  concurrency: count,
  /** What the access tokens were authorised for, in Zoho's names. */
  scopes: z.array(z.string()),
  /** What the user behind the token may do: without the right, NO_PERMISSION or AUTHORIZATION_FAILED. */
  uploads: z.enum(['allowed', 'no-permission', 'not-privileged']),
});

const KayakoSettings = z.strictObject({
  /** Whether the administrator has switched the REST interface on. */
  api: z.enum(['on', 'off']),
  /** PHP's notices before the XML: in answers to lists and posts, in all, or in none. */
  notices: z.enum(['some', 'all', 'none']),
  /** How values are written: plain as in Kayako's documentation, or each as CDATA. */
  values: z.enum(['plain', 'cdata']),
  /** PHP's `post_max_size`: a larger body reads as if it were empty. */
  postMaxBytes: count,
});

const TopTicketsSettings = z.strictObject({
  /** Largest file, in bytes. */
  limitBytes: count,
  /** Calls of one key in a minute. */
  callsAMinute: count,
  /** What the key may do. */
  scopes: z.array(z.enum(['attachments:read', 'attachments:write', 'attachments:delete'])),
});

/** What an administrator of each service has set up, and what its plan allows. Plain data: it is set over HTTP too. */
export const ServiceSettings = z.strictObject({
  crm: CrmSettings,
  bigin: CrmSettings,
  kayako: KayakoSettings,
  toptickets: TopTicketsSettings,
});
export type ServiceSettings = z.infer<typeof ServiceSettings>;

/** Some settings of some services. */
export const SettingsPatch = z.strictObject({
  crm: CrmSettings.partial().optional(),
  bigin: CrmSettings.partial().optional(),
  kayako: KayakoSettings.partial().optional(),
  toptickets: TopTicketsSettings.partial().optional(),
});
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** The settings in force. */
export interface SettingsBook {
  get(): ServiceSettings;
  patch(change: SettingsPatch): void;
  /** Back to the start. */
  reset(): void;
}

/** Limits and rates are those of the seeds; Bigin's size and PHP's are the usual ones, since none is published. */
const usual: ServiceSettings = {
  crm: {
    limitBytes: 100 * megabyte,
    concurrency: 10,
    scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.modules.attachments.ALL'],
    uploads: 'allowed',
  },
  bigin: {
    limitBytes: 20 * megabyte,
    concurrency: 10,
    scopes: ['ZohoBigin.modules.ALL', 'ZohoBigin.modules.attachments.ALL'],
    uploads: 'allowed',
  },
  kayako: { api: 'on', notices: 'some', values: 'plain', postMaxBytes: 8 * megabyte },
  toptickets: {
    limitBytes: 30 * megabyte,
    callsAMinute: 200,
    scopes: ['attachments:read', 'attachments:write', 'attachments:delete'],
  },
};

/** @param initial what differs from the usual, from the start */
export function createSettingsBook(initial: SettingsPatch = {}): SettingsBook {
  const start = merge(usual, initial);
  let current = start;
  return {
    get: () => current,
    patch(change) {
      current = merge(current, change);
    },
    reset() {
      current = start;
    },
  };
}

function merge(settings: ServiceSettings, change: SettingsPatch): ServiceSettings {
  return ServiceSettings.parse({
    crm: { ...settings.crm, ...change.crm },
    bigin: { ...settings.bigin, ...change.bigin },
    kayako: { ...settings.kayako, ...change.kayako },
    toptickets: { ...settings.toptickets, ...change.toptickets },
  });
}
