import type { Instrument } from '../../../../shared/domain/instrument';
import { CandleSum } from './candle-sum';
import { countBelow } from './count-below';
import type { VenueTrade } from './market';
import type { SymbolTape } from './symbol-tape';
import { splitSymbol } from './symbol-split';
import type { TradeTable } from './trade-columns';

const MINUTE_MS = 60_000;

/** The recorded trades of one symbol, moved in time by whole minutes. */
export class RecordedTape implements SymbolTape {
  readonly instrument: Instrument;
  /** Minutes with trades in them, in the recording's own time, and what each adds up to. */
  readonly #minutes: number[] = [];
  readonly #sums: CandleSum[] = [];
  #shift = 0;

  /** @param recordedEnd time of the last trade of the whole recording, in its own time. */
  constructor(
    private readonly table: TradeTable,
    private readonly recordedEnd: number,
  ) {
    this.instrument = instrumentOf(table);
    for (let at = 0; at < table.length; at += 1) this.#addToMinute(this.#trade(at));
  }

  /** Moves all trades. @param ms whole minutes. */
  shiftBy(ms: number): void {
    this.#shift = ms;
  }

  get startTime(): number {
    return (this.table.time[0] ?? 0) + this.#shift;
  }

  get endTime(): number {
    return this.recordedEnd + this.#shift;
  }

  countUntil(time: number): number {
    return countBelow(this.table.time, time - this.#shift + 1, this.table.length);
  }

  ordinalOf(id: number): number {
    return countBelow(this.table.id, id, this.table.length);
  }

  firstTradeId(ordinal: number): number {
    return this.table.firstTradeId[ordinal] ?? -1;
  }

  lastTradeId(ordinal: number): number {
    return this.table.lastTradeId[ordinal] ?? -1;
  }

  trades(from: number, to: number): VenueTrade[] {
    const trades: VenueTrade[] = [];
    for (let at = from; at < to; at += 1) trades.push(this.#trade(at));
    return trades;
  }

  addMinutes(sum: CandleSum, from: number, to: number): void {
    const end = to - this.#shift;
    let at = countBelow(this.#minutes, from - this.#shift);
    for (; at < this.#minutes.length && (this.#minutes[at] ?? end) < end; at += 1) {
      const minute = this.#sums[at];
      if (minute) sum.merge(minute);
    }
  }

  #addToMinute(trade: VenueTrade): void {
    const minute = Math.floor(trade.time / MINUTE_MS) * MINUTE_MS;
    let sum = this.#sums.at(-1);
    if (!sum || this.#minutes.at(-1) !== minute) {
      sum = new CandleSum();
      this.#minutes.push(minute);
      this.#sums.push(sum);
    }
    sum.addTrade(trade);
  }

  #trade(at: number): VenueTrade {
    const { table } = this;
    return {
      symbol: table.symbol,
      id: table.id[at] ?? 0,
      firstTradeId: this.firstTradeId(at),
      lastTradeId: this.lastTradeId(at),
      price: table.price[at] ?? 0,
      quantity: table.quantity[at] ?? 0,
      time: (table.time[at] ?? 0) + this.#shift,
      isBuyerMaker: table.isBuyerMaker[at] === 1,
    };
  }
}

function instrumentOf(table: TradeTable): Instrument {
  const { baseAsset, quoteAsset } = splitSymbol(table.symbol);
  return {
    venue: 'spot',
    symbol: `${baseAsset}/${quoteAsset}`,
    venueSymbol: table.symbol,
    baseAsset,
    quoteAsset,
    tickSize: (10 ** -table.priceDecimals).toFixed(table.priceDecimals),
    stepSize: (10 ** -table.quantityDecimals).toFixed(table.quantityDecimals),
    isTrading: true,
  };
}
