import type { ColumnMapping, CsvField } from './csv-columns';
import { delimiterOf, readCsv } from './csv-table';
import { swapped, unitOf, type DecimalSign } from './csv-value';
import { assetsOf } from './fill';

/** What is needed to find the amounts of a file. */
export interface AmountColumns {
  readonly columns: ColumnMapping;
  /** The wire symbol for what a file calls a pair; null when there is no such instrument. */
  readonly symbolOf: (name: string) => string | null;
}

const AMOUNTS: readonly CsvField[] = ['price', 'quantity', 'fee'];
const PAUSE_ROWS = 250;
/** `1,500` or `60.000`: grouped by thousands, or with three decimals. */
const AMBIGUOUS = /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/;
/** What can only be a decimal point, or groups that leave the point for decimals. */
const WITH_POINT = /^[+-]?(?:\d+\.\d+(?:e[+-]?\d+)?|[1-9]\d{0,2}(?:,\d{3})+\.\d+)$/i;
const GROUPED_TWICE = /^[+-]?[1-9]\d{0,2}(?:,\d{3}){2,}$/;

/** Whether an amount can be read in two ways that differ a thousandfold. */
export function isAmbiguous(cell: string, assets: readonly string[]): boolean {
  return AMBIGUOUS.test(unitOf(cell, assets).digits);
}

/**
 * The decimal sign that the amounts of a file prove by themselves; a point where some cells prove one
 * and some the other, so that those with a comma are refused. Without any proof a file that separates
 * its cells with commas writes a point; null for others: their ambiguous amounts are not to be guessed.
 * Yields now and then, as long files take a while.
 */
export function* decimalSignOf(
  text: string,
  { columns, symbolOf }: AmountColumns,
): Generator<void, DecimalSign | null> {
  const delimiter = delimiterOf(text);
  let sign: DecimalSign | null = delimiter === ',' ? '.' : null;
  let rows = 0;
  for (const { cells } of readCsv(text, delimiter)) {
    rows += 1;
    if (rows === 1) continue;
    if (rows % PAUSE_ROWS === 0) yield;
    const signs = signsIn(cells, columns, symbolOf);
    if (signs.includes('.')) return '.';
    if (signs.includes(',')) sign = ',';
  }
  return sign;
}

function signsIn(
  cells: readonly string[],
  columns: ColumnMapping,
  symbolOf: AmountColumns['symbolOf'],
): (DecimalSign | null)[] {
  const cell = (field: CsvField) => cells[columns[field] ?? -1] ?? '';
  const symbol = symbolOf(cell('symbol').trim());
  const { base, quote } = symbol === null ? { base: '', quote: '' } : assetsOf(symbol);
  return AMOUNTS.map((field) => provenSign(unitOf(cell(field), [base, quote]).digits));
}

function provenSign(digits: string): DecimalSign | null {
  if (AMBIGUOUS.test(digits)) return null;
  if (provesPoint(digits)) return '.';
  return provesPoint(swapped(digits)) ? ',' : null;
}

const provesPoint = (digits: string) => WITH_POINT.test(digits) || GROUPED_TWICE.test(digits);
