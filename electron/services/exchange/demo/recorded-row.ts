import { isPair } from './symbol-split';
import { toVenueSymbol } from '../../../../shared/domain/instrument';
import { LineError, readAmount, readId, readTime, type RecordedTrade } from './recorded-trade';

type Column =
  | 'symbol'
  | 'price'
  | 'quantity'
  | 'time'
  | 'id'
  | 'firstTradeId'
  | 'lastTradeId'
  | 'isBuyerMaker'
  | 'side';

/** Spellings of the columns, best first, in lower case without `_`. */
const ALIASES: Readonly<Record<Column, readonly string[]>> = {
  symbol: ['symbol', 'pair'],
  price: ['price', 'p'],
  quantity: ['qty', 'quantity', 'amount', 'size', 'q'],
  time: ['transacttime', 'tradetime', 'timestamp', 'time', 't'],
  id: ['aggtradeid', 'aggid', 'tradeid', 'id', 'a'],
  firstTradeId: ['firsttradeid', 'firstid', 'f'],
  lastTradeId: ['lasttradeid', 'lastid', 'l'],
  isBuyerMaker: ['isbuyermaker', 'buyermaker', 'm'],
  side: ['side', 'takerside'],
};
/** Binance's archives without a header: single and aggregate trades. */
const TRADES: readonly Column[] = ['id', 'price', 'quantity'];
const FLAG = /^(true|false)$/i;

/** Reads the rows of one CSV file of trades. */
export class RowReader {
  /** Where each column is. */
  readonly #places: ReadonlyMap<Column, number>;
  /** Whether the first line is a row itself. */
  readonly hasHeader: boolean;

  /**
   * @param firstLine header or first row.
   * @param symbol what the file's name says; used when there is no column for it.
   * @throws {LineError} when the columns cannot be told.
   */
  constructor(
    firstLine: string,
    private readonly symbol: string | null,
  ) {
    const cells = split(firstLine);
    this.hasHeader = !cells.some((cell) => cell !== '' && Number.isFinite(Number(cell)));
    this.#places = this.hasHeader ? headerPlaces(cells) : archivePlaces(cells);
    for (const column of ['price', 'quantity', 'time'] as const) {
      if (!this.#places.has(column)) throw new LineError(`there is no column for the ${column}`);
    }
    if (!this.#places.has('symbol') && symbol === null) {
      throw new LineError('neither a column nor the name of the file tells the symbol');
    }
  }

  /** The trade of a row. @throws {LineError} */
  read(line: string): RecordedTrade {
    const cells = split(line);
    const cell = (column: Column) => {
      const place = this.#places.get(column);
      return place === undefined ? undefined : cells[place];
    };
    return {
      symbol: this.#symbolOf(cell('symbol')),
      id: readId(cell('id')),
      firstTradeId: readId(cell('firstTradeId')),
      lastTradeId: readId(cell('lastTradeId')),
      price: readAmount('price', cell('price')),
      quantity: readAmount('quantity', cell('quantity')),
      time: readTime(cell('time')),
      isBuyerMaker: isBuyerMaker(cell('isBuyerMaker'), cell('side')),
      kind: 'trade',
    };
  }

  #symbolOf(cell: string | undefined): string {
    // `BTC/USDT:USDT` names the settlement after the colon.
    const symbol = cell === undefined ? this.symbol : toVenueSymbol(cell.split(':')[0] ?? '');
    if (!symbol) throw new LineError('the row has no symbol');
    if (!isPair(symbol)) throw new LineError(`"${symbol.slice(0, 40)}" is not a pair of assets`);
    return symbol;
  }
}

function isBuyerMaker(flag: string | undefined, side: string | undefined): boolean {
  const text = (flag ?? side ?? '').toLowerCase();
  if (['true', '1', 'sell'].includes(text)) return true;
  if (['false', '0', 'buy', ''].includes(text)) return false;
  throw new LineError(`"${text}" is no side of a trade`);
}

function headerPlaces(cells: readonly string[]): Map<Column, number> {
  const names = cells.map((cell) => cell.toLowerCase().replace(/[_\s-]/g, ''));
  const places = new Map<Column, number>();
  for (const [column, aliases] of Object.entries(ALIASES)) {
    const alias = aliases.find((each) => names.includes(each));
    if (alias !== undefined) places.set(column as Column, names.indexOf(alias));
  }
  return places;
}

function archivePlaces(cells: readonly string[]): Map<Column, number> {
  const flag = cells.findIndex((cell) => FLAG.test(cell));
  if (flag !== 5 && flag !== 6) throw new LineError('this is neither JSON nor a row of trades');
  const aggregate: readonly Column[] = ['firstTradeId', 'lastTradeId', 'time', 'isBuyerMaker'];
  const places = new Map(TRADES.map((column, place) => [column, place]));
  if (flag === 6) aggregate.forEach((column, place) => places.set(column, place + 3));
  else places.set('time', 4).set('isBuyerMaker', 5);
  return places;
}

function split(line: string): string[] {
  return line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
}
