import { describe, expect, it } from 'vitest';
import {
  isElsewhere,
  isFinished,
  isUnderWay,
  transition,
  type Upload,
  type UploadEvent,
  type UploadState,
} from './upload.ts';

const ticket = { id: '7', number: '1042' };
const route = 'connector';
const good = { findings: [], mimeType: 'text/csv', remark: undefined };
const bad = { findings: [{ kind: 'empty' }], mimeType: 'text/csv', remark: undefined } as const;

const states: { readonly [kind in UploadState['kind']]: Extract<UploadState, { kind: kind }> } = {
  checking: { kind: 'checking' },
  rejected: { kind: 'rejected', findings: [{ kind: 'empty' }] },
  queued: { kind: 'queued' },
  starting: { kind: 'starting' },
  sending: { kind: 'sending', route, attempt: 1, sentBytes: 10 },
  waiting: { kind: 'waiting', route, untilMs: 5000, message: 'later' },
  asking: { kind: 'asking', route },
  cancelling: { kind: 'cancelling' },
  delivered: { kind: 'delivered', route },
  refused: { kind: 'refused', route, outcome: { kind: 'refused', reason: 'type', message: 'no' } },
  failed: { kind: 'failed', trials: [] },
  unconfirmed: { kind: 'unconfirmed', route, message: 'lost' },
  cancelled: { kind: 'cancelled' },
  elsewhere: { kind: 'elsewhere', doing: 'sending' },
};

const events: { readonly [name: string]: UploadEvent } = {
  'checked and good': { kind: 'checked', verdict: good },
  'checked and bad': { kind: 'checked', verdict: bad },
  start: { kind: 'start' },
  sending: { kind: 'step', step: states.sending },
  waiting: { kind: 'step', step: states.waiting },
  asking: { kind: 'step', step: states.asking },
  delivered: { kind: 'end', delivery: states.delivered },
  refused: { kind: 'end', delivery: states.refused },
  failed: { kind: 'end', delivery: states.failed },
  unconfirmed: { kind: 'end', delivery: states.unconfirmed },
  'ended as cancelled': { kind: 'end', delivery: states.cancelled },
  cancel: { kind: 'cancel' },
  retry: { kind: 'retry' },
  found: { kind: 'found' },
  'found absent': { kind: 'absent' },
  'arrived late': { kind: 'arrived', delivery: { kind: 'delivered', route, attachmentId: '5' } },
  interrupted: { kind: 'interrupted', delivery: { kind: 'failed', trials: [] } },
  'told of its delivery': { kind: 'told', state: { kind: 'delivered', route, elsewhere: true } },
  'told of its progress': { kind: 'told', state: { kind: 'elsewhere', doing: 'queued' } },
  taken: { kind: 'taken', state: { kind: 'checking' } },
  'taken as it had failed': { kind: 'taken', state: { kind: 'failed', trials: [] } },
};

type Moves = { readonly [event: string]: UploadState['kind'] };

const underWay: Moves = {
  sending: 'sending',
  waiting: 'waiting',
  asking: 'asking',
  delivered: 'delivered',
  refused: 'refused',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
  'ended as cancelled': 'cancelled',
  cancel: 'cancelling',
  interrupted: 'queued',
};

/** Every transition there is; what is not listed must change nothing. */
const transitions: { readonly [kind in UploadState['kind']]: Moves } = {
  checking: { 'checked and good': 'queued', 'checked and bad': 'rejected', cancel: 'cancelled' },
  rejected: {},
  queued: { start: 'starting', cancel: 'cancelled' },
  starting: underWay,
  sending: underWay,
  waiting: underWay,
  asking: underWay,
  cancelling: {
    delivered: 'delivered',
    refused: 'cancelled',
    failed: 'cancelled',
    unconfirmed: 'unconfirmed',
    'ended as cancelled': 'cancelled',
  },
  elsewhere: {
    'told of its delivery': 'delivered',
    'told of its progress': 'elsewhere',
    taken: 'checking',
    'taken as it had failed': 'failed',
  },
  delivered: {},
  refused: { 'arrived late': 'delivered' },
  failed: { retry: 'checking', 'arrived late': 'delivered' },
  unconfirmed: { retry: 'checking', found: 'delivered', 'found absent': 'checking', 'arrived late': 'delivered' },
  cancelled: { retry: 'checking', 'arrived late': 'delivered' },
};

function uploadIn(state: UploadState): Upload {
  return { id: 'a', ticket, file: new File(['x'], 'a.csv'), mimeType: '', remark: undefined, state };
}

