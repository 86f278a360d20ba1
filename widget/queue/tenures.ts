/**
 * Which page has an upload: two tabs of a browser must not send the same one. A page that is closed or crashes has
 * none any more.
 */
export interface Tenures {
  /** Takes an upload for this page. @returns `undefined` where another page has it. Never rejects. */
  take(id: string): Promise<Tenure | undefined>;
  /**
   * Takes it as soon as the page that has it gives it up. Never rejects.
   * @returns `undefined` where the signal came first
   */
  await(id: string, signal?: AbortSignal): Promise<Tenure | undefined>;
}

export interface Tenure {
  end(): void;
}

/** As much of the browser's locks as is used. */
export interface Locks {
  request(name: string, options: LockOptions, work: (lock: Lock | null) => Promise<void> | undefined): Promise<unknown>;
}

/** Makes `Tenures` of the browser's own locks, which end with their page. Never steals one. */
export function createWebLockTenures(locks: Locks, realm: string): Tenures {
  function request(id: string, options: LockOptions): Promise<Tenure | undefined> {
    return new Promise((resolve) => {
      const held = (lock: Lock | null): Promise<void> | undefined => {
        if (!lock) return void resolve(undefined);
        return new Promise((end) => resolve({ end }));
      };
      locks.request(`anexo ${realm} ${id}`, options, held).catch(() => resolve(undefined));
    });
  }
  return {
    take: (id) => request(id, { ifAvailable: true }),
    await: (id, signal) => request(id, signal ? { signal } : {}),
  };
}
