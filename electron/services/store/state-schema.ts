import { z } from 'zod';

/** Beyond it the numbers to come would soon be no exact integers any more. */
const MAX_SEQ = 9e15;

/** All that has to outlive a restart. */
export const stateSchema = z.object({
  schemaVersion: z.literal(1),
  /** Highest event number that may have been used; see `Sequence`. */
  seqReserved: z.number().int().nonnegative().max(MAX_SEQ),
  watchlist: z.object({
    /** Wire symbols, in the trader's order; null until the trader or the first start has chosen. */
    symbols: z.array(z.string()).nullable(),
    groups: z.record(z.string(), z.array(z.string())),
  }),
});

export type State = z.infer<typeof stateSchema>;

/** The state of a first start. */
export function emptyState(): State {
  return { schemaVersion: 1, seqReserved: 0, watchlist: { symbols: null, groups: {} } };
}
