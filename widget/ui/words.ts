import type { Finding } from '../../contract/check.ts';
import { typeOfMime } from '../../contract/file-types.ts';
import { executableEndings, type Limits } from '../../contract/limits.ts';
import type { Outcome } from '../../contract/outcome.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Trial, UploadState } from '../queue/upload.ts';
import type { I18n } from './i18n.ts';

/** What limits accept, in a sentence or two. */
export function describeLimits({ fileBytes, types }: Limits, { t, size, list }: I18n): string {
  if (types.kind === 'only') {
    const names = types.mimeTypes.map((mimeType) => typeOfMime(mimeType)?.ending.toUpperCase() || mimeType);
    return t('accepts.only', { size: size(fileBytes), types: list([...new Set(names)]) });
  }
  if (types.endings.length === 0) return t('accepts.any', { size: size(fileBytes) });
  const programs = executableEndings.every((ending) => types.endings.includes(ending));
  const others = programs ? types.endings.filter((ending) => !executableEndings.includes(ending)) : types.endings;
  const names = [...(programs ? [t('accepts.programs')] : []), ...others.map((ending) => `.${ending}`)];
  return t('accepts.except', { size: size(fileBytes), types: list(names) });
}

/**
 * Names the ticket that a file goes to.
 * @param onScreen the ticket on screen, where it is known
 * @returns nothing where the two are one
 */
export function nameOther({ id, number }: Ticket, onScreen: Ticket | undefined, { t }: I18n): string | undefined {
  if (id === onScreen?.id) return undefined;
  return number === undefined ? t('upload.otherTicketUnnumbered') : t('upload.otherTicket', { number });
}

/** Why a file cannot go and what to do about it. */
export function describeFinding(finding: Finding, i18n: I18n): string {
  const { t, size } = i18n;
  switch (finding.kind) {
    case 'too-large':
      return t('finding.too-large', sizesApart(finding.size, finding.limit, i18n));
    case 'type-refused':
      return t(`finding.type.${finding.by}`, { type: finding.type });
    case 'name-too-long':
      return t('finding.name-too-long', { count: finding.length, limit: finding.limit });
    case 'name-unusable':
      return t(`finding.name.${finding.why}`);
    case 'too-many':
      return t('finding.too-many', { count: finding.count, limit: finding.limit });
    case 'total-too-large':
      return t('finding.total-too-large', { limit: size(finding.limit) });
    case 'content-mismatch':
      return t('finding.content-mismatch', { declared: finding.declared, found: finding.found });
    case 'empty':
    case 'unreadable':
      return t(`finding.${finding.kind}`);
  }
}

/** The reasons behind a state and what to do next, one sentence or two each; empty where the state says it all. */
export function describeReasons(state: UploadState, i18n: I18n): readonly string[] {
  const { t } = i18n;
  switch (state.kind) {
    case 'rejected':
      return state.findings.map((finding) => describeFinding(finding, i18n));
    case 'refused':
      return describeRefusal(state.outcome, i18n);
    case 'waiting':
      return [t('why.said', { message: state.message })];
    case 'failed':
      if (state.trials.length === 0) return [t('why.noRoute')];
      return [...state.trials.map((trial) => describeTrial(trial, i18n)), ...adviceOn(state.trials, i18n)];
    case 'unconfirmed':
      return [
        ...(state.findings ?? []).map((finding) => describeFinding(finding, i18n)),
        ...(state.trials ?? []).flatMap(({ route, end }) =>
          end.kind === 'refused' ? describeRefusal(end, i18n) : describeTrial({ route, end }, i18n),
        ),
        t('why.unconfirmed'),
      ];
    default:
      return [];
  }
}

function describeRefusal({ reason, message }: Extract<Outcome, { kind: 'refused' }>, { t }: I18n): readonly string[] {
  return [t(`why.refused.${reason}`), t('why.said', { message })];
}

function describeTrial({ route, end }: Trial, i18n: I18n): string {
  const { t } = i18n;
  const name = t(`route.${route}`);
  if (end.kind !== 'limits') return t(`why.${end.kind}`, { route: name });
  const reason = end.findings.map((finding) => describeFinding(finding, i18n)).join(' ');
  return t('why.limits', { route: name, reason });
}

/** What to do where waiting may help: once, however many routes have failed. */
function adviceOn(trials: readonly Trial[], { t }: I18n): readonly string[] {
  const mayPass = trials.some(({ end }) => end.kind !== 'unauthorized' && end.kind !== 'limits');
  return mayPass ? [t('why.again')] : [];
}

/** Two sizes with as many decimals as it takes to tell them apart: "20 MB is over the limit of 20 MB" helps nobody. */
function sizesApart(bytes: number, limitBytes: number, { size }: I18n): { size: string; limit: string } {
  const limit = size(limitBytes);
  const digits = [1, 2, 3, 4, 5, 6].find((count) => size(bytes, count) !== limit);
  return { size: size(bytes, digits), limit };
}
