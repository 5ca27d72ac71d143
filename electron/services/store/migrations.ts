/** Turns a document of one version into one of the next; the schema judges what comes out. */
type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/** By the version they start from, without a gap. */
const MIGRATIONS: readonly Migration[] = [
  // 1 → 2: the version moved into the file's header.
  ({ schemaVersion: _moved, ...sections }) => sections,
];

/** Brings a document up to the newest version; what is no document is returned as it is. */
export function migrate(schemaVersion: number, document: unknown): unknown {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return document;
  return MIGRATIONS.slice(schemaVersion - 1).reduce(
    (present, step) => step(present),
    document as Record<string, unknown>,
  );
}
