import { closeTimeOf, stepOpenTime, type Interval } from '../interval';
import type { Kline } from '../kline';

/** Candles without a trade that are closed in a row without the venue's word. */
const MOST_EMPTY = 5000;
/** Candles closed here of which the venue is still to tell its own. */
const MOST_UNCONFIRMED = 50;

/** The candle that trades are folded into. `isWhole`: its first trade was seen. */
export interface RunningBar {
  openTime: number;
  /** Its first price that was seen. */
  open: number;
  high: number;
  low: number;
  /** Its last price; NaN while there is none. */
  close: number;
  /** Base asset; NaN (in files null) when some of its trades are not known one by one. */
  volume: number | null;
  isWhole: boolean;
}

/** A candle that is over. */
export interface Closing {
  readonly kline: Kline;
  /** The venue has not told of it yet. */
  readonly isOwn: boolean;
  /** It was read from history. */
  readonly isLate: boolean;
}

/**
 * Which candle of a series closes next, by the time of trades and not by when the venue tells of it:
 * its candle counts when the trades have come so far, and trades that are all known close one
 * before the venue does.
 */
export class ClosingBars {
  /** The venue's candles up to whose end trades have not come yet, by open time, oldest first. */
  readonly #told = new Map<number, Closing>();
  readonly #unconfirmed = new Map<number, Kline>();

  constructor(private readonly interval: Interval) {}

  /** Candles closed here after another one (open time, ms UTC) of which the venue has not told. */
  unconfirmedAfter(last: number | null): Kline[] {
    if (last === null) return [];
    return [...this.#unconfirmed.values()].filter(({ openTime }) => openTime > last);
  }

  /** The venue tells of a candle. */
  tell(kline: Kline, isLate: boolean): void {
    this.#told.set(kline.openTime, { kline, isOwn: false, isLate });
  }

  /**
   * The next candle that ends before a time (ms UTC); null when there is none.
   * @param running What trades say; null when they do not say enough.
   */
  next(last: number | null, running: RunningBar | null, time: number): Closing | null {
    const told = this.#firstTold(last ?? -Infinity);
    const next = running && last !== null ? this.#nextAfter(last, running, told) : told;
    return next && closeTimeOf(this.interval, next.kline.openTime) < time ? next : null;
  }

  /** A candle has been closed. */
  take({ kline, isOwn }: Closing): void {
    const { openTime } = kline;
    for (const known of this.#told.keys()) if (known <= openTime) this.#told.delete(known);
    if (!isOwn) return;
    this.#unconfirmed.set(openTime, kline);
    const [oldest] = this.#unconfirmed.keys();
    const isFull = this.#unconfirmed.size > MOST_UNCONFIRMED;
    if (isFull && oldest !== undefined) this.#unconfirmed.delete(oldest);
  }

  /** The venue tells of a candle that has been closed already. Says whether it was another one. */
  confirm(kline: Kline): boolean {
    const own = this.#unconfirmed.get(kline.openTime);
    this.#unconfirmed.delete(kline.openTime);
    if (!own) return false;
    return own.high !== kline.high || own.low !== kline.low || own.close !== kline.close;
  }

  #firstTold(last: number): Closing | null {
    for (const [openTime, told] of this.#told) if (openTime > last) return told;
    return null;
  }

  /** The venue's word comes before ours. */
  #nextAfter(last: number, running: RunningBar, told: Closing | null): Closing | null {
    const openTime = stepOpenTime(this.interval, last, 1);
    if (told?.kline.openTime === openTime) return told;
    const isEmpty = openTime > running.openTime;
    const isFar = openTime > stepOpenTime(this.interval, running.openTime, MOST_EMPTY);
    if (isFar) return told;
    const kline = isEmpty ? empty(openTime, running) : whole(openTime, running);
    return kline ? { kline, isOwn: true, isLate: false } : told;
  }
}

/** A candle in which nothing is traded, as far as is known; null when no price is. */
function empty(openTime: number, { close }: RunningBar): Kline | null {
  if (Number.isNaN(close)) return null;
  const prices = { open: close, high: close, low: close, close };
  return { openTime, ...prices, volume: 0, lastTradeId: -1, isClosed: true };
}

/** The candle of the trades; null when it is another one, or not all of them are known. */
function whole(openTime: number, running: RunningBar): Kline | null {
  const { isWhole, open, high, low, close } = running;
  const volume = running.volume ?? NaN;
  const isKnown = running.openTime === openTime && isWhole && !Number.isNaN(close + volume);
  if (!isKnown) return null;
  return { openTime, open, high, low, close, volume, lastTradeId: -1, isClosed: true };
}
