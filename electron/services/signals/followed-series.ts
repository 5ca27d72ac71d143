import { openTimeOf, stepOpenTime, type Interval } from '../../../shared/domain/interval';
import { Backoff } from '../backoff';
import type { Clock } from '../clock';
import type { Exchange } from '../exchange/exchange';
import type { PackedSeries } from './packed-klines';
import { SeriesReader } from './series-reader';
import type { Anchor } from './signal-schema';

const YEARS_MS = 2 * 365 * 86_400_000;
/** Candles after which the indicators do not depend on where they began any more. */
const WARM_UP = 500;
/** A call later than that after its candle was not made as it closed. */
const LIVE_WITHIN_MS = 120_000;
const RETRY_MS = 2000;
/** A candle is said to be late when it is missing for longer. */
const LATE_MS = 120_000;

export interface FollowedOptions {
  readonly exchange: Pick<Exchange, 'now' | 'fetchKlines'>;
  readonly clock: Clock;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly symbol: string;
  readonly interval: Interval;
  readonly anchor: Anchor;
  /** Open time of the last candle taken, ms UTC; null before the first. */
  readonly last: number | null;
  /** Since when it has been followed in this run, ms UTC by the venue; from now on when left out. */
  readonly since?: number | undefined;
}

/** A symbol and interval whose candles the signals follow. */
export class FollowedSeries {
  readonly symbol: string;
  readonly interval: Interval;
  readonly anchor: Anchor;
  readonly reader: SeriesReader;
  /** Since when it is followed in this run, ms UTC by the venue. */
  readonly since: number;
  /** Candles that close later are news to clients, ms UTC by the venue. */
  readonly #newsFrom: number;
  readonly #backoff: Backoff;
  readonly #clock: Clock;
  readonly #exchange: FollowedOptions['exchange'];
  #retryAt = -Infinity;
  #failures = 0;

  constructor(options: FollowedOptions) {
    const { symbol, interval, anchor, exchange, clock, random } = options;
    this.symbol = symbol;
    this.interval = interval;
    this.anchor = anchor;
    this.since = options.since ?? exchange.now(symbol);
    this.#newsFrom = Math.max(anchor.since, this.since - LIVE_WITHIN_MS);
    this.#clock = clock;
    this.#exchange = exchange;
    this.#backoff = new Backoff(random);
    this.reader = new SeriesReader({ ...options, from: anchor.from });
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** When it is to be asked for again, monotonic ms. */
  get retryAt(): number {
    return this.#retryAt;
  }

  /** How long candles have been settled that were not taken, ms; negative when none is missing. */
  get lagMs(): number {
    return this.reader.settledUntil - this.reader.nextCloseTime;
  }

  /** Whether there is a candle to be had. */
  get hasCandle(): boolean {
    return this.lagMs >= 0 && this.#retryAt <= this.#clock.monotonic();
  }

  /** How far it is on its way from its first candle to the present, 0 … 1. */
  get share(): number {
    const { from } = this.anchor;
    const { settledUntil, nextCloseTime } = this.reader;
    return Math.min(1, Math.max(0, (nextCloseTime - from) / (settledUntil - from)));
  }

  get status(): 'reading' | 'current' | 'behind' {
    if (this.lagMs <= LATE_MS) return 'current';
    return this.#failures > 0 ? 'behind' : 'reading';
  }

  /** Whether rules are to hear of a call of a time, ms UTC: the series has been followed since. */
  isDue(timestamp: number): boolean {
    return timestamp >= this.anchor.since;
  }

  /** Whether clients are to be told as well: it came in this run, or shortly before it, too late for the one before. */
  isNews(timestamp: number): boolean {
    return timestamp >= this.#newsFrom;
  }

  /** Reads up to a time; says whether it came to anything. */
  async read(until: number): Promise<boolean> {
    try {
      await this.reader.read(until);
    } catch {
      return this.failed();
    }
    if (this.reader.nextCloseTime <= until && !this.reader.hasRead) return this.failed();
    this.#backoff.reset();
    this.#failures = 0;
    return true;
  }

  /** What has been read up to a time, for the book; it stays until the reader drops it. */
  candlesUpTo(until: number): PackedSeries {
    const { symbol, interval, reader } = this;
    const { callsFrom } = this.anchor;
    const liveFrom = Math.max(this.#newsFrom, this.#exchange.now(symbol) - LIVE_WITHIN_MS);
    return { symbol, interval, candles: reader.upTo(until), callsFrom, liveFrom };
  }

  /** Has it wait before it is tried again. */
  failed(): false {
    this.#failures++;
    this.#retryAt = this.#clock.monotonic() + Math.max(RETRY_MS, this.#backoff.next());
    return false;
  }
}

/** Where a series begins that is followed from now on: two years ago, and before that a warm-up. */
export function newAnchor(interval: Interval, now: number): Anchor {
  const callsFrom = openTimeOf(interval, now - YEARS_MS);
  const since = Math.round(now);
  return { from: stepOpenTime(interval, callsFrom, -WARM_UP), callsFrom, since };
}
