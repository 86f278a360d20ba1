import { sizeOf } from '../queue/file-size.ts';
import type { Upload, UploadState } from '../queue/upload.ts';
import { version } from '../version.ts';
import { scrub } from './scrub.ts';

/** Whether there is more to tell of an upload than its row says. */
export function hasDetails({ kind }: UploadState): boolean {
  return kind === 'failed' || kind === 'refused' || kind === 'unconfirmed';
}

/**
 * How an upload ended, for those who look after the extension: in English, and without secrets or the file's name.
 * @param endedMs when, in milliseconds since 1970, where that is known
 */
export function detailsOf({ file, mimeType, ticket, state }: Upload, endedMs: number | undefined): string {
  return [
    `Anexo ${version}`,
    endedMs !== undefined && `Time: ${new Date(endedMs).toISOString()}`,
    `Ticket: ${ticket.number ?? `id ${ticket.id}`}`,
    `File: ${sizeOf(file)} bytes, ${mimeType || 'no type'}`,
    `Upload: ${state.kind}`,
    ...endsOf(state).map(describeEnd),
  ]
    .filter(Boolean)
    .join('\n');
}

interface End {
  readonly route: string;
  readonly end: {
    readonly kind: string;
    readonly reason?: string;
    readonly status?: number;
    readonly code?: string;
    readonly requestId?: string;
    readonly message?: string;
    readonly findings?: readonly { readonly kind: string }[];
  };
}

function endsOf(state: UploadState): readonly End[] {
  if (state.kind === 'failed') return state.trials;
  if (state.kind === 'refused') return [{ route: state.route, end: state.outcome }];
  if (state.kind !== 'unconfirmed') return [];
  const { route, end, message, trials = [] } = state;
  return [{ route, end: { ...end, kind: 'unknown', message } }, ...trials];
}

function describeEnd({ route, end }: End): string {
  const { kind, reason, status, code, requestId, message, findings = [] } = end;
  const parts = [
    [kind, reason, ...findings.map((finding) => finding.kind)].filter(Boolean).join(' '),
    status !== undefined && `status ${status}`,
    code && `code ${scrub(code)}`,
    requestId && `request ${scrub(requestId)}`,
    message && `“${scrub(message)}”`,
  ];
  return `${route}: ${parts.filter(Boolean).join(', ')}`;
}
