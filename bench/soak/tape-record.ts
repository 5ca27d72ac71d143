import { closeTimeOf, type Interval } from '../../shared/domain/interval';
import type { Kline } from '../../shared/domain/kline';
import type { Trade } from '../../shared/domain/trade';
import type { KlineChange } from '../../electron/services/feed/live-series';
import type { SoakListener } from './soak-client';
import type { TradeOrigin } from '../../electron/services/feed/ordered-tape';

/** One bar in so many is wanted when a long gap is crossed. */
const WANTED_ONE_IN = 4;

/** A stretch of time, both ends included, ms UTC. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** All that one run of the client told its listeners. */
export class TapeRecord implements SoakListener {
  /** By wire symbol, as they came. */
  readonly trades = new Map<string, Trade[]>();
  /** The newest state of every candle told of, by wire symbol and open time. */
  readonly candles = new Map<string, Map<number, Kline>>();
  /** Bars the listener did not want, by wire symbol: their trades may be left out. */
  readonly #passed = new Map<string, Span[]>();
  counts = { backfilled: 0, barsWanted: 0, barsPassed: 0 };

  trade(trade: Trade, origin: TradeOrigin): void {
    entryOf(this.trades, trade.symbol, () => []).push(trade);
    if (origin === 'backfill') this.counts.backfilled++;
  }

  candle({ symbol, kline }: KlineChange): void {
    entryOf(this.candles, symbol, () => new Map<number, Kline>()).set(kline.openTime, kline);
  }

  /** @param isIndifferent No bar is wanted. */
  constructor(private readonly isIndifferent = false) {}

  /** The listener's answer about a bar of a long gap: the same for the same bar, and arbitrary. */
  wants(symbol: string, bar: Kline, interval: Interval): boolean {
    if (this.isIndifferent) return false;
    const index = Math.round(bar.openTime / 1000) / (interval === '1m' ? 60 : 1);
    if (Math.imul(index, 0x9e3779b1) >>> 0 < 2 ** 32 / WANTED_ONE_IN) {
      this.counts.barsWanted++;
      return true;
    }
    this.counts.barsPassed++;
    const span = { from: bar.openTime, to: closeTimeOf(interval, bar.openTime) };
    entryOf(this.#passed, symbol, () => []).push(span);
    return false;
  }

  /** Whether a trade lies in a bar the listener did not want. */
  passedOver(symbol: string, time: number): boolean {
    const spans = this.#passed.get(symbol) ?? [];
    return spans.some(({ from, to }) => from <= time && time <= to);
  }

  /** Lets go of what came before a time, but for the last trade and candle, which others follow on. */
  forget(before: number): void {
    for (const trades of this.trades.values()) {
      const kept = trades.findIndex(({ time }) => time >= before);
      trades.splice(0, Math.max(0, (kept < 0 ? trades.length : kept) - 1));
    }
    for (const candles of this.candles.values()) {
      const times = [...candles.keys()].filter((time) => time < before).sort((a, b) => a - b);
      for (const time of times.slice(0, -1)) candles.delete(time);
    }
    for (const [symbol, spans] of this.#passed) {
      this.#passed.set(
        symbol,
        spans.filter(({ to }) => to >= before),
      );
    }
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
