import { wireSpelling } from '../../../shared/domain/instrument';
import { ALL } from '../../../shared/domain/rules/armed-rule';
import { Exact } from '../../../shared/domain/money';
import { equityRecord } from '../positions/portfolio-schema';
import { fromStored, isOpen } from '../positions/position-book';
import type { StoredPosition } from '../positions/position-schema';
import { invalid, type Incoming } from './state-document';
import type { State } from './state-schema';

const DAY_MS = 86_400_000;
/** Venues' histories begin later; times before it, or ahead of the clock, are mistakes. */
const EARLIEST = Date.UTC(2010, 0, 1);
/** The last year that requests can name. */
const FAR_FUTURE = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Above what any folder comes to, also after a recovery, and far below where numbers end. */
const HIGHEST_ID = 1e15;
/** Amounts as they were stated are short; fractions and what follows from them need not be. */
const DECIMAL_LENGTH = 60;
const FRACTION_LENGTH = 2000;
const LARGEST_AMOUNT = 1e30;
const NOTE_LENGTH = 4000;
const TAGS = { count: 20, length: 40 };
const SYMBOLS = 500;
const SYMBOL = /^[^\s/:<>]+\/[^\s/:<>]+(?::[^\s/:<>]+)?$/u;
const SYMBOL_LENGTH = 64;

/** A bound that a value of a document keeps or does not. */
interface Bound {
  readonly field: string;
  readonly isKept: boolean;
  readonly message: string;
}

type Bounds = Generator<Bound, void, undefined>;
type Entry = StoredPosition['entries'][number]['entry'];

/**
 * What requests do not let in must not come in with a whole document either.
 * @param now ms UTC.
 * @throws {AppError} `INVALID` naming the first value that is out of bounds.
 */
export function refuseExcess(incoming: Incoming, now: number): void {
  for (const { field, isKept, message } of boundsOf(incoming, now)) {
    if (!isKept) throw invalid(field, message);
  }
}

function* boundsOf({ sections, closed, histories, ids }: Incoming, now: number): Bounds {
  const latest = now + DAY_MS;
  for (const [kind, id] of Object.entries(ids)) yield idBound(`ids.${kind}`, id);
  if (sections.positions) yield* sectionBounds(sections.positions, latest);
  for (const [place, each] of (closed ?? []).entries()) {
    const field = `closed_positions.${place}`;
    yield* positionBounds(field, each, latest);
    yield { field, isKept: !isOpen(fromStored(each)), message: 'is open' };
  }
  if (sections.portfolio) yield* portfolioBounds(sections.portfolio, latest);
  if (sections.watchlist) yield* watchlistBounds(sections.watchlist);
  if (sections.alerts) yield* alertBounds(sections.alerts, latest);
  if (sections.outbox) yield* outboxBounds(sections.outbox, latest);
  yield* historyBounds(histories, latest);
}

function* historyBounds(histories: Incoming['histories'], latest: number): Bounds {
  for (const [name, records] of Object.entries(histories)) {
    for (const [place, { at }] of records.entries()) {
      yield timeBound(`histories.${name}.${place}.at`, at, latest);
    }
  }
  for (const [place, record] of (histories.equity ?? []).entries()) {
    const { equity } = equityRecord.parse(record);
    yield amountBound(`histories.equity.${place}.equity`, equity, FRACTION_LENGTH);
  }
}

function* sectionBounds({ open, deleted }: State['positions'], latest: number): Bounds {
  for (const [key, each] of Object.entries(open)) {
    const field = `state.positions.open.${key}`;
    yield* positionBounds(field, each, latest);
    yield { field, isKept: isOpen(fromStored(each)), message: 'is closed' };
  }
  for (const [key, { at, position }] of Object.entries(deleted)) {
    const field = `state.positions.deleted.${key}`;
    yield timeBound(`${field}.at`, at, latest);
    yield* positionBounds(`${field}.position`, position, latest);
  }
}

function* positionBounds(field: string, position: StoredPosition, latest: number): Bounds {
  const { entries, excursion, notes } = position;
  const isKept = new Set(entries.map(({ id }) => id)).size === entries.length;
  yield { field: `${field}.entries`, isKept, message: 'has a number twice' };
  for (const [place, { entry }] of entries.entries()) {
    yield* entryBounds(`${field}.entries.${place}.entry`, entry, latest);
  }
  yield timeBound(`${field}.excursion.bestTime`, excursion.bestTime, latest);
  yield timeBound(`${field}.excursion.worstTime`, excursion.worstTime, latest);
  yield lengthBound(`${field}.notes.note`, notes.note ?? '', NOTE_LENGTH);
  yield lengthBound(`${field}.notes.tags`, notes.tags, TAGS.count);
  for (const tag of notes.tags) yield lengthBound(`${field}.notes.tags`, tag, TAGS.length);
}

