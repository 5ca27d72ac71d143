import {
  closeTimeOf,
  openTimeOf,
  stepOpenTime,
  type Interval,
} from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import type { Exchange } from '../exchange/exchange';
import { PackedKlines, type Packed } from './packed-klines';

/** The exchange corrects a candle for some seconds after its end; only then it is taken. */
const SETTLED_AFTER_MS = 30_000;
/** Candles one question may bring; Binance's own limit. */
const PAGE = 1000;

/** A candle with what is known of the place before it. */
interface Read {
  readonly kline: Kline;
  /** True when the venue has been asked for the candles before it and has none. */
  readonly followsHalt: boolean;
}

export interface SeriesReaderOptions {
  readonly exchange: Pick<Exchange, 'fetchKlines' | 'now'>;
  readonly symbol: string;
  readonly interval: Interval;
  /** Open time of the candle to begin with, ms UTC. */
  readonly from: number;
  /** Open time of the candle taken last, ms UTC; null when there has been none. */
  readonly last: number | null;
}

/**
 * Reads the settled candles of a series in their order, each once and none passed over. What it has
 * read beyond what was asked for waits for the next question.
 */
export class SeriesReader {
  readonly #options: SeriesReaderOptions;
  readonly #read: PackedKlines;
  #last: number | null;

  constructor(options: SeriesReaderOptions) {
    this.#options = options;
    this.#last = options.last;
    this.#read = new PackedKlines(options.interval);
  }

  /** Close time of the candle to come next as far as it is known, ms UTC. */
  get nextCloseTime(): number {
    const { interval } = this.#options;
    return closeTimeOf(interval, this.#read.firstOpenTime ?? this.#nextOpenTime(this.#last));
  }

  /** Whether candles wait to be taken. */
  get hasRead(): boolean {
    return !this.#read.isEmpty;
  }

  /** Up to when candles have settled, ms UTC by the venue's clock. */
  get settledUntil(): number {
    return this.#options.exchange.now(this.#options.symbol) - SETTLED_AFTER_MS;
  }

  /**
   * Reads what closed up to a time, as far as the venue has it.
   * @throws {AppError} `UNAVAILABLE`
   */
  async read(until: number): Promise<void> {
    const { interval } = this.#options;
    for (;;) {
      const last = this.#read.lastOpenTime ?? this.#last;
      const next = this.#nextOpenTime(last);
      if (closeTimeOf(interval, next) > until) return;
      const page = await this.#page(next);
      const [first] = page;
      if (!first) return;
      for (const { kline, followsHalt } of await this.#withoutHoles(last, page)) {
        this.#read.push(kline, followsHalt);
      }
    }
  }

  /** What has been read of the candles that closed up to a time; it stays until it is dropped. */
  upTo(until: number): Packed {
    return this.#read.upTo(until);
  }

  /** Lets go of what closed up to a time, since it has been taken. */
  drop(until: number): void {
    this.#last = this.#read.drop(until) ?? this.#last;
  }

  #nextOpenTime(last: number | null): number {
    const { interval, from } = this.#options;
    return last === null ? from : stepOpenTime(interval, last, 1);
  }

  async #page(startTime: number): Promise<Kline[]> {
    const { exchange, symbol, interval } = this.#options;
    const wanted = (openTimeOf(interval, this.settledUntil) - startTime) / lengthOf(interval) + 2;
    const limit = Math.min(PAGE, Math.max(1, Math.ceil(wanted)));
    const query = { symbol, interval, startTime, limit, isBackground: true };
    return this.#settled(await exchange.fetchKlines(query), startTime);
  }

  /** Oldest first, each once; whatever else the venue may have sent is left out. */
  #settled(klines: readonly Kline[], from: number): Kline[] {
    const { interval } = this.#options;
    const until = this.settledUntil;
    let last = from - 1;
    return klines.filter(({ openTime, isClosed }) => {
      const isWanted = isClosed && openTime > last && closeTimeOf(interval, openTime) <= until;
      if (isWanted) last = openTime;
      return isWanted;
    });
  }

  /** A page may lack what the venue has: it is asked for each hole by itself. */
  async #withoutHoles(last: number | null, page: readonly Kline[]): Promise<Read[]> {
    const { interval } = this.#options;
    const whole: Read[] = [];
    let before = last;
    const add = (kline: Kline): void => {
      const followsHalt = before !== null && kline.openTime > stepOpenTime(interval, before, 1);
      whole.push({ kline, followsHalt });
      before = kline.openTime;
    };
    for (const kline of page) {
      const isHole = before !== null && kline.openTime > stepOpenTime(interval, before, 1);
      if (isHole) (await this.#hole(this.#nextOpenTime(before), kline.openTime)).forEach(add);
      add(kline);
    }
    return whole;
  }

  async #hole(from: number, before: number): Promise<Kline[]> {
    const { exchange, symbol, interval } = this.#options;
    const endTime = stepOpenTime(interval, before, -1);
    const range = { startTime: from, endTime, limit: PAGE };
    const found = await exchange.fetchKlines({ symbol, interval, ...range, isBackground: true });
    return this.#settled(found, from).filter(({ openTime }) => openTime <= endTime);
  }
}

/** Length of a candle, ms; of months the shortest. */
const lengthOf = (interval: Interval): number => stepOpenTime(interval, 0, 1);
