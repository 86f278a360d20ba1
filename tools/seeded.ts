import fc from 'fast-check';

/**
 * Generated tests draw the same cases each time, so that a change is judged by itself: `SEED=7 npm test` draws others, and
 * `npm run fuzz` always does.
 */
fc.configureGlobal({ seed: Number(process.env['SEED'] ?? 20_261_121) });
