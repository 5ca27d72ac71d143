import type { ColumnMapping, CsvField } from './csv-columns';
import { isAmbiguous } from './csv-decimals';
import {
  isAssetName,
  readAmount,
  readSide,
  readTime,
  symbolFromUnit,
  type CsvAmount,
  type DecimalSign,
} from './csv-value';
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
/** The finest unit of any coin; less is a column that was taken for another. */
const SMALLEST = Exact.of('1e-18');
const EARLIEST = Date.UTC(2010, 0);

/** A fill, or why a row is none: for people, begins with the field. */
export type FillReading =
  | { readonly fill: Fill; readonly problem: null }
  | { readonly fill: null; readonly problem: string };

/** A row that cannot be read; caught where the row begins. */
class RowProblem extends Error {}

/** How one file is read, and the sign before its decimals; null when nothing in it tells. */
export interface FileReading extends CsvReading {
  readonly decimal: DecimalSign | null;
}

/** Reads the fill out of a row. */
export function readFill(cells: readonly string[], reading: FileReading): FillReading {
  try {
    return { fill: fillOf(cells, reading), problem: null };
  } catch (error) {
    if (error instanceof RowProblem) return { fill: null, problem: error.message };
    throw error;
  }
}

type CellOf = (field: CsvField) => string;
type AmountOf = (field: CsvField, assets: readonly string[]) => ReadAmount;

function fillOf(cells: readonly string[], reading: FileReading): Fill {
  const cell: CellOf = (field) => cells[reading.columns[field] ?? -1] ?? '';
  const amount: AmountOf = (field, assets) => amountIn(cell(field), field, assets, reading.decimal);
  const symbol = symbolIn(cell, reading);
  const { base, quote } = assetsOf(symbol);
  const time = timeIn(cell, reading);
  const price = positive('price', [quote], amount);
  const quantity = positive('quantity', [base], amount);
  const side = found('side', cell('side'), readSide(cell('side')));
  const fee = feeOf(cell, symbol, amount);
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

function feeOf(cell: CellOf, symbol: string, amountOf: AmountOf): Charge | null {
  const text = cell('fee').trim();
  if (text === '' || text === '-') return null;
  const { base, quote } = assetsOf(symbol);
  const named = cell('feeAsset').trim().toUpperCase();
  if (named !== '' && !isAssetName(named)) found('fee', named, null);
  const { amount, asset } = amountOf('fee', named === '' ? [base, quote] : [named]);
  if (amount.isZero) return null;
  return { amount, asset: named || (asset ?? quote), rate: null };
}

function positive(field: CsvField, assets: readonly string[], amountOf: AmountOf): Exact {
  const { amount, asset, text } = amountOf(field, assets);
  if (asset !== null && !assets.includes(asset)) {
    throw new RowProblem(`${field}: ${text} is not in ${assets.join(' or ')}`);
  }
  if (amount.compare(LARGEST) > 0) throw new RowProblem(`${field}: ${text} is too large`);
  if (amount.sign > 0) return amount;
  throw new RowProblem(`${field}: ${text} is not above 0`);
}

/** An amount, and its cell for messages. */
interface ReadAmount extends CsvAmount {
  readonly text: string;
}

function amountIn(
  cell: string,
  field: CsvField,
  assets: readonly string[],
  decimal: DecimalSign | null,
): ReadAmount {
  const text = shown(cell);
  if (decimal === null && isAmbiguous(cell, assets)) {
    const reason = 'may mean thousands or three decimals, and no other amount of the file tells';
    throw new RowProblem(`${field}: ${text} ${reason}`);
  }
  const read = found(field, cell, readAmount(cell, assets, decimal ?? '.'));
  const size = read.amount.sign < 0 ? Exact.zero.minus(read.amount) : read.amount;
  if (!size.isZero && size.compare(SMALLEST) < 0) {
    throw new RowProblem(`${field}: ${text} is less than 1e-18`);
  }
  return { ...read, text };
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
