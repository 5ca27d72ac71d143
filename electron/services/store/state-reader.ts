import { readState, SCHEMA_VERSION, type ReadState, type SectionName } from './state-schema';
import type { State } from './state-schema';
import { unseal, type Enveloped } from './state-envelope';

/** The files of the first version were bare JSON. */
const BARE_VERSION = 1;

/** What the bytes of a state file come to. */
export type StateReading =
  | { readonly kind: 'damaged' }
  | {
      /** `newer`: only a later program may write it; `state` is what of it is understood. */
      readonly kind: 'good' | 'newer';
      readonly state: State;
      readonly generation: number;
      readonly schemaVersion: number;
      /** Sections that are not what they should be, though every byte is as it was written. */
      readonly rejected: readonly SectionName[];
      /** Entries of other sections that are not; they are left out. */
      readonly setAside: readonly string[];
    };

const DAMAGED: StateReading = { kind: 'damaged' };

/** Reads the bytes of a state file of any version; nothing but whole files is ever believed. */
export function readStateFile(data: Buffer): StateReading {
  const enveloped = unseal(data);
  if (enveloped) return readEnveloped(enveloped);
  const document = parse(data.toString('utf8'));
  if (typeof document !== 'object' || document === null) return DAMAGED;
  return readBare(document as Record<string, unknown>);
}

function readEnveloped({ schemaVersion, generation, body }: Enveloped): StateReading {
  const read = readState(schemaVersion, parse(body));
  if (!read) return DAMAGED;
  return reading(read, { schemaVersion, generation });
}

/** Without a checksum, only its being complete tells a bare file from a damaged one. */
function readBare(document: Record<string, unknown>): StateReading {
  const { schemaVersion } = document;
  if (typeof schemaVersion !== 'number' || 'format' in document) return DAMAGED;
  const read = readState(schemaVersion, document);
  if (!read) return DAMAGED;
  const isWhole = ['seqReserved', 'watchlist'].every((name) => Object.hasOwn(document, name));
  const isBelievable = isWhole && read.rejected.length + read.setAside.length === 0;
  if (schemaVersion <= BARE_VERSION && !isBelievable) return DAMAGED;
  return reading(read, { schemaVersion, generation: 0 });
}

function reading(
  { state, rejected, setAside, isNewer }: ReadState,
  origin: { readonly schemaVersion: number; readonly generation: number },
): StateReading {
  const kind = isNewer || origin.schemaVersion > SCHEMA_VERSION ? 'newer' : 'good';
  return { kind, state, rejected, setAside, ...origin };
}

/** Undefined for what is no JSON. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
