import fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a red run means a change made it red.
 * Other cases are looked at with `TICKWATCH_TEST_SEED=N npx vitest run --project unit`.
 */
const seed = Number(process.env['TICKWATCH_TEST_SEED'] ?? 20_261_123);

fc.configureGlobal({ seed });
