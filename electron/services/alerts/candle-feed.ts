import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Fire } from '../../../shared/domain/rules/fire';
import type { RuleEngine } from '../../../shared/domain/rules/rule-engine';
import type { Lookback } from '../../../shared/domain/rules/lookback';
import { Backoff } from '../backoff';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { KlineChange } from '../feed/live-series';
import type { Logger } from '../logger';

const PAGE = 1000;
/** A candle that is told of this much later than it ended was missed as it happened, ms. */
const LATE_MS = 15_000;

export interface CandleFeedOptions {
  readonly exchange: Pick<Exchange, 'fetchKlines' | 'now'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly engine: () => RuleEngine;
  /** Follows a series until the returned function is called; its closed candles come to `onKline`. */
  readonly follow: (symbol: string, interval: Interval) => () => void;
  readonly onFires: (fires: readonly Fire[]) => void;
}

interface Series {
  readonly symbol: string;
  readonly interval: Interval;
  readonly release: () => void;
  readonly backoff: Backoff;
  isReading: boolean;
  /** Candles are missing between those that rules know and the present. */
  hasHole: boolean;
  /** Monotonic moment before which nothing is asked. */
  dueAt: number;
}

/** Brings the engine the candles its rules look back on: those of the past, and each that closes, in order. */
export class CandleFeed {
  readonly #options: CandleFeedOptions;
  readonly #series = new Map<string, Series>();

  constructor(options: CandleFeedOptions) {
    this.#options = options;
  }

  /** Follows what rules need by now, and asks for what is missing. */
  tick(): void {
    const needed = new Map(
      this.#options
        .engine()
        .lookbacks()
        .map((each) => [keyOf(each.symbol, each.interval), each]),
    );
    for (const [key, series] of this.#series) {
      if (needed.has(key)) continue;
      series.release();
      this.#series.delete(key);
    }
    for (const [key, lookback] of needed) {
      const series = this.#series.get(key) ?? this.#open(key, lookback);
      const isDue = series.dueAt <= this.#options.clock.monotonic();
      const isWanting = lookback.isCold || series.hasHole;
      if (isWanting && isDue && !series.isReading) void this.#read(series, lookback);
    }
  }

  /** Lets go of everything; the next `tick` begins anew. */
  stop(): void {
    for (const { release } of this.#series.values()) release();
    this.#series.clear();
  }

  /** Takes a candle of a followed series that has changed. */
  onKline({ symbol, interval, kline }: KlineChange): void {
    const series = this.#series.get(keyOf(symbol, interval));
    if (!series || !kline.isClosed) return;
    if (series.isReading) {
      series.hasHole = true;
      return;
    }
    const { engine, exchange, onFires } = this.#options;
    const known =
      engine()
        .lookbacks()
        .find((each) => isOf(series, each))?.lastClosed ?? null;
    if (known === null) return;
    if (kline.openTime > stepOpenTime(interval, known, 1)) {
      series.hasHole = true;
      return;
    }
    const end = stepOpenTime(interval, kline.openTime, 1);
    const origin = exchange.now(symbol) - end > LATE_MS ? 'backfill' : 'live';
    onFires(engine().onKline(symbol, interval, kline, origin));
  }

  #open(key: string, { symbol, interval }: Lookback): Series {
    const release = this.#options.follow(symbol, interval);
    const backoff = new Backoff(this.#options.random);
    const state = { isReading: false, hasHole: false, dueAt: -Infinity };
    const series = { symbol, interval, release, backoff, ...state };
    this.#series.set(key, series);
    return series;
  }

  async #read(series: Series, lookback: Lookback): Promise<void> {
    const { clock, logger, engine } = this.#options;
    const asked = engine();
    series.isReading = true;
    series.hasHole = false;
    try {
      const klines = await this.#fetch(lookback);
      if (engine() === asked) this.#hand(lookback, klines);
      series.backoff.reset();
      // What the venue does not have yet is not asked for without a pause.
      series.dueAt = clock.monotonic() + 1000;
    } catch (error) {
      series.hasHole = true;
      series.dueAt = clock.monotonic() + Math.max(1000, series.backoff.next());
      const { symbol, interval } = series;
      logger.warn('Candles for alert rules not fetched yet', {
        ...{ symbol, interval },
        error: String(error),
      });
    } finally {
      series.isReading = false;
    }
  }

  async #fetch({ symbol, interval, bars, lastClosed }: Lookback): Promise<Kline[]> {
    const { exchange } = this.#options;
    const from = stepOpenTime(
      interval,
      lastClosed ?? openTimeOf(interval, exchange.now(symbol)),
      -(bars + 2),
    );
    const klines: Kline[] = [];
    for (let startTime = from; ;) {
      const query = { symbol, interval, startTime, limit: PAGE, isBackground: true };
      const page = await exchange.fetchKlines(query);
      klines.push(...page);
      const last = page.at(-1);
      if (!last || page.length < PAGE) return klines;
      startTime = stepOpenTime(interval, last.openTime, 1);
    }
  }

  /** What rules were evaluated on is only learned anew; what has closed since is looked at. */
  #hand(asked: Lookback, klines: readonly Kline[]): void {
    const { engine, onFires } = this.#options;
    const { symbol, interval, isCold } = asked;
    // Trades may have closed candles while the question was under way.
    const now = engine()
      .lookbacks()
      .find((each) => isOf(asked, each));
    if (!now) return;
    const { lastClosed } = now;
    const isNew = ({ isClosed, openTime }: Kline): boolean =>
      isClosed && lastClosed !== null && openTime > lastClosed;
    if (isCold) engine().warmUp(symbol, interval, klines);
    for (const kline of klines.filter(isNew)) {
      onFires(engine().onKline(symbol, interval, kline, 'backfill'));
    }
  }
}

const keyOf = (symbol: string, interval: Interval): string => `${interval} ${symbol}`;

const isOf = (
  series: Pick<Lookback, 'symbol' | 'interval'>,
  { symbol, interval }: Lookback,
): boolean => symbol === series.symbol && interval === series.interval;
