import { vi } from 'vitest';

/** How long `vi.waitFor` tries, in milliseconds, where a test does not say: Vitest's second is too little on a busy machine. */
const patienceMs = 20_000;

const usual = vi.waitFor;
const patiently: typeof usual = (check, options = patienceMs) => usual(check, options);

// Files of tests that share a process run this again.
if (usual.name !== patiently.name) vi.waitFor = patiently;
