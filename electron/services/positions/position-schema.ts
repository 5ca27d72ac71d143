import { z } from 'zod';
import type { LedgerEntry } from '../../../shared/domain/fill';
import { ledgerEntrySchema } from '../../../shared/domain/fill-schema';
import { replay } from '../../../shared/domain/ledger-record';

type StoredEntry = z.input<typeof ledgerEntrySchema>;

/** As it is kept, with amounts as texts, so that the state holds nothing but plain JSON. */
const storedEntry = z.custom<StoredEntry>((value) => ledgerEntrySchema.safeParse(value).success);

/** What the trader noted and chose; amounts in percent. */
const notesSchema = z.strictObject({
  leverage: z.number().positive().nullable(),
  /** Maintenance margin of the venue, percent of the notional; absent in older files. */
  maintenancePercent: z.number().positive().nullable().default(null),
  profitTargetPercent: z.number().positive().nullable(),
  stopLossPercent: z.number().positive().nullable(),
  note: z.string().nullable(),
  tags: z.array(z.string()).readonly(),
});

/** The best and worst of a position, in the quote asset, with times in ms UTC. */
export const excursionSchema = z.strictObject({
  best: z.number().nonnegative(),
  bestTime: z.number().int().nullable(),
  worst: z.number().nonpositive(),
  worstTime: z.number().int().nullable(),
});

/** A position in files: what happened to it, from which all figures follow, and what was noted. */
export const storedPosition = z
  .strictObject({
    id: z.number().int().positive(),
    /** Oldest first; each with its own number. */
    entries: z
      .array(z.strictObject({ id: z.number().int().positive(), entry: storedEntry }))
      .min(1)
      .readonly(),
    notes: notesSchema,
    excursion: excursionSchema,
  })
  .refine(({ entries, notes }) => canReplay(entries, notes.leverage), 'entries do not add up');

/** A line of the history of positions that ended; the newest of a position counts. */
export const archivedPosition = z.object({
  id: z.number().int().positive(),
  at: z.number().int(),
  positionId: z.number().int().positive(),
  /** Null when it was deleted or is open again. */
  position: storedPosition.nullable(),
});

export type StoredPosition = z.output<typeof storedPosition>;
export type PositionNotes = Readonly<z.output<typeof notesSchema>>;

/** Of a position about which nothing is noted. */
export const NO_NOTES: PositionNotes = {
  leverage: null,
  maintenancePercent: null,
  profitTargetPercent: null,
  stopLossPercent: null,
  note: null,
  tags: [],
};

function canReplay(
  entries: readonly { readonly entry: StoredEntry }[],
  leverage: number | null,
): boolean {
  try {
    replay(
      entries.map(({ entry }) => ledgerEntrySchema.decode(entry)),
      leverage,
    );
    return true;
  } catch {
    return false;
  }
}

/** An entry as files keep it. The same object for the same entry: the store skips what it knows. */
export function encodeEntry(entry: LedgerEntry): StoredEntry {
  const known = encoded.get(entry);
  if (known) return known;
  const stored = ledgerEntrySchema.encode(entry);
  encoded.set(entry, stored);
  return stored;
}

const encoded = new WeakMap<LedgerEntry, StoredEntry>();

/** The entry that a file holds. */
export const decodeEntry = (stored: StoredEntry): LedgerEntry => ledgerEntrySchema.decode(stored);

/** Notes of the other side after a flip: what was aimed at on one side is no aim on the other. */
export function flipped(notes: PositionNotes): PositionNotes {
  return { ...notes, profitTargetPercent: null, stopLossPercent: null };
}
