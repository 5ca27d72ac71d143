import type { RecordedTrade } from './recorded-trade';

const MAX_DECIMALS = 8;
const FIRST_CAPACITY = 1024;

type NumberColumn = 'time' | 'price' | 'quantity' | 'id' | 'firstTradeId' | 'lastTradeId';
const COLUMNS: readonly NumberColumn[] = [
  'time',
  'price',
  'quantity',
  'id',
  'firstTradeId',
  'lastTradeId',
];

/** The trades of one symbol, compactly; prices and quantities become ticks and lots when sealed. */
export interface TradeTable extends Readonly<Record<NumberColumn, Float64Array>> {
  readonly symbol: string;
  readonly length: number;
  /** 1 when the taker sold. */
  readonly isBuyerMaker: Uint8Array;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** Collects the trades of one symbol in the order recorded. */
export class TradeColumns {
  readonly #columns: Record<NumberColumn, Float64Array>;
  #isBuyerMaker = new Uint8Array(FIRST_CAPACITY);
  #length = 0;
  #priceDecimals = 0;
  #quantityDecimals = 0;
  #idsGrow = true;
  #lastId = -1;
  #lastTime = 0;

  constructor(private readonly symbol: string) {
    const empty = () => new Float64Array(FIRST_CAPACITY);
    this.#columns = {
      time: empty(),
      price: empty(),
      quantity: empty(),
      id: empty(),
      firstTradeId: empty(),
      lastTradeId: empty(),
    };
  }

  add(trade: RecordedTrade): void {
    if (this.#length === this.#isBuyerMaker.length) this.#grow();
    const at = this.#length;
    // Recorders mix up neighbors now and then; delivery follows the order of the recording.
    this.#lastTime = Math.max(this.#lastTime, trade.time);
    const id = trade.id ?? -1;
    this.#idsGrow &&= id > this.#lastId;
    this.#lastId = id;
    this.#priceDecimals = widen(this.#priceDecimals, trade.price);
    this.#quantityDecimals = widen(this.#quantityDecimals, trade.quantity);
    this.#columns.time[at] = this.#lastTime;
    this.#columns.price[at] = trade.price;
    this.#columns.quantity[at] = trade.quantity;
    this.#columns.id[at] = id;
    this.#columns.firstTradeId[at] = trade.firstTradeId ?? id;
    this.#columns.lastTradeId[at] = trade.lastTradeId ?? trade.firstTradeId ?? id;
    this.#isBuyerMaker[at] = trade.isBuyerMaker ? 1 : 0;
    this.#length += 1;
  }

  /** The collected trades; nothing may be added afterwards. */
  seal(): TradeTable {
    if (!this.#idsGrow) this.#renumber();
    scale(this.#columns.price, this.#priceDecimals);
    scale(this.#columns.quantity, this.#quantityDecimals);
    return {
      ...this.#columns,
      symbol: this.symbol,
      length: this.#length,
      isBuyerMaker: this.#isBuyerMaker,
      priceDecimals: this.#priceDecimals,
      quantityDecimals: this.#quantityDecimals,
    };
  }

  /** Ids that are missing or jump back are of no use to anyone: count from 1 instead. */
  #renumber(): void {
    for (let at = 0; at < this.#length; at += 1) {
      this.#columns.id[at] = at + 1;
      this.#columns.firstTradeId[at] = at + 1;
      this.#columns.lastTradeId[at] = at + 1;
    }
  }

  #grow(): void {
    const capacity = this.#length * 2;
    for (const name of COLUMNS) {
      const wider = new Float64Array(capacity);
      wider.set(this.#columns[name]);
      this.#columns[name] = wider;
    }
    const flags = new Uint8Array(capacity);
    flags.set(this.#isBuyerMaker);
    this.#isBuyerMaker = flags;
  }
}

/** The least number of decimals, from `decimals` on, that writes the value without loss; 8 at most. */
function widen(decimals: number, value: number): number {
  let wide = decimals;
  while (wide < MAX_DECIMALS && Number(value.toFixed(wide)) !== value) wide += 1;
  return wide;
}

function scale(column: Float64Array, decimals: number): void {
  const factor = 10 ** decimals;
  for (let at = 0; at < column.length; at += 1) column[at] = Math.round((column[at] ?? 0) * factor);
}
