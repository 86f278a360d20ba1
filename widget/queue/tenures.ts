/**
 * Which page has an upload: two tabs of a browser must not send the same one. A page that is closed or crashes has
 * none any more.
 */
export interface Tenures {
  /** Takes an upload for this page. @returns `undefined` where another page has it. Never rejects. */
  take(id: string): Promise<Tenure | undefined>;
  /** Takes it as soon as the page that has it gives it up. Never rejects. */
  await(id: string): Promise<Tenure | undefined>;
}

export interface Tenure {
  end(): void;
}

/** Makes `Tenures` of the browser's own locks, which end with their page. Never steals one. */
export function createWebLockTenures(locks: Pick<LockManager, 'request'>, realm: string): Tenures {
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
    await: (id) => request(id, {}),
  };
}
