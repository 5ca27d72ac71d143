import type { Interval } from '../interval';
import { BarSeries } from './bar-series';
import type { Closing } from './closing-bars';
import type { LinesHost } from './indicator-lines';
import type { Seen, SeriesState } from './kept-series';
import type { Lookback } from './lookback';

/** The candles of one symbol, by interval. */
export class BookCandles {
  readonly #series = new Map<Interval, BarSeries>();

  constructor(private readonly host: LinesHost) {}

  /**
   * The candles of an interval.
   * @param last The last price before they are followed, at ms UTC; null before the first.
   */
  get(
    interval: Interval,
    last: { readonly price: number | null; readonly time: number },
  ): BarSeries {
    const known = this.#series.get(interval);
    if (known) return known;
    const series = new BarSeries(interval, this.host);
    this.#series.set(interval, series);
    const { price, time } = last;
    if (price !== null) {
      series.fold(time, { open: price, high: price, low: price, close: price, volume: NaN });
    }
    return series;
  }

  /** Candles that something looks back on. */
  lookbacks(symbol: string): Lookback[] {
    return [...this.#series.values()].flatMap((series) => {
      const { interval, barsNeeded: bars, isCold, lastClosed } = series;
      return bars > 0 ? [{ symbol, interval, bars, isCold, lastClosed }] : [];
    });
  }

  /**
   * A series with a candle that is over before a time (ms UTC) and can be closed; null: there is none.
   * @param isTraded As for the series.
   */
  nextOver(
    time: number,
    isTraded: boolean,
  ): { readonly series: BarSeries; readonly closing: Closing } | null {
    for (const series of this.#series.values()) {
      const closing = series.nextOver(time, isTraded);
      if (closing) return { series, closing };
    }
    return null;
  }

  /** Counts a trade, or a span of them. */
  fold(time: number, seen: Seen): void {
    for (const series of this.#series.values()) series.fold(time, seen);
  }

  /** Begins the candles of a time before its first trade is known. */
  turn(time: number): void {
    for (const series of this.#series.values()) series.turn(time);
  }

  /** Whether a candle that rules look at is over at a time: its end moves their levels. */
  isOver(time: number): boolean {
    for (const series of this.#series.values()) if (series.isOver(time)) return true;
    return false;
  }

  save(): readonly SeriesState[] {
    return [...this.#series.values()].map((series) => series.save());
  }
}
