import { closeTimeOf, type Interval } from '../../../shared/domain/interval';
import type { Kline } from '../../../shared/domain/kline';
import { bySeries, type BookCandle } from '../../../shared/domain/signals/signal-book';

/** Numbers a candle is packed into: its time, its five values, and 1 when it follows a halt. */
const FIELDS = 7;
const FIRST_ROOM = 64;

/** Candles packed so that they change threads without being copied. */
export type Packed = Float64Array<ArrayBuffer>;

/** Packed candles of one series, oldest first, with what says how they are taken. */
export interface PackedSeries {
  readonly symbol: string;
  readonly interval: Interval;
  readonly candles: Packed;
  /** Open time from which on calls are made, ms UTC. */
  readonly callsFrom: number;
  /** Candles that close after it are taken as they close, ms UTC. */
  readonly liveFrom: number;
}

/**
 * A queue of settled candles, packed: thousands of them wait in each of many series while history is
 * read, and as objects they would be what the garbage collection of the main thread copies.
 */
export class PackedKlines {
  #data: Packed = new Float64Array(FIRST_ROOM * FIELDS);
  #first = 0;
  #end = 0;

  constructor(private readonly interval: Interval) {}

  get isEmpty(): boolean {
    return this.#first === this.#end;
  }

  /** Open times of the ends, ms UTC; null when there are none. */
  get firstOpenTime(): number | null {
    return this.isEmpty ? null : this.#openTimeAt(this.#first);
  }

  get lastOpenTime(): number | null {
    return this.isEmpty ? null : this.#openTimeAt(this.#end - FIELDS);
  }

  push({ openTime, open, high, low, close, volume }: Kline, followsHalt: boolean): void {
    if (this.#end === this.#data.length) this.#makeRoom();
    const data = this.#data;
    const at = this.#end;
    data[at] = openTime;
    data[at + 1] = open;
    data[at + 2] = high;
    data[at + 3] = low;
    data[at + 4] = close;
    data[at + 5] = volume;
    data[at + 6] = followsHalt ? 1 : 0;
    this.#end = at + FIELDS;
  }

  /** A copy of what closed up to a time, ms UTC. */
  upTo(until: number): Packed {
    return this.#data.slice(this.#first, this.#endOf(until));
  }

  /** Lets go of what closed up to a time; says at which open time the last of it was, null of nothing. */
  drop(until: number): number | null {
    const end = this.#endOf(until);
    const last = end > this.#first ? this.#openTimeAt(end - FIELDS) : null;
    this.#first = end;
    return last;
  }

  #openTimeAt(at: number): number {
    return this.#data[at] ?? NaN;
  }

  #endOf(until: number): number {
    let at = this.#first;
    while (at < this.#end && closeTimeOf(this.interval, this.#openTimeAt(at)) <= until) {
      at += FIELDS;
    }
    return at;
  }

  /** Room for as many again as there are. */
  #makeRoom(): void {
    const kept = this.#data.subarray(this.#first, this.#end);
    this.#data = new Float64Array(Math.max(FIRST_ROOM * FIELDS, 2 * kept.length));
    this.#data.set(kept);
    this.#first = 0;
    this.#end = kept.length;
  }
}

/**
 * Goes through packed series in the order in which their candles closed, those of one moment together,
 * as a book takes them. A candle is unpacked when its turn comes, so that it is soon garbage.
 */
export function* momentsOf(all: readonly PackedSeries[]): Generator<readonly BookCandle[]> {
  const queues = [...all].sort(bySeries).map((series) => new Unpacking(series));
  for (;;) {
    let closeTime = Infinity;
    for (const queue of queues) closeTime = Math.min(closeTime, queue.closeTime);
    if (closeTime === Infinity) return;
    const moment: BookCandle[] = [];
    for (const queue of queues) if (queue.closeTime === closeTime) moment.push(queue.take());
    yield moment;
  }
}

/** A packed series on its way into a book. */
class Unpacking {
  readonly #series: PackedSeries;
  #at = 0;
  #closeTime: number;

  constructor(series: PackedSeries) {
    this.#series = series;
    this.#closeTime = this.#closeTimeHere();
  }

  /** Of the candle to come next, ms UTC; Infinity after the last. */
  get closeTime(): number {
    return this.#closeTime;
  }

  take(): BookCandle {
    const { symbol, interval, candles, callsFrom, liveFrom } = this.#series;
    const kline = klineAt(candles, this.#at);
    const followsHalt = candles[this.#at + FIELDS - 1] === 1;
    const replayed = kline.openTime < callsFrom ? 'warm_up' : 'replayed';
    const origin = this.#closeTime + 1 > liveFrom ? 'live' : replayed;
    this.#at += FIELDS;
    this.#closeTime = this.#closeTimeHere();
    return { symbol, interval, kline, followsHalt, origin };
  }

  #closeTimeHere(): number {
    const { interval, candles } = this.#series;
    const openTime = candles[this.#at];
    return openTime === undefined ? Infinity : closeTimeOf(interval, openTime);
  }
}

function klineAt(candles: Packed, at: number): Kline {
  const field = (offset: number): number => candles[at + offset] ?? NaN;
  return {
    openTime: field(0),
    open: field(1),
    high: field(2),
    low: field(3),
    close: field(4),
    volume: field(5),
    lastTradeId: -1,
    isClosed: true,
  };
}
