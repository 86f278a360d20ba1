import type { Finding } from '../../contract/check.ts';
import type { Ticket } from '../hosts/host.ts';
import type { Delivered, Delivery, DeliveryStep, Trial } from '../routes/delivery.ts';
import type { RouteName } from '../routes/route.ts';

export type { RouteName, Trial };

/** One file on its way to one ticket. Plain data that a browser database can keep as it is. */
export interface Upload {
  readonly id: string;
  /** The ticket on screen when the file was picked. Never changes. */
  readonly ticket: Ticket;
  readonly file: File;
  /** The MIME type to declare; the browser's own until the check has found a better one. */
  readonly mimeType: string;
  readonly remark: Remark | undefined;
  readonly state: UploadState;
}

/** A file that only one of several routes takes: nothing stands in for that route. */
export interface Remark {
  readonly onlyRoute: RouteName;
}

export type UploadState =
  /** Its first bytes are being read and held against the limits. */
  | { readonly kind: 'checking'; readonly doubt?: Unconfirmed }
  /** No route takes it. Nothing was sent. */
  | { readonly kind: 'rejected'; readonly findings: readonly Finding[] }
  /** With what an earlier try left open, where it did. */
  | { readonly kind: 'queued'; readonly doubt?: Unconfirmed }
  /** Its turn has come; no route has begun to send yet. */
  | { readonly kind: 'starting' }
  /** `sending`, `waiting` or `asking`. */
  | DeliveryStep
  /** The agent cancelled; what runs cannot always be stopped, so the end may still be `delivered`. */
  | { readonly kind: 'cancelling' }
  /** Another tab of this browser has it. */
  | { readonly kind: 'elsewhere'; readonly doing: Doing }
  /** That tab delivered it. */
  | { readonly kind: 'delivered'; readonly route: RouteName; readonly elsewhere: true; readonly attachmentId?: never }
  | Unconfirmed
  /** `delivered`, `refused`, `failed` or `cancelled`. */
  | Exclude<Delivery, { kind: 'unconfirmed' }>;

export interface Unconfirmed extends Extract<Delivery, { kind: 'unconfirmed' }> {
  /** The agent has cancelled it: it is not sent again where it is not on the ticket. */
  readonly unwanted?: true;
  /** Why it cannot be sent again as it is. */
  readonly findings?: readonly Finding[];
}

/** What another tab does with an upload. */
export type Doing = 'queued' | 'sending' | 'refused' | 'failed' | 'unconfirmed';

export type UploadEvent =
  | { readonly kind: 'checked'; readonly verdict: Verdict }
  | { readonly kind: 'start' }
  | { readonly kind: 'step'; readonly step: DeliveryStep }
  | { readonly kind: 'end'; readonly delivery: Delivery }
  | { readonly kind: 'cancel' }
  /** Once more from the check on: the file may have changed or gone since. */
  | { readonly kind: 'retry' }
  /** The connection was lost on the way; it goes on by itself. */
  | { readonly kind: 'interrupted'; readonly delivery: Delivery }
  /** Word from the tab that has it. */
  | { readonly kind: 'told'; readonly state: Extract<UploadState, { kind: 'elsewhere' | 'delivered' }> }
  /** The tab that had it is gone, and this one takes it over as it was kept. */
  | {
      readonly kind: 'taken';
      readonly state: Extract<UploadState, { kind: 'checking' | 'failed' | 'unconfirmed' | 'refused' }>;
    }
  /** Late word that the file arrived after all, and stays. */
  | { readonly kind: 'arrived'; readonly delivery: Delivered }
  /** The file of an unconfirmed upload was found on the ticket, by the agent or by asking. */
  | { readonly kind: 'found'; readonly attachmentId?: string }
  /** The file of an unconfirmed upload is not on the ticket: it goes out again, unless the agent had cancelled it. */
  | { readonly kind: 'absent' };

