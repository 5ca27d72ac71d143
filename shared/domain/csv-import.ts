import { layoutOf, type CsvLayout } from './csv-columns';
import { decimalSignOf } from './csv-decimals';
import { readFill, type CsvReading, type FileReading } from './csv-fill';
import { delimiterOf, readCsv, type CsvRow } from './csv-table';
import type { Fill } from './fill';
import { Exact } from './money';

/** How far an import has come, 0–1. */
export interface CsvProgress {
  readonly done: number;
  readonly rows: number;
}

/** A row that stops the import. */
export interface CsvError {
  readonly line: number;
  /** For people; names the field. */
  readonly reason: string;
}

/** A row that was left out because the same fill is there already. */
export interface CsvDuplicate {
  readonly line: number;
  /** The line of the same file that said it first; null when the ledger already has it. */
  readonly firstLine: number | null;
}

/** All fills of a file, oldest first, or no fill and the reasons. */
export type CsvImport =
  | {
      readonly ok: true;
      readonly fills: readonly Fill[];
      readonly duplicates: readonly CsvDuplicate[];
    }
  | {
      readonly ok: false;
      /** The first ones, by line. */
      readonly errors: readonly CsvError[];
      readonly errorCount: number;
    };

export interface CsvImportOptions extends CsvReading {
  /** Keys of the fills that the ledger has, see `fillKey`. */
  readonly known: ReadonlySet<string>;
  /**
   * True: rows of this file that are the same in every field are fills of their own. Exports without
   * trade ids cannot tell them from rows exported twice, so by default they are left out, and listed.
   */
  readonly keepRepeats?: boolean;
  /** True: where times do not tell, the file lists the newest first, as exports of Binance do. */
  readonly isNewestFirst?: boolean;
}

/** What a file looks like before anything is imported. */
export interface CsvPreview {
  readonly layout: CsvLayout;
  readonly header: readonly string[];
  /** The first rows as they are. */
  readonly rows: readonly CsvRow[];
}

const MOST_ERRORS = 100;
const PREVIEW_ROWS = 20;
const PROGRESS_ROWS = 250;

/** Reads the header and the first rows; null when the file holds nothing. */
export function previewCsv(text: string): CsvPreview | null {
  // Enough for the first rows of any export, so that a preview of a large file costs nothing.
  const head = text.slice(0, 64 * 1024);
  const rows = readCsv(head, delimiterOf(text));
  const header = rows.next().value;
  if (!header) return null;
  const first: CsvRow[] = [];
  for (const row of rows) {
    if (first.length === PREVIEW_ROWS) break;
    first.push(row);
  }
  return { layout: layoutOf(header.cells), header: header.cells, rows: first };
}

/** What makes two fills the same: the trade id where there is one, in any case all that was traded. */
export function fillKey(fill: Fill): string {
  const { symbol, side, price, quantity, time, tradeId } = fill;
  return [time, symbol, side, price.toText(), quantity.toText(), tradeId ?? ''].join(' ');
}

/**
 * The keys of fills that are there already. Where a fill was split between two positions, the key of
 * the whole is among them too, so that its row is known again.
 */
export function fillKeys(fills: Iterable<Fill>): Set<string> {
  const keys = new Set<string>();
  const wholes = new Map<string, Fill>();
  for (const fill of fills) {
    keys.add(fillKey(fill));
    const part = fillKey({ ...fill, quantity: Exact.zero });
    const other = wholes.get(part);
    const whole = other ? { ...fill, quantity: fill.quantity.plus(other.quantity) } : fill;
    wholes.set(part, whole);
    keys.add(fillKey(whole));
  }
  return keys;
}

/**
 * Imports a file step by step, so that the caller can show progress and do other work in between. All
 * or nothing: one broken row, and there is no fill at all, only the lines and the reasons.
 */
export function* importCsv(
  text: string,
  options: CsvImportOptions,
): Generator<CsvProgress, CsvImport> {
  const signs = decimalSignOf(text, options);
  let sign = signs.next();
  for (; sign.done !== true; sign = signs.next()) yield { done: 0, rows: 0 };
  const rows = readCsv(text);
  const header = rows.next().value;
  const width = (header?.cells.findLastIndex((name) => name.trim() !== '') ?? -1) + 1;
  const reader = new FillReader({ ...options, decimal: sign.value, width });
  let [count, cells] = [0, 0];
  for (const row of rows) {
    reader.read(row);
    count += 1;
    cells += row.cells.reduce((length, cell) => length + cell.length + 1, 0);
    if (count % PROGRESS_ROWS === 0) yield { done: Math.min(1, cells / text.length), rows: count };
  }
  yield { done: 1, rows: count };
  return reader.result();
}

interface ReaderOptions extends CsvImportOptions, FileReading {
  /** Cells of the header, but for nameless ones at its end: a row with fewer was cut off. */
  readonly width: number;
}

class FillReader {
  readonly #options: ReaderOptions;
  readonly #fills: Fill[] = [];
  readonly #lines = new Map<string, number>();
  readonly #duplicates: CsvDuplicate[] = [];
  readonly #errors: CsvError[] = [];
  #errorCount = 0;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  read({ line, cells, problem }: CsvRow): void {
    if (problem !== null) {
      this.#fail(line, `The row ${problem}.`);
      return;
    }
    const { width } = this.#options;
    if (cells.length < width) {
      this.#fail(line, `The row is cut off: the header has ${width} cells, it ${cells.length}.`);
      return;
    }
    const { fill, problem: unreadable } = readFill(cells, this.#options);
    if (fill === null) this.#fail(line, unreadable);
    else if (!this.#isDuplicate(fill, line)) this.#fills.push(fill);
  }

  result(): CsvImport {
    if (this.#errorCount > 0) {
      return { ok: false, errors: this.#errors, errorCount: this.#errorCount };
    }
    return { ok: true, fills: inOrder(this.#fills, this.#options), duplicates: this.#duplicates };
  }

  #isDuplicate(fill: Fill, line: number): boolean {
    const key = fillKey(fill);
    const isKnown = this.#options.known.has(key);
    const firstLine = this.#lines.get(key) ?? null;
    if (firstLine === null) this.#lines.set(key, line);
    const isRepeat = firstLine !== null && !(this.#options.keepRepeats === true);
    if (!isKnown && !isRepeat) return false;
    this.#duplicates.push({ line, firstLine: isKnown ? null : firstLine });
    return true;
  }

  #fail(line: number, reason: string): void {
    this.#errorCount += 1;
    if (this.#errors.length < MOST_ERRORS) this.#errors.push({ line, reason });
  }
}

/** Oldest first; within a moment as the file has them, which lists the newest first more often than not. */
function inOrder(fills: readonly Fill[], { isNewestFirst = false }: CsvImportOptions): Fill[] {
  const fallen = (fills[0]?.time ?? 0) - (fills.at(-1)?.time ?? 0);
  const isFalling = fallen === 0 ? isNewestFirst : fallen > 0;
  const rising = isFalling ? fills.toReversed() : [...fills];
  return rising.sort((a, b) => a.time - b.time || byTradeId(a, b));
}

function byTradeId(a: Fill, b: Fill): number {
  const [one, other] = [Number(a.tradeId ?? NaN), Number(b.tradeId ?? NaN)];
  return a.symbol === b.symbol && Number.isFinite(one - other) ? one - other : 0;
}
