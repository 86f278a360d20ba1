/** How much is loaded, and for how long. */
export interface Settings {
  /** Of the phase with one instance; those of the others are in proportion. */
  readonly seconds: number;
  /** Senders at the same time. */
  readonly clients: number;
  /** Uploads that one client queues at once. */
  readonly burst: number;
}

/** Reads `LOAD_SECONDS`, `LOAD_CLIENTS` and `LOAD_BURST`. @throws where one is no whole number above 0 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const number = (name: string, usual: number): number => {
    const text = environment[name] ?? String(usual);
    if (!/^[1-9]\d{0,6}$/.test(text)) throw new Error(`${name} must be a whole number above 0`);
    return Number(text);
  };
  return {
    seconds: number('LOAD_SECONDS', 600),
    clients: number('LOAD_CLIENTS', 200),
    burst: number('LOAD_BURST', 5000),
  };
}