describe('transition', () => {
  for (const state of Object.values(states)) {
    for (const [name, event] of Object.entries(events)) {
      const expected = transitions[state.kind][name];
      it(`${state.kind}, ${name}: ${expected ?? 'nothing'}`, () => {
        const before = uploadIn(state);
        const after = transition(before, event);
        if (expected === undefined) expect(after).toBe(before);
        else expect(after).toMatchObject({ id: 'a', ticket, state: { kind: expected } });
      });
    }
  }

  it('is cancelled once it is known to be absent, where the agent had cancelled it', () => {
    const unwanted = uploadIn({ ...states.unconfirmed, unwanted: true });
    expect(transition(unwanted, { kind: 'absent' }).state).toEqual({ kind: 'cancelled' });
    expect(transition(uploadIn(states.unconfirmed), { kind: 'absent' }).state).toEqual({ kind: 'checking' });
  });

  it('stays unconfirmed where it cannot be sent again, and tells why as long as that is so', () => {
    const checking = transition(uploadIn(states.unconfirmed), { kind: 'retry' });
    const bounced = transition(checking, { kind: 'checked', verdict: bad });
    expect(bounced.state).toEqual({ ...states.unconfirmed, findings: [{ kind: 'empty' }] });
    const again = transition(transition(bounced, { kind: 'retry' }), { kind: 'checked', verdict: good });
    expect(again.state).toEqual({ kind: 'queued', doubt: states.unconfirmed });
  });

  it('takes over what a step or an end tells', () => {
    const started = uploadIn(states.starting);
    expect(transition(started, { kind: 'step', step: states.waiting }).state).toEqual(states.waiting);
    expect(transition(started, { kind: 'end', delivery: states.refused }).state).toEqual(states.refused);
  });

  it('takes over the findings of the check', () => {
    const { state } = transition(uploadIn(states.checking), { kind: 'checked', verdict: bad });
    expect(state).toEqual({ kind: 'rejected', findings: [{ kind: 'empty' }] });
  });

  it('takes over the MIME type and the remark of the check', () => {
    const verdict = { ...good, remark: { onlyRoute: 'connector' } } as const;
    const after = transition(uploadIn(states.checking), { kind: 'checked', verdict });
    expect(after).toMatchObject({ mimeType: 'text/csv', remark: { onlyRoute: 'connector' } });
  });

  it('keeps the route of an unconfirmed upload that was found, and the id where that is known', () => {
    expect(transition(uploadIn(states.unconfirmed), { kind: 'found' }).state).toEqual({ kind: 'delivered', route });
    expect(transition(uploadIn(states.unconfirmed), { kind: 'found', attachmentId: '5' }).state).toEqual({
      kind: 'delivered',
      route,
      attachmentId: '5',
    });
  });
});

describe('the kinds of states', () => {
  it('knows which are under way and which have ended', () => {
    const kinds = (is: (state: UploadState) => boolean) =>
      Object.values(states)
        .filter(is)
        .map(({ kind }) => kind);
    expect(kinds(isUnderWay)).toEqual(['starting', 'sending', 'waiting', 'asking']);
    expect(kinds(isElsewhere)).toEqual(['elsewhere']);
    expect(isElsewhere({ kind: 'delivered', route, elsewhere: true })).toBe(true);
    expect(kinds(isFinished)).toEqual(['rejected', 'delivered', 'refused', 'cancelled']);
  });
});

describe('a doubt that an earlier try left', () => {
  const doubt = states.unconfirmed;
  const interrupted = { kind: 'interrupted', delivery: doubt } as const;
  const queued: UploadState = { kind: 'queued', doubt };
  const checking: UploadState = { kind: 'checking', doubt };

  it('stays until the next try begins', () => {
    const again = transition(uploadIn(doubt), { kind: 'retry' });
    expect(again.state).toEqual(checking);
    const ready = transition(again, { kind: 'checked', verdict: good });
    expect(ready.state).toEqual(queued);
    expect(transition(uploadIn(states.sending), interrupted).state).toEqual(queued);
    expect(transition(ready, { kind: 'start' }).state).toEqual({ kind: 'starting' });
  });

  it('is not cancelled away', () => {
    for (const state of [queued, checking]) {
      expect(transition(uploadIn(state), { kind: 'cancel' }).state).toEqual({ ...doubt, unwanted: true });
    }
  });

  it('is unwanted once the agent has cancelled it, until it is to be sent again', () => {
    const cancelled = transition(uploadIn(states.cancelling), { kind: 'end', delivery: doubt });
    expect(cancelled.state).toEqual({ ...doubt, unwanted: true });
    expect(transition(cancelled, { kind: 'retry' }).state).toEqual(checking);
  });
});
