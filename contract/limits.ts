import * as z from 'zod/mini';

/** One megabyte as the services count it: 1,048,576 bytes. */
export const megabyte = 1024 * 1024;

const positive = z.int().check(z.positive());

/**
 * What a route or a destination accepts. Plain data: it travels in a pass, and an administrator can override it.
 */
export const Limits = z.object({
  /** Largest file, in bytes. */
  fileBytes: positive,
  /** Longest file name, in characters (code points). */
  nameLength: positive,
  /** Most files of one selection. */
  files: positive,
  /** All files of one selection together, in bytes. */
  totalBytes: positive,
  types: z.discriminatedUnion('kind', [
    /** Any type but these endings (lower case, without the dot). */
    z.object({ kind: z.literal('except'), endings: z.readonly(z.array(z.string())) }),
    /** Only these MIME types. */
    z.object({ kind: z.literal('only'), mimeTypes: z.readonly(z.array(z.string())) }),
  ]),
});
export type Limits = z.infer<typeof Limits>;

/** Which files are executables by their ending: refused wherever a destination takes "anything but executables". */
export const executableEndings: readonly string[] = [
  'apk',
  'app',
  'bat',
  'cmd',
  'com',
  'cpl',
  'dll',
  'exe',
  'hta',
  'jar',
  'js',
  'jse',
  'lnk',
  'msi',
  'msp',
  'pif',
  'ps1',
  'scr',
  'sh',
  'vbe',
  'vbs',
  'wsf',
  'wsh',
];

/** Most files, and most bytes, that one selection may hold where nothing else is configured. */
const selection = { files: 500, totalBytes: 1024 * megabyte } as const;

/**
 * Desk through the connector: 20 MB as public clients use it (no official page states it), names of 100 characters
 * (Desk's OpenAPI files), anything but executables. The administrator can change both.
 */
export const deskLimits: Limits = {
  fileBytes: 20 * megabyte,
  nameLength: 100,
  ...selection,
  types: { kind: 'except', endings: executableEndings },
};

/** The thirteen types that OMS accepts (seed 000, "Accepted types"). */
export const omsMimeTypes: readonly string[] = [
  'application/pdf',
  'image/jpeg',
  'image/jpg',
  'image/png',
  'image/gif',
  'application/msword',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.ms-excel',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'text/plain',
  'application/zip',
  'application/x-rar-compressed',
  'application/vnd.rar',
];

/** OMS: 10 MB a file and its thirteen types (seed 000). It hands files to Desk, so Desk's name length holds. */
export const omsLimits: Limits = {
  fileBytes: 10 * megabyte,
  nameLength: 100,
  ...selection,
  types: { kind: 'only', mimeTypes: omsMimeTypes },
};

/**
 * Zoho CRM: 100 MB a file, anything but .exe (seed 001). Names of 250 characters, as its widget's interface takes.
 */
export const crmLimits: Limits = {
  fileBytes: 100 * megabyte,
  nameLength: 250,
  ...selection,
  types: { kind: 'except', endings: ['exe'] },
};

/** Bigin publishes no limit for attachments (seed 002): 20 MB as its interface for files takes, the rest as CRM. */
export const biginLimits: Limits = { ...crmLimits, fileBytes: 20 * megabyte };

/** What each product's own connector takes, where the administrator says nothing else. */
export const productLimits = { desk: deskLimits, crm: crmLimits, bigin: biginLimits } as const;

/**
 * Kayako Classic takes any type and knows no limit but PHP's `post_max_size`, 8 MB where nobody has changed it: in
 * base64, with what goes beside it, that leaves room for about 5 MB.
 */
export const kayakoLimits: Limits = {
  fileBytes: 5 * megabyte,
  nameLength: 255,
  ...selection,
  types: { kind: 'except', endings: [] },
};

/** The types that TopTickets accepts (seed 004, "Allowed File Types"): no Office documents and no RAR. */
export const topTicketsMimeTypes: readonly string[] = [
  'text/plain',
  'text/html',
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
  'application/zip',
  'application/x-7z-compressed',
  'application/gzip',
];

/** TopTickets: 30 MB a file and its fourteen types (seed 004). */
export const topTicketsLimits: Limits = {
  fileBytes: 30 * megabyte,
  nameLength: 255,
  ...selection,
  types: { kind: 'only', mimeTypes: topTicketsMimeTypes },
};
