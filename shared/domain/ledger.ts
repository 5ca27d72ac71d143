import { AppError } from './errors';
import {
  assetsOf,
  filledQuantity,
  quoteValue,
  splitFill,
  type Charge,
  type Fill,
  type Funding,
  type LedgerEntry,
  type Renaming,
} from './fill';
import { Exact } from './money';
import { openQuantity, type Position } from './position';

/**
 * Averaging after partial exits lengthens the exact fraction with every fill. Beyond 200 digits it is
 * rounded to 150 decimals: nobody can tell, and a position traded for years stays small. Closed
 * figures do not depend on it at all (see `realizedPnl`).
 */
const COST_DIGITS = 200;
const COST_DECIMALS = 150;

/** What became of a fill. */
export interface FillOutcome {
  /** The position it was applied to, maybe closed by it. */
  readonly position: Position;
  /** The part of the fill that this position took; all of it unless it flipped. */
  readonly fill: Fill;
  /** After a flip: the new position on the other side and its part of the fill. */
  readonly opened: { readonly position: Position; readonly fill: Fill } | null;
}

/** A new position out of one fill: a buy opens a long, a sell a short. @throws {AppError} INVALID */
export function openPosition(fill: Fill, leverage: number | null): Position {
  checkFill(fill);
  const empty: Position = {
    symbol: fill.symbol,
    side: fill.side === 'buy' ? 'long' : 'short',
    openedAt: fill.time,
    closedAt: null,
    updatedAt: fill.time,
    entryQuantity: Exact.zero,
    entryValue: Exact.zero,
    exitQuantity: Exact.zero,
    exitValue: Exact.zero,
    openCost: Exact.zero,
    peakCost: Exact.zero,
    fees: Exact.zero,
    funding: Exact.zero,
    unvalued: [],
    closedBy: null,
    leverage,
  };
  return increase(empty, fill);
}

/**
 * Adds to the position, takes off, closes it, or with `allowFlip` closes it and opens the other side
 * with the rest. A closed position takes no fill: what is opened again starts afresh.
 * @throws {AppError} INVALID, naming the field: another symbol, a price or quantity that is not
 * positive, a time before the last entry, more than is open.
 */
export function applyFill(
  position: Position,
  fill: Fill,
  options: { readonly allowFlip?: boolean } = {},
): FillOutcome {
  checkFill(fill);
  checkEntry(position, fill);
  if (position.closedAt !== null) {
    throw invalid('position_id', 'The position is closed; open a new one.');
  }
  if ((fill.side === 'buy') === (position.side === 'long')) {
    return { position: increase(position, fill), fill, opened: null };
  }
  const open = openQuantity(position);
  const over = filledQuantity(fill).minus(open);
  if (over.sign <= 0) return { position: reduce(position, fill), fill, opened: null };
  if (options.allowFlip !== true) throw tooMuch(fill, open);
  const [closing, rest] = splitFill(fill, open);
  return {
    position: reduce(position, closing),
    fill: closing,
    opened: { position: openPosition(rest, position.leverage), fill: rest },
  };
}

/**
 * Adds a funding payment. A closed position takes those of the time when it was open: the venue may
 * report late. @throws {AppError} INVALID
 */
export function applyFunding(position: Position, funding: Funding): Position {
  checkSymbol(position, funding.symbol);
  const end = position.closedAt ?? Infinity;
  if (funding.time < position.openedAt || funding.time > end) {
    throw invalid('time', 'The funding is of a time when the position was not open.');
  }
  const charged = charge(position, 'funding', funding.amount, null);
  return { ...charged, updatedAt: Math.max(position.updatedAt, funding.time) };
}

/** Goes on under another symbol: the quantities follow the ratio, what was paid stays. @throws {AppError} INVALID */
export function renameSymbol(position: Position, renaming: Renaming): Position {
  checkEntry(position, renaming);
  if (renaming.ratio.sign <= 0) throw invalid('ratio', 'The ratio must be above 0.');
  if (assetsOf(renaming.newSymbol).quote !== assetsOf(position.symbol).quote) {
    throw invalid('symbol', 'A position cannot change its quote asset.');
  }
  return {
    ...position,
    symbol: renaming.newSymbol,
    updatedAt: renaming.time,
    entryQuantity: position.entryQuantity.times(renaming.ratio),
    exitQuantity: position.exitQuantity.times(renaming.ratio),
  };
}