/** What the check before upload says of a file. It may go where there are no findings. */
export interface Verdict {
  readonly findings: readonly Finding[];
  readonly mimeType: string;
  readonly remark: Remark | undefined;
}

/**
 * The state machine of an upload. Pure.
 * @returns the upload after the event; the very same object where the event means nothing in its state
 */
export function transition(upload: Upload, event: UploadEvent): Upload {
  const state = stateAfter(upload.state, event);
  if (!state) return upload;
  if (event.kind !== 'checked') return { ...upload, state };
  return { ...upload, state, mimeType: event.verdict.mimeType, remark: event.verdict.remark };
}

/** Whether a delivery runs, which only cancelling can stop. */
export function isUnderWay(state: UploadState): boolean {
  return ['starting', 'sending', 'waiting', 'asking'].includes(state.kind);
}

/** Whether the upload has ended and asks nothing more of the agent. */
export function isFinished(state: UploadState): boolean {
  return ['delivered', 'rejected', 'refused', 'cancelled'].includes(state.kind);
}

/** Whether another tab has it, or had it to its end. */
export function isElsewhere(state: UploadState): boolean {
  return state.kind === 'elsewhere' || 'elsewhere' in state;
}

function stateAfter(state: UploadState, event: UploadEvent): UploadState | undefined {
  switch (event.kind) {
    case 'checked':
      return state.kind === 'checking' ? stateAfterCheck(event.verdict, doubtOf(state)) : undefined;
    case 'start':
      return state.kind === 'queued' ? { kind: 'starting' } : undefined;
    case 'step':
      return isUnderWay(state) ? event.step : undefined;
    case 'end':
      if (state.kind === 'cancelling') return endOfCancelled(event.delivery);
      return isUnderWay(state) ? event.delivery : undefined;
    case 'cancel':
      if (state.kind === 'checking' || state.kind === 'queued') return endOfCancelled(state.doubt);
      return isUnderWay(state) ? { kind: 'cancelling' } : undefined;
    case 'retry':
      return ['failed', 'unconfirmed', 'cancelled'].includes(state.kind)
        ? { kind: 'checking', ...doubtOf(state) }
        : undefined;
    case 'interrupted':
      return isUnderWay(state) ? { kind: 'queued', ...doubtOf(event.delivery) } : undefined;
    case 'told':
    case 'taken':
      return state.kind === 'elsewhere' ? event.state : undefined;
    case 'arrived':
      return ['failed', 'unconfirmed', 'refused', 'cancelled'].includes(state.kind) ? event.delivery : undefined;
    case 'found':
      return state.kind === 'unconfirmed' ? found(state.route, event.attachmentId) : undefined;
    case 'absent':
      return state.kind === 'unconfirmed' ? { kind: state.unwanted ? 'cancelled' : 'checking' } : undefined;
  }
}

function found(route: RouteName, attachmentId: string | undefined): UploadState {
  return { kind: 'delivered', route, ...(attachmentId !== undefined && { attachmentId }) };
}

function stateAfterCheck({ findings }: Verdict, left: { readonly doubt?: Unconfirmed }): UploadState {
  if (findings.length === 0) return { kind: 'queued', ...left };
  return left.doubt ? { ...left.doubt, findings } : { kind: 'rejected', findings };
}

/** What must not be called cancelled before the next try has begun, since an earlier one may have arrived. */
function doubtOf(state: UploadState): { readonly doubt?: Unconfirmed } {
  if (state.kind === 'unconfirmed') {
    const { unwanted: _, findings: __, ...doubt } = state;
    return { doubt };
  }
  return state.kind === 'checking' && state.doubt ? { doubt: state.doubt } : {};
}

/** A cancelled upload that arrived, or may have, must not be called cancelled. */
function endOfCancelled(delivery: Delivery | undefined): UploadState {
  if (delivery?.kind === 'unconfirmed') return { ...delivery, unwanted: true };
  return delivery?.kind === 'delivered' ? delivery : { kind: 'cancelled' };
}
