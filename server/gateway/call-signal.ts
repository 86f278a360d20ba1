/** When a call of a destination that was begun for a caller is to be given up. */
export interface CallSignal {
  readonly signal: AbortSignal;
  /** To be called once the call has ended. */
  release(): void;
}

export interface CallSignalParts {
  /** Aborted when the caller goes away. */
  readonly caller: AbortSignal;
  /** Aborted when the gateway ends and can wait no longer. */
  readonly ending: AbortSignal;
  /** Whether the destination has got all of the file: then it may store it, whoever waits for that. */
  readonly hasAll: () => boolean;
}

/**
 * A call that is given up is one whose end nobody learns, and the service may store the file long after the ticket was
 * asked. So once it has all of the file the call is no longer the caller's.
 */
export function createCallSignal({ caller, ending, hasAll }: CallSignalParts): CallSignal {
  const call = new AbortController();
  const giveUp = (): void => call.abort();
  const leave = (): void => {
    if (!hasAll()) giveUp();
  };
  if (caller.aborted) leave();
  if (ending.aborted) giveUp();
  caller.addEventListener('abort', leave);
  ending.addEventListener('abort', giveUp);
  return {
    signal: call.signal,
    release() {
      caller.removeEventListener('abort', leave);
      ending.removeEventListener('abort', giveUp);
    },
  };
}
