import type { ColumnMapping, CsvField } from './csv-columns';
import { readAmount, readSide, readTime, symbolFromUnit } from './csv-value';
import { assetsOf, isContract, type Charge, type Fill } from './fill';
import { Exact } from './money';

/** How the rows of one file are to be read. */
export interface CsvReading {
  readonly columns: ColumnMapping;
  /** Minutes its times are ahead of UTC. */
  readonly utcOffset: number;
  /** The latest moment a row may be of, ms UTC: later ones were read in a wrong time zone. */
  readonly latest?: number;
  /** The wire symbol for what a file calls a pair; null when there is no such instrument (any more). */
  readonly symbolOf: (name: string) => string | null;
  /** `quote` for one `asset` at that time, null when unknown: values fees in a third asset. */
  readonly rateOf?: (asset: string, quote: string, time: number) => Exact | null;
}

/** Further off, a column is not what it was taken for. */
const LARGEST = Exact.of('1e15');
const EARLIEST = Date.UTC(2010, 0);

/** A fill, or why a row is none: for people, begins with the field. */
export type FillReading =
  | { readonly fill: Fill; readonly problem: null }
  | { readonly fill: null; readonly problem: string };

/** A row that cannot be read; caught where the row begins. */
class RowProblem extends Error {}

/** Reads the fill out of a row. */
export function readFill(cells: readonly string[], reading: CsvReading): FillReading {
  try {
    return { fill: fillOf(cells, reading), problem: null };
  } catch (error) {
    if (error instanceof RowProblem) return { fill: null, problem: error.message };
    throw error;
  }
}

type CellOf = (field: CsvField) => string;

function fillOf(cells: readonly string[], reading: CsvReading): Fill {
  const cell: CellOf = (field) => cells[reading.columns[field] ?? -1] ?? '';
  const symbol = symbolIn(cell, reading);
  const { base, quote } = assetsOf(symbol);
  const time = timeIn(cell, reading);
  const price = positive('price', cell('price'), [quote]);
  const quantity = positive('quantity', cell('quantity'), [base]);
  const side = found('side', cell('side'), readSide(cell('side')));
  const fee = feeOf(cell('fee'), cell('feeAsset'), symbol);
  const isInBase = fee?.asset === base && side === 'buy';
  return {
    kind: 'fill',
    symbol,
    side,
    price,
    quantity,
    time,
    fee: fee && { ...fee, rate: rateOf(fee.asset, symbol, time, reading) },
    feeFromQuantity: isInBase && isTaken(cell('feeTaken'), symbol),
    cause: 'trade',
    tradeId: cell('tradeId').trim() || null,
  };
}

function symbolIn(cell: CellOf, { symbolOf }: CsvReading): string {
  const pair = cell('symbol').trim();
  return found('symbol', pair, symbolOf(pair) ?? symbolFromUnit(pair, cell('quantity')));
}

function timeIn(
  cell: CellOf,
  { utcOffset, latest = Number.POSITIVE_INFINITY }: CsvReading,
): number {
  const text = cell('time');
  const time = found('time', text, readTime(text, utcOffset));
  if (time > latest) throw new RowProblem(`time: ${shown(text)} lies in the future`);
  if (time < EARLIEST) throw new RowProblem(`time: ${shown(text)} lies before 2010`);
  return time;
}

function rateOf(asset: string, symbol: string, time: number, reading: CsvReading): Exact | null {
  const { base, quote } = assetsOf(symbol);
  if (asset === base || asset === quote) return null;
  return reading.rateOf?.(asset, quote, time) ?? null;
}

/** On spot, a fee in the coin that was bought leaves that much less of it. */
function isTaken(cell: string, symbol: string): boolean {
  const said = cell.trim().toLowerCase();
  return said === '' ? !isContract(symbol) : said === 'yes';
}

function feeOf(cell: string, assetCell: string, symbol: string): Charge | null {
  const text = cell.trim();
  if (text === '' || text === '-') return null;
  const { base, quote } = assetsOf(symbol);
  const named = assetCell.trim().toUpperCase();
  const read = found('fee', cell, readAmount(text, named === '' ? [base, quote] : [named]));
  if (read.amount.isZero) return null;
  return { amount: read.amount, asset: named || (read.asset ?? quote), rate: null };
}

function positive(field: CsvField, cell: string, assets: readonly string[]): Exact {
  const { amount, asset } = found(field, cell, readAmount(cell, assets));
  if (asset !== null && !assets.includes(asset)) {
    throw new RowProblem(`${field}: ${shown(cell)} is not in ${assets.join(' or ')}`);
  }
  if (amount.compare(LARGEST) > 0) throw new RowProblem(`${field}: ${shown(cell)} is too large`);
  if (amount.sign > 0) return amount;
  throw new RowProblem(`${field}: ${shown(cell)} is not above 0`);
}

function found<T>(field: CsvField, cell: string, value: T | null): T {
  if (value !== null) return value;
  if (cell.trim() === '') throw new RowProblem(`${field}: is missing`);
  const what = field === 'symbol' ? 'is no known symbol' : 'cannot be read';
  throw new RowProblem(`${field}: ${shown(cell)} ${what}`);
}

/** A cell in a message: shortened, so that a broken file does not fill the screen. */
function shown(cell: string): string {
  return JSON.stringify(cell.length > 40 ? `${cell.slice(0, 40)}…` : cell);
}
