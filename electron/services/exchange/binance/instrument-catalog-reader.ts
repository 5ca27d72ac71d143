import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import type { Clock } from '../../clock';
import { toInstrument, type ListedInstrument } from './instrument-catalog';
import { SPOT, type Product } from './product';
import { exchangeInfoHeadSchema, symbolSchema } from './schemas';

/** Work is laid aside for other events after this long. */
const SLICE_MS = 8;
const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
/** What stands between the name of a list and its first row, by the grammar of JSON. */
const LIST_OPENS = /[ \t\n\r]*:[ \t\n\r]*\[[ \t\n\r]*/y;

/** A row of the list that makes no sense. */
export interface OddRow {
  /** In the venue's spelling; null when the row does not even say that. */
  readonly venueSymbol: string | null;
  /** What is wrong with it, for the log. */
  readonly problem: string;
}

/** What is kept of exchangeInfo. */
export interface ExchangeInfo {
  readonly instruments: readonly ListedInstrument[];
  /** Rows passed over: a venue that adds something strange still has all its other symbols. */
  readonly oddRows: readonly OddRow[];
  /** Request weight allowed in a minute; null when the venue does not say. */
  readonly weightLimit: number | null;
}

/**
 * Reads exchangeInfo symbol by symbol, with pauses, because parsing its many megabytes in one go
 * would hold up every trade for as long. It may be spaced in any way JSON allows.
 * @throws {SyntaxError} for half an answer, zod's error for one of another shape.
 */
export async function readExchangeInfo(
  text: string,
  clock: Clock,
  product: Product = SPOT,
): Promise<ExchangeInfo> {
  const start = startOfSymbols(text);
  const instruments: ListedInstrument[] = [];
  const oddRows: OddRow[] = [];
  let pauseAt = clock.monotonic() + SLICE_MS;
  let end = start;
  for (let at = start; text.charCodeAt(start) !== CLOSE_BRACKET; at = end + 1) {
    end = endOfValue(text, at);
    const row: unknown = JSON.parse(text.slice(at, end));
    const { data, error } = symbolSchema.safeParse(row);
    const instrument = data && toInstrument(data, product);
    if (instrument) instruments.push(instrument);
    if (error) oddRows.push(oddRowOf(row, error));
    if (text.charCodeAt(end) !== COMMA) break;
    if (clock.monotonic() < pauseAt) continue;
    await nextTurn();
    pauseAt = clock.monotonic() + SLICE_MS;
  }
  const head = exchangeInfoHeadSchema.parse(JSON.parse(text.slice(0, start) + text.slice(end)));
  return { instruments, oddRows, weightLimit: weightLimitOf(head) };
}

/** Where the first row of the outermost list named `symbols` begins, or its end where it has none. */
function startOfSymbols(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    if (code !== QUOTE) continue;
    const end = endOfString(text, at);
    LIST_OPENS.lastIndex = end + 1;
    const isName = depth === 1 && text.slice(at + 1, end) === 'symbols';
    if (isName && LIST_OPENS.test(text)) return LIST_OPENS.lastIndex;
    at = end;
  }
  throw new TypeError('exchangeInfo without symbols');
}

/** Where the comma or bracket after the value at `start` is; the end of the text without one. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) depth++;
    else if (depth === 0 && (code === COMMA || code === CLOSE_BRACKET)) return at;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
  }
  return text.length;
}

const namedSchema = z.object({ symbol: symbolSchema.shape.symbol });

function oddRowOf(row: unknown, { issues: [issue] }: z.ZodError): OddRow {
  const { data: named } = namedSchema.safeParse(row);
  const problem = `${issue?.path.join('.')}: ${issue?.message}`;
  return { venueSymbol: named?.symbol ?? null, problem };
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
