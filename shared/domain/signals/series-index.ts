import type { Interval } from '../interval';
import type { Series } from './series';

/** Series in the order in which they came, found by symbol and interval without a text put together. */
export class SeriesIndex {
  readonly #all: Series[] = [];
  readonly #bySymbol = new Map<string, Map<Interval, Series>>();

  /** Oldest first. */
  get all(): readonly Series[] {
    return this.#all;
  }

  find(symbol: string, interval: Interval): Series | undefined {
    return this.#bySymbol.get(symbol)?.get(interval);
  }

  /** Puts a series last. */
  add(series: Series): Series {
    const { symbol, interval } = series;
    const ofSymbol = this.#bySymbol.get(symbol) ?? new Map<Interval, Series>();
    this.#bySymbol.set(symbol, ofSymbol.set(interval, series));
    this.#all.push(series);
    return series;
  }
}
