import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../clock';
import { toInstrument, type ListedInstrument } from './instrument-catalog';
import { SPOT, type Product } from './product';
import { exchangeInfoHeadSchema, symbolSchema } from './schemas';

/** Work is laid aside for other events after this long. */
const SLICE_MS = 8;
const LIST_START = '"symbols":[';
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** What is kept of exchangeInfo. */
export interface ExchangeInfo {
  readonly instruments: readonly ListedInstrument[];
  /** Request weight allowed in a minute; null when the venue does not say. */
  readonly weightLimit: number | null;
}

/**
 * Reads exchangeInfo symbol by symbol, with pauses, because parsing its many megabytes in one go
 * would hold up every trade for as long.
 * @throws {SyntaxError} for half an answer, zod's error for one of another shape.
 */
export async function readExchangeInfo(
  text: string,
  clock: Clock,
  product: Product = SPOT,
): Promise<ExchangeInfo> {
  const start = text.indexOf(LIST_START) + LIST_START.length;
  if (start < LIST_START.length) throw new TypeError('exchangeInfo without symbols');
  const instruments: ListedInstrument[] = [];
  let at = start;
  let pauseAt = clock.monotonic() + SLICE_MS;
  while (text.charCodeAt(at) === OPEN_BRACE) {
    const end = endOfValue(text, at);
    const row = symbolSchema.parse(JSON.parse(text.slice(at, end)));
    const instrument = toInstrument(row, product);
    if (instrument) instruments.push(instrument);
    // The comma goes with the symbol before it; without one the list is at its end.
    at = text[end] === ',' ? end + 1 : end;
    if (clock.monotonic() < pauseAt) continue;
    await nextTurn();
    pauseAt = clock.monotonic() + SLICE_MS;
  }
  const head = exchangeInfoHeadSchema.parse(JSON.parse(text.slice(0, start) + text.slice(at)));
  return { instruments, weightLimit: weightLimitOf(head) };
}

/** Where the object or list that begins at `start` ends, exclusive; the end of the text if it does not. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** The closing quote of the text that opens at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at;
    if (code === BACKSLASH) at++;
  }
  return text.length;
}

function weightLimitOf({ rateLimits = [] }: { rateLimits?: readonly RateLimit[] | undefined }) {
  const found = rateLimits.find(
    ({ rateLimitType, interval, intervalNum }) =>
      rateLimitType === 'REQUEST_WEIGHT' && interval === 'MINUTE' && intervalNum === 1,
  );
  return found && found.limit > 0 ? found.limit : null;
}

interface RateLimit {
  readonly rateLimitType: string;
  readonly interval: string;
  readonly intervalNum: number;
  readonly limit: number;
}
