import { basename } from 'node:path';
import { AppError } from '../../../../shared/domain/errors';
import { readFrameLine } from './recorded-frame';
import { RowReader } from './recorded-row';
import { LineError, type RecordedTrade } from './recorded-trade';
import { linesOf } from './recording-lines';
import { symbolInName } from './symbol-split';
import { TradeColumns, type TradeTable } from './trade-columns';

type LineReader = (line: string) => RecordedTrade | null;

const LOOKS_LIKE_JSON = /^(?:\d+(?:\.\d+)?:?\s+)?[{[]/;
const BYTE_ORDER_MARK = /^\uFEFF/;

/**
 * Reads a recording: lines of Binance frames or a CSV file of trades, plain or gzip. Trades stay
 * in the order recorded; a time that steps back is lifted to the one before it.
 *
 * @throws {AppError} `INVALID` with one line that names the file and, where it is to blame, the line.
 */
export async function readRecording(file: string): Promise<TradeTable[]> {
  const collector = new Collector();
  let lineNumber = 0;
  try {
    let read: LineReader | undefined;
    for await (const raw of linesOf(file)) {
      lineNumber += 1;
      const line = raw.replace(BYTE_ORDER_MARK, '').trim();
      if (line === '') continue;
      read ??= readerFor(line, file);
      const trade = read(line);
      if (trade) collector.add(trade);
    }
  } catch (error) {
    throw toAppError(error, file, lineNumber);
  }
  const tables = collector.tables();
  if (tables.length > 0) return tables;
  const reason = lineNumber === 0 ? 'is empty' : 'holds no trade';
  throw new AppError('INVALID', `The recording ${file} ${reason}.`);
}

/** Picks the format by the first line. */
function readerFor(firstLine: string, file: string): LineReader {
  if (LOOKS_LIKE_JSON.test(firstLine)) return readFrameLine;
  if (!firstLine.includes(',')) throw new LineError('this is neither JSON nor a row of trades');
  const rows = new RowReader(firstLine, symbolInName(basename(file)));
  let isHeader = rows.hasHeader;
  return (line) => {
    const skip = isHeader;
    isHeader = false;
    return skip ? null : rows.read(line);
  };
}

/** Sorts trades by symbol; where aggregate and single trades describe the same, keeps the former. */
class Collector {
  readonly #columns = new Map<string, { kind: RecordedTrade['kind']; columns: TradeColumns }>();

  add(trade: RecordedTrade): void {
    let own = this.#columns.get(trade.symbol);
    if (!own || (own.kind === 'trade' && trade.kind === 'aggTrade')) {
      own = { kind: trade.kind, columns: new TradeColumns(trade.symbol) };
      this.#columns.set(trade.symbol, own);
    }
    if (own.kind === trade.kind) own.columns.add(trade);
  }

  tables(): TradeTable[] {
    return [...this.#columns.values()].map(({ columns }) => columns.seal());
  }
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder, not a file',
  EACCES: 'may not be read',
  EPERM: 'may not be read',
  Z_DATA_ERROR: 'is not intact gzip data',
  Z_BUF_ERROR: 'is gzip data that breaks off',
};

function toAppError(error: unknown, file: string, lineNumber: number): unknown {
  if (error instanceof LineError) {
    const message = `The recording ${file}, line ${lineNumber}: ${error.message}.`;
    return new AppError('INVALID', message, { cause: error });
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '') return error;
  const reason = FILE_ERRORS[code] ?? `cannot be read (${code})`;
  return new AppError('INVALID', `The recording ${file} ${reason}.`, { cause: error });
}