/** Any entry, of which none may flip the position. @throws {AppError} INVALID */
export function applyEntry(position: Position, entry: LedgerEntry): Position {
  switch (entry.kind) {
    case 'fill':
      return applyFill(position, entry).position;
    case 'funding':
      return applyFunding(position, entry);
    case 'renaming':
      return renameSymbol(position, entry);
  }
}

function increase(position: Position, fill: Fill): Position {
  const quantity = filledQuantity(fill);
  const value = quantity.times(fill.price);
  const openCost = cappedCost(position.openCost.plus(value));
  const grown: Position = {
    ...position,
    updatedAt: fill.time,
    entryQuantity: position.entryQuantity.plus(quantity),
    entryValue: position.entryValue.plus(value),
    openCost,
    peakCost: openCost.compare(position.peakCost) > 0 ? openCost : position.peakCost,
  };
  return chargeFee(grown, fill);
}

/** Takes off at most what is open; the average entry of the rest stays what it was. */
function reduce(position: Position, fill: Fill): Position {
  const quantity = filledQuantity(fill);
  const open = openQuantity(position);
  const rest = open.minus(quantity);
  const closed = rest.isZero ? { closedAt: fill.time, closedBy: fill.cause } : {};
  const reduced: Position = {
    ...position,
    ...closed,
    updatedAt: fill.time,
    exitQuantity: position.exitQuantity.plus(quantity),
    exitValue: position.exitValue.plus(quantity.times(fill.price)),
    openCost: cappedCost(position.openCost.times(rest).dividedBy(open)),
  };
  return chargeFee(reduced, fill);
}

function cappedCost(cost: Exact): Exact {
  return cost.capped(COST_DIGITS, COST_DECIMALS);
}

function chargeFee(position: Position, fill: Fill): Position {
  return fill.fee === null ? position : charge(position, 'fee', fill.fee, fill.price);
}

function charge(
  position: Position,
  purpose: 'fee' | 'funding',
  amount: Charge,
  price: Exact | null,
): Position {
  if (amount.amount.isZero) return position;
  const value = quoteValue(amount, position.symbol, price);
  if (value === null) return { ...position, unvalued: addUnvalued(position, purpose, amount) };
  return purpose === 'fee'
    ? { ...position, fees: position.fees.plus(value) }
    : { ...position, funding: position.funding.plus(value) };
}

function addUnvalued(
  { unvalued }: Position,
  purpose: 'fee' | 'funding',
  { asset, amount }: Charge,
): Position['unvalued'] {
  const isSame = (item: Position['unvalued'][number]) =>
    item.purpose === purpose && item.asset === asset;
  const before = unvalued.find(isSame)?.amount ?? Exact.zero;
  const others = unvalued.filter((item) => !isSame(item));
  return [...others, { purpose, asset, amount: before.plus(amount) }].sort(byAsset);
}

/** In an order of their own, so that the same fills always give the same state. */
function byAsset(a: Position['unvalued'][number], b: Position['unvalued'][number]): number {
  return `${a.purpose} ${a.asset}` < `${b.purpose} ${b.asset}` ? -1 : 1;
}

function checkFill(fill: Fill): void {
  if (fill.price.sign <= 0) throw invalid('price', 'The price must be above 0.');
  if (fill.quantity.sign <= 0) throw invalid('quantity', 'The quantity must be above 0.');
  if (filledQuantity(fill).sign <= 0) {
    throw invalid('fee', 'The fee leaves nothing of what was bought.');
  }
}

function checkEntry(position: Position, entry: LedgerEntry): void {
  checkSymbol(position, entry.symbol);
  if (entry.time < position.openedAt) {
    throw invalid('time', 'The time is before the position was opened.');
  }
  if (entry.time < position.updatedAt) {
    throw invalid('time', 'The time is before the last entry of the position.');
  }
}

function checkSymbol(position: Position, symbol: string): void {
  if (symbol === position.symbol) return;
  throw invalid('symbol', `The position is in ${position.symbol}, not in ${symbol}.`);
}

function tooMuch(fill: Fill, open: Exact): AppError {
  const verb = fill.side === 'buy' ? 'Buying' : 'Selling';
  const amount = filledQuantity(fill).toText();
  return invalid(
    'quantity',
    `${verb} ${amount} is more than the ${open.toText()} that is open; allow_flip opens the other side with the rest.`,
  );
}

function invalid(field: string, message: string): AppError {
  return new AppError('INVALID', message, { info: { details: [{ field, message }] } });
}