function* entryBounds(field: string, entry: Entry, latest: number): Bounds {
  yield timeBound(`${field}.time`, entry.time, latest);
  yield symbolBound(`${field}.symbol`, entry.symbol);
  if (entry.kind === 'renaming') {
    yield symbolBound(`${field}.newSymbol`, entry.newSymbol);
    yield amountBound(`${field}.ratio`, entry.ratio);
    return;
  }
  if (entry.kind === 'fill') {
    yield amountBound(`${field}.price`, entry.price);
    yield amountBound(`${field}.quantity`, entry.quantity);
  }
  const charge = entry.kind === 'fill' ? entry.fee : entry.amount;
  yield amountBound(`${field}.charge.amount`, charge?.amount ?? '0', FRACTION_LENGTH);
  yield amountBound(`${field}.charge.rate`, charge?.rate ?? '0', FRACTION_LENGTH);
}

function* portfolioBounds({ transfers }: State['portfolio'], latest: number): Bounds {
  for (const [place, { time, amount, value }] of transfers.entries()) {
    const field = `state.portfolio.transfers.${place}`;
    yield timeBound(`${field}.time`, time, latest);
    yield amountBound(`${field}.amount`, amount, FRACTION_LENGTH);
    yield amountBound(`${field}.value`, value, FRACTION_LENGTH);
  }
}

function* watchlistBounds({ symbols, groups }: State['watchlist']): Bounds {
  const lists = [['symbols', symbols ?? []] as const, ...Object.entries(groups)];
  for (const [name, list] of lists) {
    yield lengthBound(`state.watchlist.${name}`, list, SYMBOLS);
    for (const each of list) yield symbolBound(`state.watchlist.${name}`, each);
  }
}

function* alertBounds({ rules, symbols, reads }: State['alerts'], latest: number): Bounds {
  for (const [key, { rule, createdAt, armedAt, snoozedUntil }] of Object.entries(rules)) {
    const field = `state.alerts.rules.${key}`;
    yield timeBound(`${field}.createdAt`, createdAt, latest);
    yield timeBound(`${field}.armedAt`, armedAt, latest);
    yield timeBound(`${field}.snoozedUntil`, snoozedUntil, FAR_FUTURE);
    if (typeof rule.symbol !== 'string' || rule.symbol === ALL) continue;
    yield symbolBound(`${field}.rule.symbol`, rule.symbol);
  }
  for (const [symbol, { last }] of Object.entries(symbols)) {
    const field = `state.alerts.symbols.${symbol}`;
    if (symbol !== ALL) yield symbolBound(field, symbol);
    yield timeBound(`${field}.last.time`, last?.time ?? null, latest);
    const isKept = (last?.symbol ?? symbol) === symbol;
    yield { field: `${field}.last.symbol`, isKept, message: 'is another symbol' };
  }
  yield idBound('state.alerts.reads.upTo', reads.upTo);
}

function* outboxBounds({ messages }: State['outbox'], latest: number): Bounds {
  for (const [key, message] of Object.entries(messages)) {
    const field = `state.outbox.messages.${key}`;
    yield { field, isKept: message.key === key, message: 'has another key' };
    for (const name of ['occurredAt', 'queuedAt'] as const) {
      yield timeBound(`${field}.${name}`, message[name], latest);
    }
    // A far side may have asked for a pause of a day.
    yield timeBound(`${field}.dueAt`, message.dueAt, latest + DAY_MS);
  }
}

function timeBound(field: string, time: number | null, latest: number): Bound {
  const isKept = time === null || (time >= EARLIEST && time <= latest);
  const end = latest === FAR_FUTURE ? 'the year 10000' : 'tomorrow';
  return { field, isKept, message: `must lie between 2010 and ${end}` };
}

const idBound = (field: string, id: number): Bound => ({
  ...{ field, isKept: id <= HIGHEST_ID, message: `must not be above ${HIGHEST_ID}` },
});

function symbolBound(field: string, symbol: string): Bound {
  const isKept =
    symbol.length <= SYMBOL_LENGTH && SYMBOL.test(symbol) && wireSpelling(symbol) !== null;
  return { field, isKept, message: 'must be a symbol like BTC/USDT' };
}

function amountBound(field: string, text: string, decimalLength = DECIMAL_LENGTH): Bound {
  const longest = text.includes('/') ? FRACTION_LENGTH : decimalLength;
  const isShort = text.length <= longest && !/e[+-]?\d{3}/i.test(text);
  const amount = isShort ? Exact.fromText(text) : null;
  const isKept = amount !== null && Math.abs(amount.toNumber()) <= LARGEST_AMOUNT;
  return { field, isKept, message: 'is no amount that can be' };
}

const lengthBound = (field: string, { length }: { length: number }, longest: number): Bound => ({
  ...{ field, isKept: length <= longest, message: `must not be longer than ${longest}` },
});
