import { z } from 'zod';

/** Turns a document of one version into one of the next; the schema judges what comes out. */
type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

const oldPortfolio = z.looseObject({
  equity: z.array(z.strictObject({ time: z.number(), equity: z.string() })),
});
const oldPending = z.record(z.string(), z.unknown());

/** By the version they start from, without a gap. */
const MIGRATIONS: readonly Migration[] = [
  // 1 → 2: the version moved into the file's header.
  ({ schemaVersion: _moved, ...sections }) => sections,
  // 2 → 3: what the portfolio was worth became a history.
  equityIntoHistory,
];

/** Brings a document up to the newest version; what is no document is returned as it is. */
export function migrate(schemaVersion: number, document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  return MIGRATIONS.slice(schemaVersion - 1).reduce(
    (present, step) => step(present),
    document as Record<string, unknown>,
  );
}

/** The points wait within the state, as every new record does; the first start brings them over. */
function equityIntoHistory(document: Record<string, unknown>): Record<string, unknown> {
  const read = oldPortfolio.safeParse(document['portfolio']);
  const pending = oldPending.safeParse(document['pending']);
  const { equity: points, ...portfolio } = read.data ?? { equity: [] };
  const equity = points.map(({ time, equity: worth }, place) => ({
    ...{ id: place + 1, at: time, equity: worth },
  }));
  const runs = equity.length > 0 ? [{ from: 1, to: equity.length }] : [];
  const none = { alerts: [], fills: [], deliveries: [], signals: [] };
  return {
    ...document,
    ...(read.success && { portfolio: { ...portfolio, runs } }),
    ...((pending.success || document['pending'] === undefined) && {
      pending: { ...none, ...pending.data, equity },
    }),
  };
}
