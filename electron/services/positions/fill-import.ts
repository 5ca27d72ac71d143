import { setImmediate as nextTurn } from 'node:timers/promises';
import { withColumns, type CsvField, type CsvLayout } from '../../../shared/domain/csv-columns';
import {
  fillKeys,
  importCsv,
  previewCsv,
  type CsvDuplicate,
  type CsvError,
  type CsvImport,
  type CsvPreview,
} from '../../../shared/domain/csv-import';
import { readCsv } from '../../../shared/domain/csv-table';
import type { LedgerEntry } from '../../../shared/domain/fill';
import { placeFills, type FillPlacement } from '../../../shared/domain/fill-placement';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import { fieldError } from './entry-reader';
import { FeeRates } from './fee-rates';
import type { OnImportProgress } from './import-progress';
import { symbolsOf } from './import-symbols';
import type { TrackedPosition } from './position-book';
import type { PositionStore } from './position-store';

/** Clocks differ a little; a wrong time zone is an hour off. */
const LEEWAY_MS = 60_000;

/** A file and how the trader wants it read. */
export interface FillFile {
  readonly text: string;
  /** Beside what the header tells; null takes a field away. */
  readonly columns: Readonly<Partial<Record<CsvField, number | null>>>;
  readonly account: 'spot' | 'futures' | undefined;
  /** Minutes its times are ahead of UTC. */
  readonly utcOffset: number | undefined;
  readonly keepRepeats: boolean;
  readonly isSeparate: boolean;
  readonly leverage: number | null;
}

/** A file that has been read, but for what depends on the positions that are there. */
export interface FillReading {
  readonly file: FillFile;
  readonly layout: CsvLayout;
  readonly account: 'spot' | 'futures';
  readonly preview: CsvPreview;
  readonly rows: number;
  readonly errors: readonly CsvError[];
  readonly errorCount: number;
  readonly symbols: ReadonlyMap<string, string | null>;
  readonly rates: FeeRates;
}

/** What a file comes to among the positions that are there now. */
export interface FillPlan extends FillPlacement {
  readonly fillCount: number;
  readonly duplicates: readonly CsvDuplicate[];
}

/** What became of a file. */
export interface TakenOver {
  readonly plan: FillPlan;
  readonly changed: readonly TrackedPosition[];
  readonly created: readonly TrackedPosition[];
}

export interface FillImportOptions {
  readonly exchange: Exchange;
  readonly positions: PositionStore;
  readonly clock: Clock;
  readonly onProgress: OnImportProgress;
}

/** Reads files of fills and finds out which positions they make; changes nothing by itself. */
export class FillImport {
  constructor(private readonly options: FillImportOptions) {}

  /**
   * Reads a file as far as it can be without looking at positions.
   * @throws {AppError} `INVALID` for a file without rows, `UNAVAILABLE` while the venue cannot be asked.
   */
  async read(file: FillFile): Promise<FillReading> {
    const { exchange } = this.options;
    const preview = previewCsv(file.text);
    if (!preview) throw fieldError('text', 'holds no rows');
    const found = withColumns(preview.layout, preview.header, file.columns);
    const layout = { ...found, utcOffset: file.utcOffset ?? found.utcOffset };
    const isFutures = layout.format === 'binance-futures';
    const account = file.account ?? (isFutures ? 'futures' : 'spot');
    const rates = new FeeRates(exchange);
    const none = { rows: 0, errors: [], errorCount: 0, symbols: new Map<string, null>() };
    const reading: FillReading = { ...none, file, layout, account, preview, rates };
    if (layout.missing.length > 0) return reading;
    const { names, rows } = await namesIn(file.text, layout.columns.symbol ?? 0);
    const isOwn = layout.format === 'tickwatch';
    const symbols = await symbolsOf(names, { account, isOwn }, exchange);
    const first = await this.#import({ ...reading, symbols }, new Set());
    const errors = first.ok ? none : first;
    if (first.ok) await rates.fetch((done) => this.options.onProgress('valuing', done, rows));
    return {
      ...reading,
      ...{ symbols, rows },
      errors: errors.errors,
      errorCount: errors.errorCount,
    };
  }

  /** Places what was read without an error among the positions. */
  async plan(reading: FillReading): Promise<FillPlan> {
    const { file } = reading;
    const there = [...this.options.positions.all()];
    const known = fillKeys(
      there.flatMap(({ record }) => record.entries).filter((entry) => isFill(entry)),
    );
    const imported = await this.#import(reading, known);
    if (!imported.ok) throw fieldError('text', 'cannot be read');
    const { fills, duplicates } = imported;
    const existing = there.map(({ record }) => record);
    const steps = placeFills(fills, { ...file, existing });
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      this.options.onProgress('building', step.value / Math.max(1, fills.length), step.value);
      await nextTurn();
    }
    return { ...step.value, fillCount: fills.length, duplicates };
  }

  async #import(reading: FillReading, known: ReadonlySet<string>): Promise<CsvImport> {
    const { file, layout, symbols, rates } = reading;
    const steps = importCsv(file.text, {
      ...{ known, columns: layout.columns, utcOffset: layout.utcOffset },
      keepRepeats: file.keepRepeats,
      isNewestFirst: layout.format.startsWith('binance-'),
      latest: this.options.clock.now() + LEEWAY_MS,
      symbolOf: (name) => symbols.get(name) ?? null,
      rateOf: (...asked) => rates.at(...asked),
    });
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      this.options.onProgress('reading', step.value.done, step.value.rows);
      await nextTurn();
    }
    return step.value;
  }
}

const isFill = (entry: LedgerEntry) => entry.kind === 'fill';

/** The pairs that a file names, and its rows. */
async function namesIn(text: string, column: number) {
  const names = new Set<string>();
  let rows = -1;
  for (const { cells } of readCsv(text)) {
    if (rows >= 0) names.add((cells[column] ?? '').trim());
    rows += 1;
    if (rows % 1000 === 0) await nextTurn();
  }
  return { names, rows };
}
