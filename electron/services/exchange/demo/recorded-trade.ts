/** A trade as a recording has it. */
export interface RecordedTrade {
  /** Venue symbol. */
  readonly symbol: string;
  /** Aggregate trade id, or the trade's own id; null when not recorded. */
  readonly id: number | null;
  /** Ids of the single trades inside; null when not recorded. */
  readonly firstTradeId: number | null;
  readonly lastTradeId: number | null;
  /** In the quote asset, > 0. */
  readonly price: number;
  /** In the base asset, > 0. */
  readonly quantity: number;
  /** ms UTC, whole. */
  readonly time: number;
  readonly isBuyerMaker: boolean;
  /** Both may describe the same trades. */
  readonly kind: 'aggTrade' | 'trade';
}

/** What is wrong with one line of a recording, for people. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** Larger figures cannot be kept exactly; no market has them. */
const MOST = 1e12;
/** Venues write no smaller figures. */
const LEAST = 1e-8;

/** A price or a quantity out of text or number. @throws {LineError} unless it is finite and positive. */
export function readAmount(name: string, value: unknown): number {
  const isWritten = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '');
  const amount = isWritten ? Number(value) : Number.NaN;
  if (amount >= LEAST && amount <= MOST) return amount;
  throw new LineError(`${name} ${shown(value)} is not a positive number`);
}

/**
 * A time in whole ms out of seconds, ms, µs or ns (told apart by size) or of a date in ISO 8601.
 *
 * @throws {LineError}
 */
export function readTime(value: unknown): number {
  const number = typeof value === 'number' ? value : Number(value);
  if (Number.isFinite(number) && number > 0) return Math.floor(toMs(number));
  const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isFinite(parsed)) return parsed;
  throw new LineError(`time ${shown(value)} is not a time`);
}

/** An id, or null when there is none. */
export function readId(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const id = Number(value);
  return Number.isSafeInteger(id) && id >= 0 ? id : null;
}

function toMs(time: number): number {
  if (time < 1e11) return time * 1000;
  if (time < 1e14) return time;
  return time < 1e17 ? time / 1e3 : time / 1e6;
}

function shown(value: unknown): string {
  return value === undefined ? '(missing)' : JSON.stringify(value).slice(0, 40);
}
